import type { CategoryId } from "../../category.js";
import { type Line, lines, section } from "../line.js";
import { inline, row, rule } from "../markdown.js";
import { requirementLines } from "../requirement-lines.js";
import { rowsTable } from "../rows-table.js";
import type { View } from "../view.js";
import { figureRows } from "./glance.js";

export function stack(view: View): readonly Line[] {
  return ofCategory(view, "architecture", "## Stack and architecture");
}

export function performance(view: View): readonly Line[] {
  return ofCategory(view, "performance", "## Performance and scale");
}

export function security(view: View): readonly Line[] {
  return ofCategory(view, "security", "## Security and compliance");
}

export function testing(view: View): readonly Line[] {
  return ofCategory(view, "testing", "## Testing and quality");
}

export function deployment(view: View): readonly Line[] {
  return ofCategory(view, "deployment", "## Deployment, availability and recovery");
}

/** All that was asked of a category: its figures in a table, then its requirements. */
function ofCategory(view: View, category: CategoryId, heading: string): readonly Line[] {
  const questions = view.project.questions.filter((question) => question.category === category);
  const ids = questions.map(({ id }) => id);
  return section(
    heading,
    figures(view, ids),
    requirementLines(view, ids),
    ...questions.map((question) => rowsTable(view, question, question.id)),
  );
}

/** The quantities of answers, a part a row. */
export function figures(view: View, ids: readonly string[]): readonly Line[] {
  const rows = ids.flatMap((id) => {
    const requirement = view.requirementsOf(id).own?.id ?? "";
    return figureRows(view, id).flatMap(([title, value]) =>
      lines(id, row([inline(title), inline(value), requirement])),
    );
  });
  return rows.length === 0
    ? []
    : [...lines(undefined, row(["What", "Target", "Requirement"]), rule(3)), ...rows];
}
