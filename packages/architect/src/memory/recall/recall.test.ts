import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { keptInterviews, takenFrom } from "../../cli/interview/fixture.js";
import { decided } from "../../design/decisions/fixture.js";
import { needsOf } from "../../design/index.js";
import { type DesignFacts, type Figure, factsOf, figures, knownRegulations, privacies } from "../facts.js";
import { learnedDecisions, type Memory } from "../memory.js";
import { compare, comparedLine, distanceOf, recall, recollectionLine } from "./index.js";

const figureIds = Object.keys(figures) as Figure[];
const amount = fc.oneof(fc.constantFrom(0, 1, 1e-9, 1e15), fc.double({ min: 0, max: 1e12, noNaN: true }));
const anyFacts: fc.Arbitrary<DesignFacts> = fc.record({
  kind: fc.constantFrom("commerce", "saas", "health"),
  regulations: fc.uniqueArray(fc.constantFrom(...knownRegulations, "other")),
  privacy: fc.constantFrom(...privacies),
  currency: fc.constantFrom("EUR", "USD"),
  figures: fc.dictionary(fc.constantFrom(...figureIds), amount) as fc.Arbitrary<DesignFacts["figures"]>,
});
const between = (one: DesignFacts, other: DesignFacts) => distanceOf(compare(one, other));

describe("the distance of two designs", () => {
  it("is 0 to 1, the same both ways, and 0 of a design to itself", () => {
    fc.assert(
      fc.property(anyFacts, anyFacts, (one, other) => {
        const distance = between(one, other);
        expect(distance).toBeGreaterThanOrEqual(0);
        expect(distance).toBeLessThanOrEqual(1);
        expect(between(other, one)).toBeCloseTo(distance, 12);
        expect(between(one, one)).toBe(0);
      }),
    );
  });

  it("never grows less where a figure moves away from the other's", () => {
    fc.assert(
      fc.property(
        anyFacts,
        anyFacts,
        fc.constantFrom(...figureIds),
        amount,
        fc.double({ min: 1, max: 1e6, noNaN: true }),
        (one, other, figure, value, factor) => {
          const at = (moved: number): DesignFacts => ({
            ...other,
            figures: { ...other.figures, [figure]: moved },
          });
          const here = { ...one, figures: { ...one.figures, [figure]: value } };
          const [near, far] = [between(here, at(value * factor)), between(here, at(value * factor * 10))];
          expect(far).toBeGreaterThanOrEqual(near - 1e-12);
          expect(between(here, at(value / factor / 10))).toBeGreaterThanOrEqual(
            between(here, at(value / factor)) - 1e-12,
          );
        },
      ),
    );
  });

  it("grows with every fact that is another", () => {
    const one: DesignFacts = {
      kind: "saas",
      regulations: [],
      privacy: "internal",
      figures: { requests: 100, team: 3 },
    };
    const others: readonly DesignFacts[] = [
      { ...one, kind: "health" },
      { ...one, regulations: ["gdpr"] },
      { ...one, privacy: "sensitive" },
      { ...one, figures: { requests: 10_000, team: 3 } },
      { ...one, figures: { requests: 100, team: 30 } },
      { ...one, figures: { requests: 100, team: 3, tenants: 50 } },
    ];
    for (const other of others) expect(between(one, other)).toBeGreaterThan(0.02);
  });

  it("takes money of two currencies for nothing to compare, and differences below what matters for none", () => {
    const one: DesignFacts = {
      kind: "saas",
      regulations: [],
      privacy: "internal",
      currency: "EUR",
      figures: { budget: 100 },
    };
    expect(between(one, { ...one, currency: "JPY", figures: { budget: 1_000_000 } })).toBe(0);
    expect(between({ ...one, figures: { requests: 0.01 } }, { ...one, figures: { requests: 0.9 } })).toBe(0);
  });
});

