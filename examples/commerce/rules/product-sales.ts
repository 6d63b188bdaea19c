import { amount, cents } from "./order-totals.js";

/**
 * How much was sold of a product: units, a whole number in a text since there may be more than 32 bits hold, and what they cost in all, an
 * amount with two places.
 */
interface Sales {
  readonly units: string;
  readonly revenue: string;
}

/** The sales of a product after one more line of an order; `before` is undefined for the first one. */
export function sold(
  before: Sales | undefined,
  { quantity, lineTotal }: { readonly quantity: number; readonly lineTotal: string },
): Sales {
  return {
    units: String(BigInt(before?.units ?? 0) + BigInt(quantity)),
    revenue: amount(cents(before?.revenue ?? "0") + cents(lineTotal)),
  };
}
