import { type Line, lines, section } from "../line.js";
import { inline } from "../markdown.js";
import { requirementLines } from "../requirement-lines.js";
import { rowsTable } from "../rows-table.js";
import type { View } from "../view.js";
import { chosenTitles } from "./glance.js";
import { figures } from "./qualities.js";
import { tableOf } from "./scope.js";

/** Systems of others, and what each does when it is down. */
export function integrations(view: View): readonly Line[] {
  const others = view.project.questions.filter(
    ({ id, category }) =>
      category === "integration" && id !== "integration.systems" && id !== "integration.callers",
  );
  const ids = others.map(({ id }) => id);
  return section(
    "## Integrations",
    tableOf(view, "integration.systems"),
    requirementLines(view, ["integration.systems"]),
    figures(view, ids),
    requirementLines(view, ids),
    ...others.map((question) => rowsTable(view, question, question.id)),
  );
}

/** Who calls the API, how they prove who they are, and how failures reach them. */
export function consumers(view: View): readonly Line[] {
  const ids = view.project.questions.filter(({ category }) => category === "experience").map(({ id }) => id);
  const who = chosenTitles(view, "experience.consumers");
  const how = chosenTitles(view, "integration.callers");
  return section(
    "## API consumers",
    who === undefined ? [] : lines("experience.consumers", `Called by: ${inline(who)}.`),
    how === undefined ? [] : lines("integration.callers", `Known by: ${inline(how)}.`),
    figures(view, ids),
    requirementLines(view, [...ids, "integration.callers"]),
  );
}
