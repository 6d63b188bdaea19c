import type { AnswerValue, Cell, TableRow } from "../answer/value.js";
import type { Quantity } from "../quantity/quantity.js";
import { measures } from "../quantity/quantity.js";
import { quantityIn } from "./parts.js";

/** A quantity as it stands in a requirement. */
export function amount(quantity: Quantity): string {
  const number = quantity.value.toLocaleString("en-US", { maximumFractionDigits: 6 });
  return [number, measures[quantity.measure].unit].filter(Boolean).join(" ");
}

/** A part of an answer as it stands in a requirement; "" where it was left out. */
export function amountOf(value: AnswerValue, part: string): string {
  const quantity = quantityIn(value, part);
  return quantity ? amount(quantity) : "";
}

/** A cell of a row as it stands in a requirement; "" where it was left out. */
export function cell(row: TableRow, column: string): string {
  const found = row[column];
  return found === undefined ? "" : words(found);
}

function words(found: Cell): string {
  if (typeof found === "string") return found.trim().replace(/\s+/g, " ");
  return isQuantity(found) ? amount(found) : found.join("; ");
}

export function isQuantity(found: Cell | undefined): found is Quantity {
  return typeof found === "object" && !Array.isArray(found);
}
