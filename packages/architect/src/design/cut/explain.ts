import { enumerated } from "../language/index.js";
import type { EntityNeed, FeatureNeed } from "../needs/index.js";
import type { Affinity } from "./affinity.js";
import type { Group } from "./group.js";
import type { Subject } from "./subjects.js";

/** How many names or reasons are told. */
const told = 4;

/** "Keeps product and stock level; find a part, keep the catalogue." */
export function whatItDoes(entities: readonly EntityNeed[], features: readonly FeatureNeed[]): string {
  const kept = entities.map(({ name }) => name);
  const done = features.map(({ name }) => `"${name}"`);
  if (kept.length === 0) return done.length === 0 ? "Nothing is said of it yet." : `Does ${some(done)}.`;
  return done.length === 0 ? `Keeps ${some(kept)}.` : `Keeps ${some(kept)}, for ${some(done)}.`;
}

/** Why the entities of a group belong together. */
export function reasonFor(
  group: Group,
  groups: number,
  between: (one: Subject, other: Subject) => Affinity,
): string {
  if (groups < 2)
    return "It is small enough to be understood as one: a border within it would cost more than it gives.";
  const why = strongest(group.subjects, between);
  if (group.area === "people")
    return `Who uses it is kept apart from what they do with it, so that fewer can reach what tells of people${why}.`;
  if (group.area === "series")
    return `These records come in long rows and are never changed, so they are written, kept and thrown away in their own way${why}.`;
  if (group.subjects.length === 1) return "It has little to do with anything else.";
  return `They change together${why}.`;
}

function strongest(
  subjects: readonly Subject[],
  between: (one: Subject, other: Subject) => Affinity,
): string {
  const pairs = subjects.flatMap((one, at) => subjects.slice(at + 1).map((other) => between(one, other)));
  const reasons = pairs
    .filter(({ weight }) => weight > 0)
    .sort((one, other) => other.weight - one.weight)
    .flatMap(({ because }) => because.slice(0, 1));
  const kept = [...new Set(reasons)].slice(0, 3);
  return kept.length === 0 ? "" : `: ${kept.join("; ")}`;
}

function some(names: readonly string[]): string {
  if (names.length <= told) return enumerated(names);
  return `${names.slice(0, told - 1).join(", ")} and ${names.length - told + 1} more`;
}
