import { describe, expect, it } from "vitest";
import { instancesOnOneDatabase, worthwhile } from "./one-database.js";
import { throughputAt } from "./scalability.js";

const rates = { read: 900, row: 0, command: 100 };

describe("instances beside one PostgreSQL", () => {
  it("wait for what they share, the less the more processors that has", () => {
    const sigmas = [2, 4, 8, 64].map((cores) => instancesOnOneDatabase(rates, cores).sigma);
    expect(sigmas).toEqual(sigmas.toSorted((a, b) => b - a));
    expect(sigmas[0]).toBeCloseTo(0.3545 / 2 / (0.3515 + 0.3545 / 2), 3);
  });

  it("never do more together than the database can", () => {
    const law = instancesOnOneDatabase(rates, 4);
    // Twice 0.3545 ms of the database for a request, on four processors.
    expect(throughputAt(law, 1_000_000)).toBeLessThanOrEqual(4 / (2 * 0.3545e-3));
    expect(throughputAt(law, 1)).toBeCloseTo(law.lambda, 9);
  });

  it("are worth their cost as long as one more adds half of what the first did", () => {
    const law = instancesOnOneDatabase(rates, 8);
    const most = worthwhile(law) ?? 0;
    const added = (n: number) => throughputAt(law, n + 1e-6) - throughputAt(law, n);
    expect(added(most) / (law.lambda * 1e-6)).toBeCloseTo(0.5, 2);
    expect(worthwhile({ lambda: 1, sigma: 0, kappa: 0 })).toBeUndefined();
    expect(worthwhile({ lambda: 1, sigma: 0.9, kappa: 0 })).toBe(1);
  });

  it("are none where nothing comes", () => {
    expect(instancesOnOneDatabase({ read: 0, row: 0, command: 0 }, 4).sigma).toBe(0);
  });
});
