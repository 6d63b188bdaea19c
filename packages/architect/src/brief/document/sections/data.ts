import { type Line, section } from "../line.js";
import { captionOf, requirementLines, rowWithCriteria } from "../requirement-lines.js";
import { rowsTable } from "../rows-table.js";
import type { View } from "../view.js";
import { figures } from "./qualities.js";
import { tableOf } from "./scope.js";

const shown = ["data.entities", "data.rules", "data.edge-cases"];

export function data(view: View): readonly Line[] {
  const others = view.project.questions.filter(
    ({ id, category }) => category === "data" && !shown.includes(id),
  );
  const ids = others.map(({ id }) => id);
  return [
    ...section(
      "## Data and business rules",
      tableOf(view, "data.entities"),
      requirementLines(view, ["data.entities"]),
      figures(view, ids),
      requirementLines(view, ids),
      ...others.map((question) => rowsTable(view, question, question.id)),
    ),
    ...section(
      "### Business rules",
      [...captionOf(view, "data.rules"), ...requirementLines(view, ["data.rules"])],
      rowsWithCriteria(view, "data.rules"),
    ),
    ...section(
      "### Edge cases",
      [...captionOf(view, "data.edge-cases"), ...requirementLines(view, ["data.edge-cases"])],
      rowsWithCriteria(view, "data.edge-cases"),
    ),
  ];
}

/** Each row of a table as the requirement that it is. */
export function rowsWithCriteria(view: View, key: string): readonly Line[] {
  return view
    .requirementsOf(key)
    .rows.flatMap(({ row, requirement }) => (requirement ? rowWithCriteria(requirement, row) : []));
}
