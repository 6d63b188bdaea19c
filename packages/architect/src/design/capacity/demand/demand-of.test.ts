import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { briefOf, choose, quantities, quantity, shop } from "../../../brief/scenario.js";
import { type Needs, needsOf } from "../../needs/index.js";
import { demandOf } from "./demand-of.js";

const usual = needsOf(briefOf(shop));

/** Needs with figures in place of those of the brief. */
interface Figures {
  readonly most: number;
  readonly growth: number;
  readonly now: number;
  readonly more: number;
  readonly messages: number;
  readonly concurrent: number;
  readonly records: number;
  readonly words: number;
}

const known = <T>(value: T) => ({ value, from: ["REQ-X-001"] });

function needsWith(figures: Figures): Needs {
  const { most, growth, now, more, messages, concurrent, records, words } = figures;
  return {
    ...usual,
    load: {
      concurrent: known(concurrent),
      usual: known(most / 10),
      peak: known(most / 2),
      most: known(most + messages),
    },
    growth: known(growth),
    ingest: known({ rate: messages, bytes: 100 }),
    batch: known({ records, within: 3_600 }),
    entities: [
      {
        name: "reading",
        holds: Array.from(
          { length: words },
          (_, at) => ["device", "time", "four values", "text"][at % 4],
        ).join(", "),
        now,
        inAYear: now + more,
        privacy: "internal",
        keptFor: 90 * 86_400,
        from: ["REQ-DATA-001"],
      },
    ],
    choice: (question) =>
      question === "architecture.interfaces"
        ? { value: ["websocket"], from: [], bySomeone: true }
        : usual.choice(question),
  };
}

const figures: fc.Arbitrary<Figures> = fc.record({
  most: fc.integer({ min: 1, max: 50_000 }),
  growth: fc.double({ min: 0, max: 0.5, noNaN: true }),
  now: fc.integer({ min: 0, max: 1e9 }),
  more: fc.integer({ min: 0, max: 1e9 }),
  messages: fc.integer({ min: 0, max: 20_000 }),
  concurrent: fc.integer({ min: 1, max: 200_000 }),
  records: fc.integer({ min: 0, max: 1e8 }),
  words: fc.integer({ min: 1, max: 20 }),
});

/** What must never go down as something goes up. */
function needed(given: Figures): readonly number[] {
  const { requests, followers, stored, workingSet, instances, entities } = demandOf(needsWith(given));
  return [
    requests.most,
    requests.mostInAYear,
    followers,
    stored.now,
    stored.inAYear,
    workingSet,
    instances,
    ...entities.flatMap(({ rowBytes, writes }) => [rowBytes, writes]),
  ];
}

describe("what comes in and what is kept", () => {
  it("never needs less of anything where more of one thing is asked for", () => {
    fc.assert(
      fc.property(
        figures,
        fc.constantFrom<keyof Figures>(
          "most",
          "growth",
          "now",
          "more",
          "messages",
          "concurrent",
          "records",
          "words",
        ),
        fc.double({ min: 0, max: 3, noNaN: true }),
        (given, which, by) => {
          const more = which === "growth" ? given.growth + by : Math.ceil(given[which] * (1 + by));
          const before = needed(given);
          const after = needed({ ...given, [which]: more });
          after.forEach((value, at) => {
            expect(value).toBeGreaterThanOrEqual(before[at] ?? 0);
          });
        },
      ),
      { numRuns: 300 },
    );
  });

  it("has the rates of the brief, grown for a year", () => {
    const { requests } = demandOf(needsWith({ ...few, most: 100, growth: 0.1 }));
    expect(requests).toEqual({
      usual: 10,
      peak: 50,
      most: 100,
      mostInAYear: expect.closeTo(313.84, 2),
    });
  });

  it("takes messages of devices for requests that write one row each", () => {
    const { rates, reads, statementsPerRequest } = demandOf(needsWith({ ...few, most: 0, messages: 5_000 }));
    expect(rates).toEqual({ read: 0, row: 5_000, command: 0 });
    expect(reads).toBe(0);
    expect(statementsPerRequest).toBe(5);
  });

  it("counts the rows that have come and gone within the year", () => {
    const [reading] = demandOf(needsWith({ ...few, now: 0, more: 1_000_000_000 })).entities;
    expect(reading?.writes).toBeCloseTo(1e9 / (90 * 86_400), 6);
  });

  it("has followers only where changes are to be seen as they happen", () => {
    expect(demandOf(needsWith({ ...few, concurrent: 900 })).followers).toBe(900);
    expect(demandOf(usual).followers).toBe(0);
  });

  it("always has one instance that may fail", () => {
    expect(demandOf(needsWith({ ...few, most: 1 })).instances).toBe(2);
  });

  it("names the requirements that it comes from", () => {
    expect(demandOf(usual).from).toEqual(expect.arrayContaining(["REQ-PERF-001", "REQ-DATA-001"]));
  });

  it("is provisional where the load is not known, and is there all the same", () => {
    const { "performance.load": _, ...rest } = shop;
    const demand = demandOf(needsOf(briefOf(rest)));
    expect(demand.missing).toEqual(["performance.load"]);
    expect(demand.instances).toBeGreaterThanOrEqual(2);
  });

  it("is finite for a brief that says nothing but its kind", () => {
    const demand = demandOf(needsOf(briefOf({ "scope.kind": choose("commerce") })));
    expect(demand.missing).toContain("data.entities");
    expect(demand.stored).toEqual({ now: 0, inAYear: 0 });
    expect(Number.isFinite(demand.requests.mostInAYear)).toBe(true);
  });

  it("reads a load of nought", () => {
    const none = {
      ...shop,
      "performance.load": quantities({
        concurrent: quantity("count", 0),
        usual: quantity("rate", 0),
        peak: quantity("rate", 0),
      }),
    };
    const demand = demandOf(needsOf(briefOf(none)));
    expect([demand.reads, demand.statementsPerRequest, demand.instances]).toEqual([0.9, 2, 2]);
  });
});

const few: Figures = {
  most: 10,
  growth: 0,
  now: 100,
  more: 100,
  messages: 0,
  concurrent: 1,
  records: 0,
  words: 3,
};
