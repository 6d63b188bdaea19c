import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inWork, withWaiting } from "./little.js";
import { monthsByGrowth, monthsByYear } from "./months.js";
import { bestAt, fitScalability, throughputAt } from "./scalability.js";

describe("the universal scalability law", () => {
  it("is found again from what it gives", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1, max: 10_000, noNaN: true }),
        fc.double({ min: 0, max: 0.5, noNaN: true }),
        fc.double({ min: 0, max: 0.05, noNaN: true }),
        (lambda, sigma, kappa) => {
          const points = [1, 2, 4, 8, 16, 32, 64].map((n) => ({
            n,
            x: throughputAt({ lambda, sigma, kappa }, n),
          }));
          const found = fitScalability(points);
          expect(found.lambda / lambda).toBeCloseTo(1, 5);
          expect(found.sigma).toBeCloseTo(sigma, 5);
          expect(found.kappa).toBeCloseTo(kappa, 6);
        },
      ),
    );
  });

  it("keeps its parameters at nought or above where measurements waver", () => {
    const found = fitScalability([
      { n: 1, x: 100 },
      { n: 2, x: 204 },
      { n: 4, x: 415 },
    ]);
    expect(found.sigma).toBeGreaterThanOrEqual(0);
    expect(found.kappa).toBeGreaterThanOrEqual(0);
    expect(found.lambda).toBeGreaterThan(100);
  });

  it("knows how many at once do the most", () => {
    const law = { lambda: 1_000, sigma: 0.02, kappa: 0.0005 };
    const best = bestAt(law) ?? 0;
    expect(best).toBeCloseTo(Math.sqrt(0.98 / 0.0005), 9);
    expect(throughputAt(law, best)).toBeGreaterThan(throughputAt(law, best * 1.2));
    expect(throughputAt(law, best)).toBeGreaterThan(throughputAt(law, best / 1.2));
    expect(bestAt({ ...law, kappa: 0 })).toBeUndefined();
  });

  it.each([
    [
      "too few numbers at once",
      [
        { n: 1, x: 1 },
        { n: 2, x: 2 },
        { n: 2, x: 3 },
      ],
    ],
    [
      "a rate of nought",
      [
        { n: 1, x: 1 },
        { n: 2, x: 0 },
        { n: 4, x: 3 },
      ],
    ],
    [
      "what is no number",
      [
        { n: 1, x: 1 },
        { n: 2, x: Number.NaN },
        { n: 4, x: 3 },
      ],
    ],
  ])("refuses %s", (_, points) => {
    expect(() => fitScalability(points)).toThrow(RangeError);
  });
});

describe("Little's law and waiting", () => {
  it("has 40 in work where 400 a second take 100 ms each", () => {
    expect(inWork(400, 100)).toBe(40);
  });

  it("takes twice as long at half load, and for ever at full load", () => {
    expect(withWaiting(5, 0.5)).toBe(10);
    expect(withWaiting(5, 0)).toBe(5);
    expect(withWaiting(5, 1)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe("months until a part is full", () => {
  it("are those in which growth reaches the limit", () => {
    expect(monthsByGrowth(100, 200, 0.1)).toBeCloseTo(7.2, 1);
    expect(monthsByYear(100, 220, 400)).toBe(30);
  });

  it("are none where it is full already, and not told where nothing grows or it is beyond ten years", () => {
    expect(monthsByGrowth(5, 5, 0.1)).toBe(0);
    expect(monthsByGrowth(1, 5, 0)).toBeUndefined();
    expect(monthsByGrowth(0, 5, 0.1)).toBeUndefined();
    expect(monthsByGrowth(1, 1e9, 0.01)).toBeUndefined();
    expect(monthsByYear(1, 1, 5)).toBeUndefined();
    expect(monthsByYear(9, 1, 5)).toBe(0);
  });
});
