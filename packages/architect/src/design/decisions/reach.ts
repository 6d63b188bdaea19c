import type { DecisionId } from "./decision.js";
import type { Rule } from "./rule.js";

/** What the demand is worked out from. */
export const factsOfDemand: readonly string[] = [
  "kind",
  "load",
  "growth",
  "entities",
  "ingest",
  "batch",
  "architecture.interfaces",
  "experience.live",
];

/** What the cut is made from. */
export const factsOfCut: readonly string[] = [
  "name",
  "kind",
  "actors",
  "features",
  "entities",
  "rules",
  "edgeCases",
  "systems",
  "ingest",
  "series",
  "tenants",
  "team",
  "authentication",
  "architecture.separation",
];

/** Every fact that may change what a rule comes to: what it looks at, and what is looked at by what it follows from. */
export function reachOf(rule: Rule, rules: readonly Rule[]): readonly string[] {
  return [...new Set(reach(rule, rules))].sort();
}

function reach(rule: Rule, rules: readonly Rule[]): readonly string[] {
  const own = rule.looksAt.flatMap((fact) =>
    fact === "demand" ? factsOfDemand : fact === "cut" ? factsOfCut : [fact],
  );
  const earlier = rules.filter(({ id }) => id !== rule.id && rule.follows.includes(id));
  return [...own, ...earlier.flatMap((one) => reach(one, rules))];
}

/** Rules that a rule follows from, itself among them. */
export function chainOf(rule: Rule, rules: readonly Rule[]): ReadonlySet<DecisionId> {
  const earlier = rules.filter(({ id }) => rule.follows.includes(id));
  return new Set([rule.id, ...earlier.flatMap((one) => [...chainOf(one, rules)])]);
}
