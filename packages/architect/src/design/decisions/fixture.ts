import type { Brief } from "../../brief/index.js";
import { briefOf, shop } from "../../brief/scenario.js";
import { demandOf } from "../capacity/index.js";
import { cutOf } from "../cut/index.js";
import { type Needs, needsOf } from "../needs/index.js";
import { type Decision, type DecisionsInput, decisionsOf } from "./index.js";
import type { Given, Grounds } from "./rule.js";

/** For tests: what is decided for needs, with the cut and the demand that follow from them. */
export function decided(
  needs: Needs,
  { overrides = [], cut = cutOf(needs), demand = demandOf(needs) }: Partial<DecisionsInput> = {},
): readonly Decision[] {
  return decisionsOf({ needs, cut, demand, overrides });
}

/** For tests: the needs of the small shop, and of interviews that were taken. */
export function everyNeeds(
  taken: readonly { readonly interview: { readonly brief: Brief } }[],
): readonly Needs[] {
  return [needsOf(briefOf(shop)), ...taken.map(({ interview }) => needsOf(interview.brief))];
}

/** For tests: what a rule is given, once everything was decided. */
export function givenOf(grounds: Grounds, decisions: readonly Decision[]): Given {
  const find = (id: Decision["id"], subject?: string) => {
    const ofId = decisions.filter((one) => one.id === id);
    const found =
      ofId.find((one) => one.subject === subject) ?? ofId.find((one) => one.subject === undefined);
    if (!found) throw new TypeError(`Nothing was decided of ${id}.`);
    return found;
  };
  return {
    ...grounds,
    settled: (id, subject) => find(id, subject).chosen,
    fromOf: (id, subject) => find(id, subject).because[0]?.from ?? [],
  };
}
