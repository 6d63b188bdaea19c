import type { Requirement } from "../requirements.js";
import type { Line } from "./line.js";
import { lines } from "./line.js";
import { inline } from "./markdown.js";
import { keyOf, type View } from "./view.js";

/** `- **REQ-PERF-002** (P0) ...` for each of the questions that is answered. */
export function requirementLines(view: View, keys: readonly string[]): readonly Line[] {
  return keys.flatMap((key) => {
    const { own } = view.requirementsOf(key);
    return own ? bullet(own) : [];
  });
}

function bullet(requirement: Requirement): readonly Line[] {
  const { id, priority, statement, question, amendment } = requirement;
  return lines(keyOf(question, amendment), `- **${id}** (${priority}) ${inline(statement)}`);
}

/** A requirement by its name, and its criteria in a list. */
export function withCriteria(requirement: Requirement): readonly Line[] {
  const key = keyOf(requirement.question, requirement.amendment);
  return [
    ...bullet(requirement),
    ...requirement.criteria.flatMap((criterion, at) => lines(key, `  ${at + 1}. ${inline(criterion)}`)),
  ];
}
