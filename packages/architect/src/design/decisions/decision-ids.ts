import type { DecisionId } from "./decision.js";
import { rules } from "./rules/index.js";

/** Of every decision, in the order in which they are settled. */
export const decisionIds: readonly DecisionId[] = Object.freeze([...new Set(rules.map(({ id }) => id))]);
