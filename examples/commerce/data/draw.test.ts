import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { between, draw, fraction, percent, wordAt } from "./draw.js";

const row = fc.integer({ min: 0, max: 10_000_000 });
const purpose = fc.integer({ min: 0, max: 2_000 });

describe("random numbers of a row", () => {
  it("are the same for the same row and purpose, and stay in their range", () => {
    fc.assert(
      fc.property(
        purpose,
        row,
        fc.integer({ min: -50, max: 50 }),
        fc.nat(1_000),
        (what, which, from, span) => {
          expect(draw(what, which)).toBe(draw(what, which));
          expect(between(from, from + span, what, which)).toBeGreaterThanOrEqual(from);
          expect(between(from, from + span, what, which)).toBeLessThanOrEqual(from + span);
          expect(fraction(what, which)).toBeGreaterThanOrEqual(0);
          expect(fraction(what, which)).toBeLessThan(1);
        },
      ),
    );
  });

  it("fall evenly, and apart for each purpose", () => {
    const rows = Array.from({ length: 100_000 }, (_, one) => one);
    const buckets = new Array<number>(16).fill(0);
    for (const one of rows) buckets[draw(10, one) >>> 28] = (buckets[draw(10, one) >>> 28] ?? 0) + 1;
    for (const bucket of buckets) expect(bucket / (rows.length / 16)).toBeCloseTo(1, 0.8);
    const same = rows.filter((one) => draw(10, one) % 100 === draw(11, one) % 100).length;
    expect(same / rows.length).toBeGreaterThan(0.005);
    expect(same / rows.length).toBeLessThan(0.015);
    expect(rows.filter((one) => percent(95, 14, one)).length / rows.length).toBeCloseTo(0.95, 2);
  });

  it("take no word from an empty list", () => {
    expect(() => wordAt([], 3)).toThrow(RangeError);
  });
});
