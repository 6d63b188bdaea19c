import type { DecisionId } from "./decision.js";
import { rules } from "./rules/index.js";

/** Decisions that are settled with regard to one, each once, in the order in which they are. */
export function followersOf(id: DecisionId): readonly DecisionId[] {
  return [...new Set(rules.filter(({ follows }) => follows.includes(id)).map((rule) => rule.id))];
}
