import type { Cut } from "../cut/index.js";
import type { Decision } from "../decisions/index.js";
import type { Needs } from "../needs/index.js";
import { type DraftFile, printed } from "./print/index.js";
import { sketchOf } from "./sketch-of.js";

/** All that a draft is worked out from. */
export interface DraftInput {
  readonly needs: Needs;
  readonly cut: Cut;
  readonly decisions: readonly Decision[];
}

/**
 * A blueprint to begin with: services with their entities, access rules and indexes, and a command or query for each feature that must be there, whose body says
 * what it has to do and throws `notImplemented(...)`. It passes the checks and can be served at once. Pure: the same bytes for the same input.
 */
export function draftOf({ needs, cut, decisions }: DraftInput): readonly DraftFile[] {
  return printed(sketchOf(needs, cut, decisions));
}
