import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { afterFailure, backoffAfter, isPoison, isSuspect } from "./retry.js";

const retry = { attempts: 8, first: 200, last: 300_000 };

describe("retries", () => {
  it("wait twice as long each time, up to the last, and never all the same", () => {
    expect([1, 2, 3].map((attempts) => backoffAfter(attempts, retry, 1))).toEqual([200, 400, 800]);
    expect(backoffAfter(1, retry, 0)).toBe(100);
    expect(backoffAfter(50, retry, 1)).toBe(300_000);
  });

  it("wait between a half and the whole, whatever the numbers", () => {
    const span = fc.integer({ min: 10, max: 86_400_000 });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000 }),
        span,
        span,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (n, a, b, random) => {
          const [first, last] = [Math.min(a, b), Math.max(a, b)];
          const wait = backoffAfter(n, { attempts: 8, first, last }, random);
          expect(wait).toBeGreaterThanOrEqual(Math.floor(first / 2));
          expect(wait).toBeLessThanOrEqual(last);
        },
      ),
    );
  });

  it("end when the attempts are used up", () => {
    expect(afterFailure(7, "no ink", retry)).toMatchObject({ state: "retrying", error: "no ink" });
    expect(afterFailure(8, "no ink", retry)).toEqual({ state: "dead", error: "no ink", wait: 0 });
    expect(afterFailure(1, "no ink", { ...retry, attempts: 1 }).state).toBe("dead");
  });

  it("tell what may have ended a process from what failed", () => {
    expect(isSuspect({ attempts: 2, failures: 2 })).toBe(false);
    expect(isSuspect({ attempts: 2, failures: 1 })).toBe(true);
    expect(isPoison({ attempts: 4, failures: 2 })).toBe(false);
    expect(isPoison({ attempts: 4, failures: 1 })).toBe(true);
  });
});
