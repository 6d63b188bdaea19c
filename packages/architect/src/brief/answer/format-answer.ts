import { formatQuantity, formatQuantityOf, type Quantity } from "../quantity/index.js";
import type { Column, Question } from "../questions/question.js";
import { own } from "./given.js";
import { escaped } from "./typed-rows.js";
import type { AnswerValue, Cell } from "./value.js";

/**
 * An answer as a person would type it. `readAnswer` gives the same value for it.
 *
 * @throws TypeError where the value is no answer to the question
 */
export function formatAnswer({ id, answer }: Question, value: AnswerValue): string {
  if (answer.kind === "quantities" && value.kind === "quantities") {
    const said = answer.parts.flatMap((part) => {
      const quantity = own(value.parts, part.id) as Quantity | undefined;
      if (!quantity) return [];
      const text = formatQuantity(quantity);
      return answer.parts.length === 1 ? text : `${part.id}: ${text}`;
    });
    return said.join("; ") || "none";
  }
  if (answer.kind === "choice" && value.kind === "choice")
    return [...value.chosen, ...(value.other === undefined ? [] : [`other: ${value.other}`])].join(", ");
  if (answer.kind === "text" && value.kind === "text") return value.text;
  if (answer.kind === "table" && value.kind === "table") {
    if (value.rows.length === 0) return "none";
    const line = (cells: readonly string[]) => cells.join(" | ");
    return [
      line(answer.columns.map((column) => column.id)),
      ...value.rows.map((row) =>
        line(answer.columns.map((column) => formatCell(column, own(row, column.id) as Cell | undefined))),
      ),
    ].join("\n");
  }
  throw new TypeError(`The question "${id}" is answered with ${answer.kind}, not with ${value.kind}.`);
}

/** A cell as it is typed; "-" where it was left out. */
export function formatCell({ cell: kind }: Column, cell: Cell | undefined): string {
  if (cell === undefined) return "-";
  if (typeof cell === "string") return kind.kind === "choice" ? cell : escaped(cell);
  if ("measure" in cell) {
    const measures =
      kind.kind !== "quantity"
        ? [cell.measure]
        : typeof kind.measure === "string"
          ? [kind.measure]
          : kind.measure;
    return escaped(formatQuantityOf(cell, measures));
  }
  return kind.kind === "choice" ? cell.join(", ") : cell.map(escaped).join("; ");
}