describe("recalling", () => {
  const designs = keptInterviews
    .filter(({ addsTo }) => addsTo === undefined)
    .map(async (kept) => {
      const needs = needsOf((await takenFrom(kept)).interview.brief);
      const decisions = decided(needs);
      const design = {
        at: "2026-11-30T09:00:00Z",
        facts: factsOf(needs),
        decisions: learnedDecisions(decisions),
      };
      const memory: Memory = { id: kept.name, isOwn: false, design, notes: [], measured: [] };
      return { needs, decisions, memory };
    });

  it("finds of all kept interviews the very same first, at no distance, with all decisions as they are", async () => {
    const all = await Promise.all(designs);
    expect(all.length).toBeGreaterThan(5);
    for (const { needs, decisions, memory } of all) {
      const [first, second] = recall(
        needs,
        decisions,
        all.map((one) => one.memory),
      );
      expect([first?.id, first?.distance]).toEqual([memory.id, 0]);
      expect(first?.far).toEqual([]);
      expect(first?.decisions.every(({ there, here }) => there === here)).toBe(true);
      if (second) expect(second.distance).toBeGreaterThan(0.02);
    }
  });

  it("does not recall the present design of the project itself, but an earlier one", async () => {
    const [one] = await Promise.all(designs);
    if (!one) throw new Error("There are interviews.");
    const own = { ...one.memory, isOwn: true };
    expect(recall(one.needs, one.decisions, [own])).toEqual([]);
    const smaller = {
      ...own,
      design: {
        ...own.design,
        facts: { ...own.design.facts, figures: { ...own.design.facts.figures, requests: 1 } },
      },
    };
    expect(recall(one.needs, one.decisions, [smaller])).toHaveLength(1);
  });

  it("says why it is near and where it is not, what was decided otherwise, said and measured", async () => {
    const [one] = await Promise.all(designs);
    if (!one) throw new Error("There are interviews.");
    const { memory, needs, decisions } = one;
    const told: Memory = {
      ...memory,
      design: {
        ...memory.design,
        facts: { ...memory.design.facts, figures: { ...memory.design.facts.figures, team: 4_000 } },
        decisions: memory.design.decisions.map((each) =>
          each.decision === "style" ? { ...each, option: "serverless" } : each,
        ),
      },
      notes: [
        {
          at: "2026-12-01T09:00:00Z",
          went: "badly",
          says: "The first call took two seconds.",
          decision: "style",
        },
      ],
      measured: [
        {
          at: "2026-12-01T09:00:00Z",
          requirement: "REQ-PERF-002",
          what: "read p95",
          unit: "ms",
          promised: 150,
          measured: 2_100,
          held: false,
          decisions: ["style"],
        },
      ],
    };
    const [found] = recall(needs, decisions, [told]);
    if (!found) throw new Error("It is near.");
    expect(found.far.map(({ fact }) => fact)).toEqual(["team"]);
    expect(found.near.map(({ fact }) => fact)).toContain("kind");
    expect(found.far.map(comparedLine)[0]).toMatch(/^people who build it: \d+ here, 4,000 there$/);
    expect(recollectionLine(found)).toMatch(
      /^\d+(\.\d+)? % alike: a project of the kind commerce, designed on 2026-11-30 .*took style serverless, here .+; went badly \(style\): The first call took two seconds\.; 0 of 1 promises held when measured$/,
    );
  });

  it("orders by distance, then the latest first, and leaves out what is too far", async () => {
    const [one] = await Promise.all(designs);
    if (!one) throw new Error("There are interviews.");
    const at = (id: string, time: string, requests: number): Memory => ({
      ...one.memory,
      id,
      design: {
        ...one.memory.design,
        at: time,
        facts: { ...one.memory.design.facts, figures: { ...one.memory.design.facts.figures, requests } },
      },
    });
    const peak = one.memory.design.facts.figures.requests ?? 0;
    const memories = [
      at("c", "2026-01-01T00:00:00Z", peak * 100),
      at("a", "2026-01-01T00:00:00Z", peak),
      at("b", "2026-02-01T00:00:00Z", peak),
    ];
    expect(recall(one.needs, one.decisions, memories).map(({ id }) => id)).toEqual(["b", "a", "c"]);
    const strange: Memory = {
      ...one.memory,
      design: {
        ...one.memory.design,
        facts: {
          kind: "telemetry",
          regulations: ["hipaa"],
          privacy: "public",
          figures: { requests: 1e9, team: 5_000, stored: 1e15 },
        },
      },
    };
    expect(recall(one.needs, one.decisions, [strange])).toEqual([]);
  });

  it("keeps figures and ids of every kept interview, and no word of it", async () => {
    for (const { memory, needs } of await Promise.all(designs)) {
      const said = JSON.stringify(memory.design.facts);
      for (const { name, holds } of needs.entities)
        expect(said.includes(`"${name}"`) || said.includes(holds)).toBe(false);
      expect(said).not.toContain(needs.name);
      for (const { name } of [...needs.systems, ...needs.actors]) expect(said).not.toContain(`"${name}"`);
    }
  });
});
