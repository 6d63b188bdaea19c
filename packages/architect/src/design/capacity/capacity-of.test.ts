import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { briefOf, choose, shop } from "../../brief/scenario.js";
import { type Needs, needsOf } from "../needs/index.js";
import { defaultPrices } from "./index.js";
import { planOf } from "./scenario.js";

const needs = needsOf(briefOf(shop));

/** The needs of the shop with so much more of some. */
function withMore(times: {
  readonly load?: number;
  readonly rows?: number;
  readonly growth?: number;
}): Needs {
  const { load = 1, rows = 1, growth = 0 } = times;
  const more = (known: Needs["growth"]) => ({ ...known, value: known.value * load });
  return {
    ...needs,
    load: {
      concurrent: more(needs.load.concurrent),
      usual: more(needs.load.usual),
      peak: more(needs.load.peak),
      most: more(needs.load.most),
    },
    growth: { ...needs.growth, value: needs.growth.value + growth },
    entities: needs.entities.map((one) => ({ ...one, now: one.now * rows, inAYear: one.inAYear * rows })),
  };
}

describe("the plan of a shop", () => {
  const plan = planOf(needs);

  it("has the rows of the brief for each table that the brief names, whatever it is called in the blueprint", () => {
    expect(plan.tables.map(({ table, rows, from }) => [table, rows.inAYear, from])).toEqual([
      ["shelves", 1_000, []],
      ["products", 30_000, ["REQ-DATA-001"]],
      ["orders", 200_000, ["REQ-DATA-001"]],
    ]);
    expect(plan.tables[0]?.assumed).toContain("1000 rows are taken");
  });

  it("has the sizes of each table and each of its indexes, which grow with their rows", () => {
    for (const { bytes, indexes, rows } of plan.tables) {
      expect(bytes.now % 8_192).toBe(0);
      if (rows.inAYear > rows.now) expect(bytes.inAYear).toBeGreaterThan(bytes.now);
      expect(indexes.length).toBeGreaterThan(0);
    }
    expect(plan.tables[1]?.indexes.map(({ name }) => name)).toEqual([
      "products_pkey",
      "products_price_idx",
      "products_shelf_id_idx",
      "products_search_vector_idx",
    ]);
  });

  it("has one process and none to spare where one machine was asked for, and one that may fail elsewhere", () => {
    const small = planOf(needsOf(briefOf({ ...shop, "deployment.topology": choose("one-machine") })));
    expect([small.machines.instances, small.machines.spare]).toEqual([plan.machines.instances - 1, 0]);
    expect(small.services.map(({ instances }) => instances)).toEqual(
      small.services.map(() => small.machines.instances),
    );
    expect(plan.machines.spare).toBe(1);
    const limit = ({ parts }: typeof plan) => parts.find(({ part }) => part === "Server")?.limit;
    expect(limit(small)).toBe(limit(plan));
  });

  it("works out what is in work by Little's law", () => {
    const { read, row, command } = plan.demand.rates;
    const atMost = (read * 150 + (row + command) * 300) / 1_000;
    const together = plan.services.reduce((sum, { inWork }) => sum + inWork, 0);
    expect(together).toBeGreaterThanOrEqual(atMost - 1e-9);
  });

  it("gives every service a part of the requests, and all of them to all together", () => {
    for (const { requests } of plan.services) expect(requests).toBeGreaterThan(0);
    const all = plan.services.reduce((sum, { requests }) => sum + requests, 0);
    expect(all).toBeGreaterThanOrEqual(plan.demand.requests.most * (1 - 1e-9));
  });

  it("brings what devices send to the service that keeps their rows, and into no log of another", () => {
    const messages = 5_000;
    const most = { ...needs.load.most, value: needs.load.most.value + messages };
    const ingest = { value: { rate: messages, bytes: 100 }, from: ["REQ-PERF-003"] };
    const sent = planOf({ ...needs, load: { ...needs.load, most }, ingest });
    const orders = 200_000 / 231_000;
    const of = ({ services }: typeof plan, name: string) =>
      services.find(({ service }) => service === name)?.requests ?? 0;
    expect(of(sent, "orders") - of(plan, "orders")).toBeCloseTo(messages * orders, 6);
    expect(of(sent, "catalog") - of(plan, "catalog")).toBeCloseTo(messages * (1 - orders), 6);
    // The catalog alone has a log: of its feed.
    const logged = ({ parts }: typeof plan) => parts.find(({ part }) => part === "Ordered log")?.now ?? 0;
    expect(logged(sent) - logged(plan)).toBeCloseTo(messages * (1 - orders), 6);
    const kept = ({ storage }: typeof plan) => storage.find(({ what }) => what === "Ordered log");
    expect(kept(sent)?.because).toContain("of a service that has one");
  });

  it("says when each part is full, the first of them first, and what to do then", () => {
    const months = plan.parts.map((part) => part.months ?? Number.POSITIVE_INFINITY);
    expect(months).toEqual(months.toSorted((a, b) => a - b));
    for (const part of plan.parts) {
      expect(part.remedy).toMatch(/^[A-Z].*\.$/);
      expect(part.limit).toBeGreaterThan(0);
    }
  });

  it("costs what its lines come to, beside the budget", () => {
    const { costs } = plan;
    expect(costs.total).toBeCloseTo(
      costs.lines.reduce((sum, { amount }) => sum + amount, 0),
      2,
    );
    expect(costs).toMatchObject({
      currency: "EUR",
      budget: 1_500,
      placeholder: true,
      from: ["REQ-PLAN-001"],
    });
    expect(costs.notes).toHaveLength(1);
  });

  it("compares no budget with prices in another currency", () => {
    const dollars = planOf(needs, undefined, defaultPrices.replace("currency: EUR", "currency: USD"));
    expect(dollars.costs.budget).toBeUndefined();
    expect(dollars.costs.notes.join(" ")).toContain("in EUR and the prices are in USD");
  });

  it("is the same for the same needs", () => {
    expect(JSON.stringify(planOf(needsOf(briefOf(shop))))).toBe(JSON.stringify(plan));
  });

  it("is there for a brief without a load, and says what it rests on", () => {
    const { "performance.load": _, ...rest } = shop;
    expect(planOf(needsOf(briefOf(rest))).demand.missing).toEqual(["performance.load"]);
  });
});

it("never takes less of anything for more load, more rows or more growth", { timeout: 120_000 }, () => {
  const taken = (given: Needs) => {
    const { machines, services, storage, tables } = planOf(given);
    return [
      machines.instances,
      machines.database.cores,
      machines.database.memory,
      machines.disk,
      ...services.flatMap(({ instances, inWork, requests, stored }) => [instances, inWork, requests, stored]),
      ...storage.flatMap(({ now, inAYear }) => [now, inAYear]),
      ...tables.flatMap(({ bytes }) => [bytes.now, bytes.inAYear]),
    ];
  };
  const amount = fc.double({ min: 0.1, max: 50, noNaN: true });
  fc.assert(
    fc.property(
      fc.record({ load: amount, rows: amount, growth: fc.double({ min: 0, max: 0.3, noNaN: true }) }),
      fc.constantFrom<"load" | "rows" | "growth">("load", "rows", "growth"),
      fc.double({ min: 1, max: 4, noNaN: true }),
      (given, which, by) => {
        const before = taken(withMore(given));
        const after = taken(withMore({ ...given, [which]: given[which] * by }));
        after.forEach((value, at) => {
          expect(value).toBeGreaterThanOrEqual((before[at] ?? 0) * (1 - 1e-9));
        });
      },
    ),
    { numRuns: 15 },
  );
});
