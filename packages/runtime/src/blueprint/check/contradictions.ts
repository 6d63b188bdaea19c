import { isFieldValue } from "../filter.js";
import { compareDecimals, isDecimal } from "./decimal-order.js";
import { isNamed } from "./recognise.js";
import type { SurveyedField } from "./survey.js";

/** Above zero where the first is more; NaN where the two cannot be compared. */
type Order = (one: string, other: string) => number;

/** Whether what is asked of one field contradicts itself or the field's limits. False where that is not certain. */
export function neverHolds(field: SurveyedField, asked: unknown): boolean {
  if (isFieldValue(asked)) return false;
  const wanted = isNamed(asked) ? asked : { eq: asked };
  if (Array.isArray(wanted.in) && wanted.in.length === 0) return true;
  if (wanted.isNull === true) return !field.modifiers.optional || Object.keys(wanted).length > 1;
  if (wanted.eq !== undefined && wanted.eq === wanted.ne) return true;
  if (Array.isArray(wanted.in) && wanted.eq !== undefined && !wanted.in.includes(wanted.eq)) return true;
  const order = orderOf(field);
  return order !== undefined && isRangeEmpty(order, lowerBounds(field, wanted), upperBounds(field, wanted));
}

interface Bound {
  readonly value: string;
  readonly inclusive: boolean;
}

function orderOf({ type: { kind } }: SurveyedField): Order | undefined {
  if (kind === "integer" || kind === "bigint" || kind === "decimal" || kind === "money") {
    return (one, other) => (isDecimal(one) && isDecimal(other) ? compareDecimals(one, other) : Number.NaN);
  }
  if (kind === "date" || kind === "timestamp") return (one, other) => Date.parse(one) - Date.parse(other);
  return undefined;
}

function lowerBounds({ type }: SurveyedField, wanted: { readonly [comparison: string]: unknown }): Bound[] {
  return bounds(
    [wanted.gt, false],
    [wanted.gte, true],
    [wanted.eq, true],
    ["min" in type ? type.min : undefined, true],
  );
}

function upperBounds({ type }: SurveyedField, wanted: { readonly [comparison: string]: unknown }): Bound[] {
  return bounds(
    [wanted.lt, false],
    [wanted.lte, true],
    [wanted.eq, true],
    ["max" in type ? type.max : undefined, true],
  );
}

function bounds(...written: readonly (readonly [value: unknown, inclusive: boolean])[]): Bound[] {
  return written.flatMap(([value, inclusive]) =>
    typeof value === "string" || typeof value === "number" ? [{ value: String(value), inclusive }] : [],
  );
}

function isRangeEmpty(order: Order, lower: readonly Bound[], upper: readonly Bound[]): boolean {
  return lower.some((low) =>
    upper.some((high) => {
      const difference = order(low.value, high.value);
      return difference > 0 || (difference === 0 && !(low.inclusive && high.inclusive));
    }),
  );
}
