import type { TableRow } from "../answer/value.js";
import { textOf } from "../cells.js";
import type { Requirement } from "../requirements.js";
import type { Line } from "./line.js";
import { lines } from "./line.js";
import { inline } from "./markdown.js";
import { keyOf, type View } from "./view.js";

/** Of questions whose rows say all that a sentence would: what is said of the rows instead. */
const captions: { readonly [question: string]: string } = {
  "scope.users": "it serves these.",
  "scope.metrics": "it is counted a success by these numbers.",
  "data.entities": "it keeps these.",
  "feature.data": "it keeps these.",
  "data.rules": "these rules hold, whoever changes the data.",
  "data.edge-cases": "each of these cases has one known outcome.",
  "feature.edge-cases": "each of these cases has one known outcome.",
  "integration.systems": "it works with these, and keeps to this while one is down.",
  "feature.integration": "it works with these, and keeps to this while one is down.",
};

/** `- **REQ-PERF-002** (P0) ...` for each of the questions that is answered, but for those that have a caption at their rows. */
export function requirementLines(view: View, keys: readonly string[]): readonly Line[] {
  return keys.flatMap((key) => {
    const { own } = view.requirementsOf(key);
    return own && captionOf(view, key).length === 0 ? bullet(own) : [];
  });
}

/** The id of a question's requirement, before its rows. */
export function captionOf(view: View, key: string): readonly Line[] {
  const text = captions[key.split("/").at(-1) ?? ""];
  const { own, rows } = view.requirementsOf(key);
  return own && text !== undefined && rows.length > 0 ? captionLine(view, key, text) : [];
}

function bullet(requirement: Requirement): readonly Line[] {
  const { id, priority, statement, question, amendment } = requirement;
  return lines(keyOf(question, amendment), `- **${id}** (${priority}) ${inline(statement)}`);
}

/** `**REQ-DATA-001** (P0): ...`, before what says the rest. */
export function captionLine(view: View, key: string, rows: string): readonly Line[] {
  const { own } = view.requirementsOf(key);
  return own ? lines(key, `**${own.id}** (${own.priority}): ${rows}`) : [];
}

/** A row that is a requirement: its name, its situation where it has one, and its criteria in a list. */
export function rowWithCriteria(requirement: Requirement, row: TableRow): readonly Line[] {
  const key = keyOf(requirement.question, requirement.amendment);
  const situation = textOf(row.situation);
  const text = situation === "" ? textOf(row.name) : `${textOf(row.name)}: ${situation}`;
  return [
    ...lines(key, `- **${requirement.id}** (${requirement.priority}) ${inline(text)}`),
    ...requirement.criteria.flatMap((criterion, at) => lines(key, `  ${at + 1}. ${inline(criterion)}`)),
  ];
}
