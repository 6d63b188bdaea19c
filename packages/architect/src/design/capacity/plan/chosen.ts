import type { Decision, DecisionId } from "../../decisions/decision.js";

/** The option that holds for all of the system; undefined where it was not settled. */
export function chosenFor(decisions: readonly Decision[], id: DecisionId): string | undefined {
  return decisions.find((decision) => decision.id === id && decision.subject === undefined)?.chosen;
}
