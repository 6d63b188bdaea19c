import { describe, expect, it } from "vitest";
import { markdown, type Results, ratios } from "./report.js";

const peer = (name: string, ...rates: number[]) => ({
  name,
  title: `The ${name}`,
  rounds: rates.map((perSecond) => ({ perSecond, p50: 1, p97: 2, serverCpu: 0.1, databaseCpu: 0.2 })),
});

const results = (lintel: readonly number[]): Results => ({
  about: {
    when: "2026-11-23",
    node: "v20",
    postgres: "18.4",
    cpus: "2 CPUs",
    products: 100_000,
    connections: 64,
    rounds: 3,
    seconds: 5,
  },
  workloads: [
    {
      name: "list",
      title: "List",
      target: { byHand: 1.5, limit: 0.6 },
      peers: [
        peer("lintel", ...lintel),
        peer("fastify", 100, 50, 200),
        peer("limit-a", 200, 100, 400),
        peer("limit-b", 300, 150, 600),
      ],
    },
  ],
  memory: [{ title: "The lintel", megabytes: 123.4 }],
});

describe("the ratio of two peers", () => {
  it("is taken round by round, so that a slow minute changes nothing", () => {
    expect(ratios(peer("a", 200, 100, 400), peer("b", 100, 50, 200))).toEqual({
      median: 2,
      lower: 2,
      upper: 2,
    });
  });

  it("is none without the other", () => {
    expect(ratios(peer("a", 1), undefined)).toBeUndefined();
  });
});

describe("the page of results", () => {
  it("gives a row to each peer, with its ratio to the baseline", () => {
    const page = markdown(results([200, 100, 400]), "fastify", "chart.svg");
    expect(page).toContain(
      "| The lintel | 200 (150 to 300) | 2.00 (2.00 to 2.00) | 1.00 | 0.100 | 0.200 | 1.0 | 2.0 |",
    );
    expect(page).toContain("| The fastify | 100 (75 to 150) | 1.00 (1.00 to 1.00) |");
    expect(page).toContain("| The lintel | 123 |");
  });

  it("counts a peer that needs half of the CPU as twice as cheap", () => {
    const all = results([1, 1, 1]);
    const [workload] = all.workloads;
    const [lintel, ...others] = workload?.peers ?? [];
    if (!workload || !lintel) throw new Error("no workload");
    const rounds = lintel.rounds.map((round) => ({ ...round, serverCpu: 0.1, databaseCpu: 0.05 }));
    const cheap = { ...all, workloads: [{ ...workload, peers: [{ ...lintel, rounds }, ...others] }] };
    expect(markdown(cheap, "fastify", "chart.svg")).toContain("| 2.00 | 0.100 | 0.050 |");
  });

  it("says of each target whether it was met, the limit being the fastest of the limits", () => {
    const met = markdown(results([200, 100, 400]), "fastify", "chart.svg");
    expect(met).toContain("- Lintel to Fastify by hand: 2.00, the target is 1.5: met.");
    expect(met).toContain("- Lintel to the limit: 0.67, the target is 0.6: met.");
    const missed = markdown(results([140, 70, 280]), "fastify", "chart.svg");
    expect(missed).toContain("- Lintel to Fastify by hand: 1.40, the target is 1.5: missed.");
    expect(missed).toContain("- Lintel to the limit: 0.47, the target is 0.6: missed.");
  });
});
