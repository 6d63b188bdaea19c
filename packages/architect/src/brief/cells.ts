import type { Cell } from "./answer/value.js";
import type { Quantity } from "./quantity/quantity.js";

/** The text of a cell; several lines as one, and nothing for a quantity or where it was left out. */
export function textOf(cell: Cell | undefined): string {
  return isLines(cell) ? cell.join("; ") : typeof cell === "string" ? cell : "";
}

/** The lines of a cell, such as criteria. */
export function linesOf(cell: Cell | undefined): readonly string[] {
  return isLines(cell) ? cell : typeof cell === "string" && cell !== "" ? [cell] : [];
}

/** The quantity of a cell, where it is one. */
export function quantityOf(cell: Cell | undefined): Quantity | undefined {
  return typeof cell === "object" && "measure" in cell ? cell : undefined;
}

/** The number of a cell, in its measure's unit. */
export function numberOf(cell: Cell | undefined): number | undefined {
  return quantityOf(cell)?.value;
}

function isLines(cell: Cell | undefined): cell is readonly string[] {
  return Array.isArray(cell);
}
