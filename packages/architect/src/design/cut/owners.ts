import { wordsOf } from "../language/index.js";
import type { FeatureNeed } from "../needs/index.js";
import type { Group } from "./group.js";
import { mention, type Subject, withoutWhatStays } from "./subjects.js";

/**
 * How much a feature has to do with an entity: what its name says counts most. Who uses the system is named nearly everywhere, and so counts only by the name
 * of the feature, and little.
 */
export function concern(feature: FeatureNeed, subject: Subject): number {
  return saidOf(feature, subject, (at) => (subject.isActor ? (at === 0 ? 0.2 : 0) : 1));
}

/** How often a feature speaks of an entity, whoever it is. */
export function saidOf(
  feature: FeatureNeed,
  subject: Subject,
  counts: (at: number) => number = () => 1,
): number {
  const said = [
    { words: wordsOf(feature.name), weight: 3 },
    { words: wordsOf(feature.what), weight: 2 },
    ...feature.criteria.map((criterion) => ({ words: wordsOf(withoutWhatStays(criterion)), weight: 1 })),
  ];
  return said.reduce((sum, { words, weight }, at) => {
    return sum + mention(words, subject) * weight * counts(at);
  }, 0);
}

/** The group that a feature belongs to: that of the entity which it has most to do with; else the largest of those that keep what people work with. */
export function ownerOf(feature: FeatureNeed, groups: readonly Group[]): Group | undefined {
  const ranked = groups
    .map((group) => ({ group, weight: Math.max(0, ...group.subjects.map((one) => concern(feature, one))) }))
    .sort((one, other) => other.weight - one.weight || rank(other.group) - rank(one.group));
  return ranked[0]?.group;
}

function rank({ area, subjects }: Group): number {
  return subjects.length + (area === "domain" ? 100 : 0);
}
