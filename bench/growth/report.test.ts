import { describe, expect, it } from "vitest";
import { type GrowthResults, type GrowthWorkloadResult, groups, markdown, timesTheFirst } from "./report.js";

const rounds = (...p95: number[]) =>
  p95.map((one) => ({
    requests: 200,
    tooMuch: 0,
    p50: one / 2,
    p95: one,
    serverCpu: 0.02,
    databaseCpu: 0.01,
  }));

const list = (large: readonly number[], held = true): GrowthWorkloadResult => ({
  name: "list",
  title: "List",
  held,
  rate: 100,
  sizes: [
    { products: 1_000, rounds: rounds(1, 2, 10) },
    { products: 10_000, rounds: rounds(...large) },
  ],
});

const results = (workload: GrowthWorkloadResult): GrowthResults => ({
  about: {
    when: "2026-11-23",
    node: "v20",
    cpus: "2 CPUs",
    memory: 24e9,
    settings: { server_version: "18.4", shared_buffers: "256MB" },
    rounds: 3,
    seconds: 2,
  },
  workloads: [workload],
  databases: [{ products: 10_000, table: 1e9, indexes: 2e9, files: 4e9 }],
});

const lastRow = (workload: GrowthWorkloadResult) =>
  markdown(results(workload), "growth.svg")
    .split("\n")
    .find((line) => line.startsWith("| List | 10,000"));

describe("growth", () => {
  it("is compared with the smallest size in the same round, so that a slow round hits both", () => {
    const workload = list([1.2, 2.4, 12]);
    const large = workload.sizes[1];
    if (!large) throw new Error("There is no second size.");
    const { lower, median, upper } = timesTheFirst(large, workload);
    for (const one of [lower, median, upper]) expect(one).toBeCloseTo(1.2);
  });

  it.each([
    ["met", [1.5, 3, 15]],
    ["missed", [1.6, 3.2, 16]],
  ])("has the target %s by the median of the rounds", (verdict, large) => {
    expect(lastRow(list(large))).toContain(`| ${verdict} |`);
  });

  it("gives no verdict on what is for information", () => {
    expect(lastRow(list([9, 9, 9], false))).toMatch(/\| {2}\|$/);
  });

  it("says how many answers were that it would take too long", () => {
    const workload = list([9, 9, 9], false);
    const [small, large] = workload.sizes;
    if (!small || !large) throw new Error("There are no two sizes.");
    const sizes = [small, { ...large, rounds: large.rounds.map((round) => ({ ...round, tooMuch: 2 })) }];
    expect(lastRow({ ...workload, sizes })).toContain("| 6 of 600 answered 503 |");
  });

  it("gives CPU for 1,000 requests, whatever a round has", () => {
    expect(lastRow(list([1.2, 2.4, 12]))).toContain("| 0.10 | 0.05 |");
  });

  it("says what must be in memory, and how much PostgreSQL takes of it", () => {
    const page = markdown(results(list([1, 2, 10])), "growth.svg");
    expect(page).toContain("| 10,000 | 1.00 | 2.00 | 4.00 |");
    expect(page).toContain("`shared_buffers` 256MB");
  });

  it("has a bar for each size", () => {
    expect(groups(results(list([1.2, 2.4, 12])))[0]?.bars.map(({ title }) => title)).toEqual([
      "1,000 products",
      "10,000 products",
    ]);
  });
});
