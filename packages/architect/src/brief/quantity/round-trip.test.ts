import fc from "fast-check";
import { expect, it } from "vitest";
import {
  formatQuantity,
  formatQuantityOf,
  type Measure,
  parseQuantity,
  parseQuantityOf,
  type Quantity,
} from "./index.js";
import { conditionOf } from "./phrase.js";

const span = (least: number, most: number) =>
  fc.oneof(
    fc.double({ min: least, max: most, noNaN: true, noDefaultInfinity: true }).map((value) => value || 0),
    fc.integer({ min: Math.ceil(least), max: Math.floor(Math.min(most, 2 ** 31 - 1)) }),
    fc.integer({ min: 0, max: 999_999 }).map((n) => Math.min(most, Math.max(least, n / 1_000))),
  );

const values: {
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

const condition = fc
  .tuple(fc.constantFrom("at", "during", "while", "on", "with"), fc.string({ maxLength: 60 }))
  .map(([word, text]) => conditionOf(`${word} x${text}`));

it.each(Object.keys(values) as Measure[])("a %s reads back from how it is written", (measure) => {
  fc.assert(
    fc.property(values[measure], fc.option(condition, { nil: undefined }), (amount, held) => {
      const quantity = { measure, ...amount, ...(held === undefined ? {} : { condition: held }) };
      expect(parseQuantity(formatQuantity(quantity), measure)).toEqual({ outcome: "clear", quantity });
    }),
    { numRuns: 300 },
  );
});

it("reads back where it may be of any measure", () => {
  const measures = Object.keys(values) as Measure[];
  fc.assert(
    fc.property(fc.constantFrom(...measures), fc.gen(), (measure, generate) => {
      const quantity = { measure, ...generate(() => values[measure]) };
      const text = formatQuantityOf(quantity, measures);
      expect(parseQuantityOf(text, measures)).toEqual({ outcome: "clear", quantity });
    }),
    { numRuns: 500 },
  );
});

it("understands any text or refuses it, and never fails", () => {
  const measures = Object.keys(values) as Measure[];
  const pieces = fc.constantFrom(
    ..."5 , . k m rps % ms p99 a per month € GB nines at - ^ e 10 20.5 1,000 every / nan".split(" "),
  );
  const texts = fc.oneof(
    fc.string({ unit: "binary", maxLength: 400 }),
    fc.array(pieces, { maxLength: 12 }).map((some) => some.join(" ")),
    fc.array(pieces, { maxLength: 12 }).map((some) => some.join("")),
  );
  fc.assert(
    fc.property(texts, fc.constantFrom(...measures), (text, measure) => {
      const read = parseQuantity(text, measure);
      if (read.outcome !== "clear") return;
      expect(Number.isFinite(read.quantity.value)).toBe(true);
      expect(parseQuantity(formatQuantity(read.quantity), measure)).toEqual(read);
    }),
    { numRuns: 2_000 },
  );
});
