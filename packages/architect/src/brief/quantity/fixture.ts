import fc from "fast-check";
import { conditionOf } from "./phrase.js";
import type { Measure, Quantity } from "./quantity.js";

const span = (least: number, most: number) =>
  fc.oneof(
    fc.double({ min: least, max: most, noNaN: true, noDefaultInfinity: true }).map((value) => value || 0),
    fc.integer({ min: Math.ceil(least), max: Math.floor(Math.min(most, 2 ** 31 - 1)) }),
    fc.integer({ min: 0, max: 999_999 }).map((n) => Math.min(most, Math.max(least, n / 1_000))),
  );

/** Quantities that can be, by measure, without the measure and a condition. */
export const amounts: {
  readonly [measure in Measure]: fc.Arbitrary<Partial<Quantity> & { readonly value: number }>;
} = {
  rate: fc.record({ value: span(0, 1e9) }),
  latency: fc.record({
    value: span(0.001, 86_400_000),
    percentile: fc.constantFrom(50, 90, 95, 99, 99.9, 99.99, 100, 87.5),
  }),
  duration: fc.record({ value: span(0, 31_536_000_000) }),
  size: fc.record({ value: span(0, 1e18) }),
  transfer: fc.record({ value: span(0, 1e18) }),
  count: fc.record({
    value: fc.oneof(
      fc.integer({ min: 0 }),
      fc.maxSafeInteger().map((n) => Math.abs(n) % 1e15),
    ),
  }),
  countRate: fc.record({ value: span(0, 1e15) }),
  share: fc.record({ value: span(0, 100) }),
  growth: fc.record({ value: span(-100, 100_000) }),
  availability: fc.record({ value: span(50, 99.999_999) }),
  money: fc.oneof(
    fc.record({ value: span(0, 1e12), currency: fc.constantFrom("EUR", "USD", "CHF", "JPY") }),
    fc.record({
      value: span(0, 1e12),
      currency: fc.constantFrom("EUR", "USD", "GBP"),
      per: fc.constant("month" as const),
    }),
  ),
  date: fc.record({ value: fc.integer({ min: -25_567, max: 84_005 }) }),
};

/** Conditions as they are kept. */
export const condition = fc
  .tuple(fc.constantFrom("at", "during", "while", "on", "with"), fc.string({ maxLength: 60 }))
  .map(([word, text]) => conditionOf(`${word} x${text.replace(/\d/g, "n")}`));

/** Any quantity of a measure, with or without a condition. */
export const quantities = (measure: Measure): fc.Arbitrary<Quantity> =>
  fc
    .tuple(amounts[measure], fc.option(condition, { nil: undefined }))
    .map(([amount, held]) => ({ measure, ...amount, ...(held === undefined ? {} : { condition: held }) }));
