import { demandOf } from "../capacity/index.js";
import { cutOf } from "../cut/index.js";
import type { Needs } from "../needs/index.js";
import { type Decision, type DecisionsInput, decisionsOf } from "./index.js";

/** For tests: what is decided for needs, with the cut and the demand that follow from them. */
export function decided(
  needs: Needs,
  { overrides = [], cut = cutOf(needs), demand = demandOf(needs) }: Partial<DecisionsInput> = {},
): readonly Decision[] {
  return decisionsOf({ needs, cut, demand, overrides });
}
