import type { AnswerValue, TableRow } from "../answer/value.js";
import { linesOf, quantityOf, textOf } from "../cells.js";
import { describeQuantity, formatQuantity, type Quantity } from "../quantity/index.js";
import { sayNumber } from "../say.js";
import { quantityIn } from "./parts.js";

/** A part of an answer as it stands in a requirement; "" where it was left out. */
export function amountOf(value: AnswerValue, part: string): string {
  const quantity = quantityIn(value, part);
  return quantity ? amount(quantity) : "";
}

/** How often, as it stands in a requirement: "day" for each day, "4 min" for each four minutes. */
export function everyOf(value: AnswerValue, part: string): string {
  return amountOf(value, part).replace(/^1 (?=day|month|year)/, "");
}

/** A cell of a row as it stands in a requirement, on one line; "" where it was left out. */
export function cell(row: TableRow, column: string): string {
  const quantity = quantityOf(row[column]);
  if (quantity) return amount(quantity);
  const lines = linesOf(row[column]);
  return (lines.length ? lines.join("; ") : textOf(row[column])).trim().replace(/\s+/g, " ");
}

function amount(quantity: Quantity): string {
  const { measure, value, condition } = quantity;
  if (measure === "latency") return formatQuantity(quantity);
  if (measure !== "availability" && measure !== "growth") return describeQuantity(quantity);
  return [`${sayNumber(value)} %`, measure === "growth" && "a month", condition].filter(Boolean).join(" ");
}
