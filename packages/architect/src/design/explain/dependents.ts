import { type Decision, followersOf } from "../decisions/index.js";
import { sayAmount, sayFull } from "../documents/index.js";
import { keyOf } from "../records/index.js";
import type { Change, Dependent, Dependents, Ground } from "./explanation.js";
import { isSameName } from "./plain.js";
import { withoutCriterion } from "./sources.js";

/** All that refers to one of these requirements. */
export function dependentsOn(ground: Ground, requirements: readonly string[]): readonly Dependents[] {
  const ids = new Set(requirements.map(withoutCriterion));
  const isOf = (from: readonly string[]) => from.some((id) => ids.has(withoutCriterion(id)));
  return grouped([
    ["decisions", decisionsOn(ground, isOf)],
    ["services", servicesOn(ground, ids, isOf)],
    ["entities", entitiesOn(ground, isOf)],
    ["operations", operationsOn(ground, ids)],
    ["capacity", capacityOn(ground, isOf)],
    ["documents", documentsNaming(ground, [...ids])],
    ["tests", testsOf(ground, ids)],
  ]);
}

/** Groups without the empty ones. */
export function grouped(
  groups: readonly (readonly [kind: Dependents["kind"], items: readonly Dependent[]])[],
): readonly Dependents[] {
  return groups.filter(([, items]) => items.length > 0).map(([kind, items]) => ({ kind, items }));
}

/** One group of each kind. */
export function merged(groups: readonly Dependents[]): readonly Dependents[] {
  return [...new Set(groups.map(({ kind }) => kind))].map((kind) => ({
    kind,
    items: groups.filter((one) => one.kind === kind).flatMap(({ items }) => items),
  }));
}

function decisionsOn({ decisions = [] }: Ground, isOf: IsOf): readonly Dependent[] {
  return decisions.flatMap((decision) => {
    const reasons = decision.because.filter(({ from }) => isOf(from));
    const ruledOut = decision.options.flatMap(({ title, ruledOut: why }) =>
      why && isOf(why.from) ? [`${title} is ruled out: ${why.says}`] : [],
    );
    const turns = decision.wouldChange.some(({ from }) => isOf(from));
    const [why = ruledOut[0] ?? (turns ? "It would turn at another value." : undefined)] = reasons.map(
      ({ says }) => says,
    );
    return why === undefined ? [] : [{ id: keyOf(decision), says: `${decision.title}. ${why}` }];
  });
}

function servicesOn({ cut }: Ground, ids: ReadonlySet<string>, isOf: IsOf): readonly Dependent[] {
  return (cut?.services ?? [])
    .filter(
      ({ entities, features }) =>
        entities.some(({ from }) => isOf(from)) && features.some(({ id }) => ids.has(id)),
    )
    .map(({ name, does }) => ({ id: name, says: does }));
}

function entitiesOn({ needs, model }: Ground, isOf: IsOf): readonly Dependent[] {
  return needs.entities
    .filter(({ from }) => isOf(from))
    .map(({ name, holds }) => {
      const found = model?.services
        .flatMap(({ entities }) => entities)
        .find((entity) => isSameName(entity.name, name) || isSameName(entity.table, name));
      return found
        ? { id: `${found.service}.${found.name}`, says: `Table ${found.schema}.${found.table}.` }
        : { id: name, says: holds };
    });
}

/** The service that begins what a feature does, and the command or query that is called like it. */
function operationsOn({ cut, model }: Ground, ids: ReadonlySet<string>): readonly Dependent[] {
  return (cut?.workflows ?? [])
    .filter(({ feature }) => ids.has(feature.id))
    .map(({ feature, owner, services, systems }) => {
      const found = model?.services
        .flatMap(({ commands, queries }) => [...commands, ...queries])
        .find(({ name }) => isSameName(name, feature.name));
      const others = [...services.filter((one) => one !== owner), ...systems];
      const takes = others.length > 0 ? ` Takes part: ${others.join(", ")}.` : "";
      return found
        ? { id: `${found.service}.${found.name}`, says: `${found.path}.${takes}` }
        : { id: feature.id, says: `${feature.name}, by ${owner}.${takes}` };
    });
}

function capacityOn({ capacity }: Ground, isOf: IsOf): readonly Dependent[] {
  return (capacity?.parts ?? [])
    .filter(({ from }) => isOf(from))
    .map(({ part, measure, unit, now, inAYear, limit, months }) => ({
      id: part,
      says: `${measure}: ${amountOf(now, unit)} now, ${sayAmount(inAYear, unit)} in a year, of ${sayAmount(limit, unit)}${months === undefined ? "" : `; full ${sayFull(months)}`}.`,
    }));
}

function amountOf(value: number, unit: string): string {
  return unit === "bytes" ? sayAmount(value, unit) : `${sayAmount(value, unit)} ${unit}`;
}

/** To three digits that matter. */
export function rounded(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString("en-GB") : String(Number(value.toPrecision(3)));
}

/** Documents that hold one of these words whole. */
export function documentsNaming({ documents = [] }: Ground, words: readonly string[]): readonly Dependent[] {
  const wanted = words
    .filter((word) => word !== "")
    .map((word) => word.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&"));
  if (wanted.length === 0) return [];
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}_-])(?:${wanted.join("|")})(?![\\p{L}\\p{N}_-])`, "gu");
  return documents
    .filter(({ path }) => !path.endsWith(".svg"))
    .flatMap(({ path, text }) => {
      const count = text.match(pattern)?.length ?? 0;
      return count === 0
        ? []
        : [{ id: path, says: count === 1 ? "Names it once." : `Names it ${count} times.` }];
    });
}

function testsOf({ tests = [] }: Ground, ids: ReadonlySet<string>): readonly Dependent[] {
  return tests
    .filter(({ requirement }) => ids.has(withoutCriterion(requirement)))
    .map(({ test, isGreen }) => ({
      id: test,
      says: isGreen ? "Seen red, and then green." : "Seen red, and not green yet.",
    }));
}

/** Decisions that are settled with regard to this one. */
export function decisionsAfter(
  { decisions = [] }: Ground,
  { id }: Pick<Decision, "id">,
): readonly Dependent[] {
  const after = new Set(followersOf(id));
  return decisions.filter((one) => after.has(one.id)).map((one) => ({ id: keyOf(one), says: one.title }));
}

/** What decisions say would change them, of these requirements. */
export function turningPoints(
  { decisions = [] }: Ground,
  requirements: readonly string[],
): readonly Change[] {
  const ids = new Set(requirements.map(withoutCriterion));
  return decisions.flatMap((decision) =>
    decision.wouldChange
      .filter(({ from }) => from.some((id) => ids.has(withoutCriterion(id))))
      .map(({ says, from }) => ({ says: `${decision.title}: ${says}`, from })),
  );
}

type IsOf = (from: readonly string[]) => boolean;
