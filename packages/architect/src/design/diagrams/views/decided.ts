import type { Architecture } from "../../architecture.js";
import type { DecisionId, ScoredOption } from "../../decisions/index.js";

/** The option that holds for a question, of a subject if it came out otherwise for that; undefined where it was not settled. */
export function decided(
  { decisions }: Architecture,
  id: DecisionId,
  subject?: string,
): ScoredOption | undefined {
  const of = (wanted: string | undefined) =>
    decisions.find((decision) => decision.id === id && decision.subject === wanted);
  const decision = (subject === undefined ? undefined : of(subject)) ?? of(undefined);
  return decision?.options.find((option) => option.id === decision.chosen);
}

/** That the parts are programs of their own, and not modules of one. */
export function isCutIntoServices(architecture: Architecture): boolean {
  return decided(architecture, "style")?.id === "services";
}

/** "From REQ-A, REQ-B.": the requirements that a picture comes from, sorted; none without any. */
export function fromNote(ids: readonly string[]): readonly string[] {
  const sorted = [...new Set(ids)].sort();
  return sorted.length === 0 ? [] : [`From ${sorted.join(", ")}.`];
}
