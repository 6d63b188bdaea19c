import type { Cell, TableRow } from "../answer/value.js";
import { linesOf, quantityOf, textOf } from "../cells.js";
import { formatQuantityOf } from "../quantity/index.js";
import type { Column, Question } from "../questions/question.js";
import { type Line, lines } from "./line.js";
import { cellsOf, code, inline, plain, row, rule } from "./markdown.js";
import { captionOf } from "./requirement-lines.js";
import type { View } from "./view.js";

/** The last column of a table whose rows are requirements. */
const idTitle = "Requirement";

/** The rows of an answer as a table that may be edited: what stands in it is read back by `readRows`. */
export function rowsTable(view: View, question: Question, key: string): readonly Line[] {
  const required = view.requirementsOf(key);
  if (question.answer.kind !== "table" || required.rows.length === 0) return [];
  const caption = captionOf(view, key);
  const { columns } = question.answer;
  const hasIds = required.rows.some(({ requirement }) => requirement !== undefined);
  const titles = [...columns.map(({ title }) => inline(title)), ...(hasIds ? [idTitle] : [])];
  return [
    ...caption,
    ...(caption.length > 0 ? [{ text: "" }] : []),
    ...lines(
      key,
      `<!-- rows ${key} -->`,
      row(titles),
      rule(titles.length),
      ...required.rows.map(({ row: given, requirement }) =>
        row([
          ...columns.map((column) => cellText(column, given[column.id])),
          ...(hasIds ? [requirement ? code(requirement.id) : ""] : []),
        ]),
      ),
    ),
  ];
}

function cellText({ cell }: Column, given: Cell | undefined): string {
  if (given === undefined) return "";
  const quantity = quantityOf(given);
  if (quantity && cell.kind === "quantity") {
    const measures = typeof cell.measure === "string" ? [cell.measure] : cell.measure;
    return inline(formatQuantityOf(quantity, measures));
  }
  if (cell.kind === "choice") return linesOf(given).map(inline).join(", ");
  if (cell.kind === "criteria" || cell.kind === "lines") return linesOf(given).map(inline).join("<br>");
  return inline(textOf(given));
}

/** Rows of a table as they stand in the document, as data of an answer, with the ids behind them. */
export function readRows(
  columns: readonly Column[],
  texts: readonly string[],
): { readonly rows: readonly { readonly [column: string]: unknown }[]; readonly ids: readonly string[] } {
  const split = texts.map(cellsOf);
  return {
    rows: split.map((cells) =>
      Object.fromEntries(
        columns.flatMap((column, at) => {
          const markdown = cells[at] ?? "";
          return markdown === "" ? [] : [[column.id, readCell(column, markdown)] as const];
        }),
      ),
    ),
    ids: split
      .flatMap((cells) => cells.slice(columns.length))
      .map((cell) => cell.replace(/^`|`$/g, ""))
      .filter((id) => id !== ""),
  };
}

function readCell({ cell }: Column, markdown: string): unknown {
  const several = (separator: RegExp) =>
    markdown
      .split(separator)
      .map(plain)
      .filter((text) => text !== "");
  if (cell.kind === "criteria" || cell.kind === "lines") return several(/<br *\/?>/);
  if (cell.kind === "choice" && cell.many) return several(/,/);
  return plain(markdown);
}

export function rowName([first]: readonly Column[], given: TableRow): string {
  return first ? textOf(given[first.id]) : "";
}
