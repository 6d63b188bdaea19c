import { expect, it } from "vitest";
import { type Sweep, scalabilityPage } from "./report.js";

const sweep: Sweep = {
  about: {
    when: "2026-01-02",
    node: "v20",
    cpus: "2 CPUs",
    rounds: 2,
    seconds: 1,
    loadBefore: 0.4,
    loadAfter: 2,
    workload: "List",
  },
  points: [
    { n: 1, x: 1_000, rounds: [990, 1_010] },
    { n: 4, x: 2_500, rounds: [2_400, 2_600] },
  ],
  law: { lambda: 1_000, sigma: 0.2, kappa: 0 },
};

it("has what was measured beside what the law says", () => {
  const page = scalabilityPage(sweep);
  expect(page).toContain("| 4 | 2500 (2400 to 2600) | 2500 |");
  expect(page).not.toContain("busy");
});

it("says where the machine was too busy for its figures to mean anything", () => {
  expect(scalabilityPage({ ...sweep, about: { ...sweep.about, loadBefore: 15 } })).toContain(
    "**The machine was busy**: its load average was 15.0",
  );
});
