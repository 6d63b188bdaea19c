import fc from "fast-check";
import { expect, it } from "vitest";
import { condition, amounts as values } from "./fixture.js";
import { formatQuantity, formatQuantityOf, type Measure, parseQuantity, parseQuantityOf } from "./index.js";

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
