import { beforeAll, describe, expect, it } from "vitest";
import { keptInterviews, takenFrom } from "../../cli/interview/fixture.js";
import { demandOf } from "../capacity/index.js";
import { cutOf } from "../cut/index.js";
import type { Needs } from "../needs/index.js";
import type { Decision } from "./decision.js";
import { decided, everyNeeds, givenOf } from "./fixture.js";
import { factsOfCut, factsOfDemand, reachOf } from "./reach.js";
import type { Given, Rule } from "./rule.js";
import { rules } from "./rules/index.js";
import { variations } from "./variation.js";

interface Varied {
  readonly fact: string;
  readonly name: string;
  readonly before: readonly Decision[];
  readonly after: readonly Decision[];
}

let all: readonly Needs[];
let givens: readonly Given[];
let varied: readonly Varied[];
beforeAll(async () => {
  all = everyNeeds(await Promise.all(keptInterviews.map(takenFrom)));
  givens = all.map((needs) => {
    const grounds = { needs, cut: cutOf(needs), demand: demandOf(needs) };
    return givenOf(grounds, decided(needs, grounds));
  });
  const few = ["Bicycle parts shop", "Marketplace payments", "Pump watch", "Shift planner"];
  const some = few.flatMap((name) => givens.find(({ needs }) => needs.name === name) ?? []);
  varied = some.flatMap(({ needs, cut }) => {
    const before = decided(needs, { cut });
    return Object.entries(variations).flatMap(([fact, changes]) =>
      changes.map((change) => {
        const after = factsOfCut.includes(fact) ? decided(change(needs)) : decided(change(needs), { cut });
        return { fact, name: needs.name, before, after };
      }),
    );
  });
});

/** The same needs, which note what of them is looked at. */
function noting(needs: Needs, seen: Set<string>): Needs {
  return new Proxy(
    { ...needs },
    {
      get(target, name) {
        if (name === "choice")
          return (question: string) => {
            seen.add(question);
            return target.choice(question);
          };
        if (typeof name === "string") seen.add(name);
        return Reflect.get(target, name);
      },
    },
  );
}

function lookedAtBy(rule: Rule, given: Given): ReadonlySet<string> {
  const seen = new Set<string>();
  const noted: Given = {
    ...given,
    needs: noting(given.needs, seen),
    get cut() {
      seen.add("cut");
      return given.cut;
    },
    get demand() {
      seen.add("demand");
      return given.demand;
    },
  };
  for (const subject of [undefined, ...(rule.subjects?.(given) ?? [])]) {
    rule.judge(noted, subject);
    rule.said?.(noted, subject);
    if (subject !== undefined) rule.concerns?.(noted, subject);
  }
  return seen;
}

function of({ id, part }: Rule, decisions: readonly Decision[]): readonly Decision[] {
  return decisions.filter((one) => one.id === id && (part === undefined || one.subject === part));
}

const named = rules.map((rule) => [rule.part ? `${rule.id}/${rule.part}` : rule.id, rule] as const);

describe.each(named)("%s", (_, rule) => {
  it("looks at what it says, and at nothing else", () => {
    const seen = new Set(givens.flatMap((given) => [...lookedAtBy(rule, given)]));
    expect(rule.looksAt).toEqual(expect.arrayContaining([...seen]));
  });

  it("does not move with a fact that it has nothing to do with", () => {
    const reach = reachOf(rule, rules);
    for (const { fact, name, before, after } of varied)
      if (!reach.includes(fact)) expect(of(rule, after), `${name}: ${fact}`).toEqual(of(rule, before));
  });
});

it("has a variation of every fact that a rule looks at", () => {
  const facts = new Set(rules.flatMap((rule) => reachOf(rule, rules)));
  expect(Object.keys(variations)).toEqual(expect.arrayContaining([...facts]));
});

it("knows what the demand and the cut are made from", () => {
  const [demand, cut] = [new Set<string>(), new Set<string>()];
  for (const needs of all) {
    demandOf(noting(needs, demand));
    cutOf(noting(needs, cut));
  }
  expect(factsOfDemand).toEqual(expect.arrayContaining([...demand]));
  expect(factsOfCut).toEqual(expect.arrayContaining([...cut]));
});

it("decides the same whatever the order of rows", () => {
  for (const needs of all) {
    const turned: Needs = {
      ...needs,
      actors: needs.actors.toReversed(),
      features: needs.features.toReversed(),
      entities: needs.entities.toReversed(),
      rules: needs.rules.toReversed(),
      systems: needs.systems.toReversed(),
    };
    expect(decided(turned), needs.name).toEqual(decided(needs));
  }
});

it("decides the same twice, and what it decides is JSON", () => {
  for (const needs of all) {
    expect(decided(needs)).toEqual(decided(needs));
    expect(JSON.parse(JSON.stringify(decided(needs)))).toEqual(decided(needs));
  }
});
