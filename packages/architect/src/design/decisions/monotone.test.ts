import fc from "fast-check";
import { beforeAll, expect, it } from "vitest";
import { keptInterviews, takenFrom } from "../../cli/interview/fixture.js";
import { demandOf } from "../capacity/index.js";
import { cutOf } from "../cut/index.js";
import type { Needs } from "../needs/index.js";
import type { Decision, DecisionId } from "./decision.js";
import { decided, everyNeeds, givenOf } from "./fixture.js";
import { decisionFor } from "./index.js";
import { chainOf } from "./reach.js";
import type { Figure, Grounds, Rule } from "./rule.js";
import { rules } from "./rules/index.js";
import { isCrossed } from "./thresholds.js";
import { known, leftOpen, withEntities, withLoad } from "./variation.js";

let all: readonly Needs[];
beforeAll(async () => {
  all = everyNeeds(await Promise.all(keptInterviews.map(takenFrom))).map(leftOpen);
});

const someNeeds = () => fc.constantFrom(...all.keys()).map((at) => all[at] ?? leftOpen(all[0] as Needs));
const two = (values: fc.Arbitrary<number>) =>
  fc.tuple(values, values).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);

/** Where what the figures come to stands among the options, from the least to the most. */
function height(decisions: readonly Decision[], id: DecisionId, part?: string): number {
  const decision = decisionFor(decisions, id, part);
  if (!decision) throw new TypeError(`Nothing was decided of ${id}.`);
  return decision.options.findIndex((option) => option.id === decision.calculated);
}

/** The figure by which needs change, and what never becomes less with more of it. */
interface Rising {
  readonly name: string;
  readonly values: fc.Arbitrary<number>;
  readonly change: (needs: Needs, value: number) => Needs;
  readonly of: readonly (readonly [DecisionId, string?])[];
}

const span = fc.oneof(
  fc.integer({ min: 0, max: 200_000 }),
  fc.constantFrom(0, 1, 1_800, 7_200, 14_400, 86_400),
);

const rising: readonly Rising[] = [
  {
    name: "load",
    values: fc.double({ min: 0.001, max: 100_000, noNaN: true }),
    change: (needs, times) => withLoad(times)(needs),
    of: [
      ["style"],
      ["interfaces", "calls"],
      ["deployment"],
      ["replicas"],
      ["cache"],
      ["broker"],
      ["live-updates"],
      ["partitioning"],
    ],
  },
  {
    name: "rows",
    values: fc.double({ min: 0.01, max: 100_000, noNaN: true }),
    change: (needs, times) =>
      withEntities(({ now, inAYear }) => ({ now: now * times, inAYear: inAYear * times }))(needs),
    of: [["style"], ["replicas"], ["search"], ["partitioning"]],
  },
  {
    name: "people who build it",
    values: fc.integer({ min: 1, max: 500 }),
    change: (needs, team) => ({ ...needs, team: known(team) }),
    of: [["style"], ["deployment"]],
  },
  {
    name: "strictness of the recovery point",
    values: span.map((seconds) => -seconds),
    change: (needs, seconds) => ({ ...needs, rpo: known(-seconds) }),
    of: [["topology"], ["backup"], ["replicas"]],
  },
  {
    name: "strictness of the recovery time",
    values: span.map((seconds) => -seconds),
    change: (needs, seconds) => ({ ...needs, rto: known(-seconds) }),
    of: [["topology"], ["replicas"], ["deployment"]],
  },
  {
    name: "uptime",
    values: fc.oneof(fc.double({ min: 0.9, max: 1, noNaN: true }), fc.constantFrom(0.995, 0.9995, 0.9999)),
    change: (needs, uptime) => ({ ...needs, uptime: known(uptime) }),
    of: [["topology"], ["replicas"], ["deployment"]],
  },
  {
    name: "sensitive data",
    values: fc.integer({ min: 0, max: 8 }),
    change: (needs, count) => ({
      ...needs,
      entities: needs.entities.map((one, at) => (at < count ? { ...one, privacy: "sensitive" } : one)),
    }),
    of: [["encryption"], ["identity", "people"], ["retention"]],
  },
];

it.each(rising)("with more $name it never comes to less", ({ values, change, of }) => {
  fc.assert(
    fc.property(someNeeds(), two(values), (needs, [less, more]) => {
      const [before, after] = [decided(change(needs, less)), decided(change(needs, more))];
      for (const [id, part] of of)
        expect(height(after, id, part), `${needs.name}: ${id}`).toBeGreaterThanOrEqual(
          height(before, id, part),
        );
    }),
    { numRuns: 15 },
  );
});

it.each(rising)(
  "moves with $name only where a figure crosses one of its thresholds",
  ({ values, change }) => {
    fc.assert(
      fc.property(someNeeds(), two(values), (needs, [less, more]) => {
        const [before, after] = [change(needs, less), change(needs, more)].map(withCrossings);
        if (!before || !after) return;
        for (const rule of rules) {
          if (!sameFigures(rule, before, after)) continue;
          const of = ({ id, subject }: Decision) =>
            id === rule.id && (rule.part === undefined || subject === rule.part);
          expect(after.decisions.filter(of).map(outcome), `${needs.name}: ${rule.id}`).toEqual(
            before.decisions.filter(of).map(outcome),
          );
        }
      }),
      { numRuns: 15 },
    );
  },
);

interface Crossed {
  readonly decisions: readonly Decision[];
  /** Of each rule, which figures are across their thresholds, and which facts hold that are no figures of the demand. */
  readonly of: ReadonlyMap<Rule, string>;
}

function withCrossings(needs: Needs): Crossed {
  const grounds: Grounds = { needs, cut: cutOf(needs), demand: demandOf(needs) };
  const decisions = decided(needs, grounds);
  const given = givenOf(grounds, decisions);
  const of = rules.map((rule) => {
    const subjects = [undefined, ...(rule.subjects?.(grounds) ?? [])];
    const figures = subjects.map((subject) => {
      const { marks, figures: others = [] } = rule.judge(given, subject);
      const all: readonly Figure[] = [...marks, ...others];
      for (const { threshold } of all) expect(rule.thresholds).toContain(threshold);
      return [subject, all.map(({ threshold, today }) => [threshold, isCrossed(threshold, today)])];
    });
    return [
      rule,
      JSON.stringify([figures, needs.entities.map(({ name, privacy }) => [name, privacy])]),
    ] as const;
  });
  return { decisions, of: new Map(of) };
}

function sameFigures(rule: Rule, before: Crossed, after: Crossed): boolean {
  const chain = chainOf(rule, rules);
  return rules.filter(({ id }) => chain.has(id)).every((one) => before.of.get(one) === after.of.get(one));
}

function outcome({ id, subject, chosen, calculated }: Decision) {
  return { id, subject, chosen, calculated };
}

it("never comes to fewer instances with more load", () => {
  fc.assert(
    fc.property(
      someNeeds(),
      two(fc.double({ min: 0.001, max: 1_000, noNaN: true })),
      (needs, [less, more]) => {
        const instances = (times: number) => demandOf(withLoad(times)(needs)).instances;
        expect(instances(more)).toBeGreaterThanOrEqual(instances(less));
      },
    ),
    { numRuns: 50 },
  );
});
