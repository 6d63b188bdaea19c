import { wordsOf } from "../language/index.js";
import type { FeatureNeed, Needs } from "../needs/index.js";
import { mention, refersTo, type Subject, withoutWhatStays } from "./subjects.js";

/** How much two entities have to do with one another, and what says so. */
export interface Affinity {
  readonly weight: number;
  /** In words, the weightiest first: "an order line names its order". */
  readonly because: readonly string[];
}

const weights = {
  /** One is a part of the other by its name: an order line of an order. */
  part: 4,
  /** One holds the other. */
  refers: 3,
  /** Both begin alike: a ledger account and a ledger entry. */
  alike: 3,
  /** One holds who it is of, as nearly everything does. */
  person: 1,
  P0: 1.5,
  P1: 1,
  P2: 0.25,
  P3: 0,
  rule: 0.75,
} as const;

/** The affinity of each two entities. Symmetric. */
export function affinitiesOf(
  needs: Needs,
  subjects: readonly Subject[],
): (one: Subject, other: Subject) => Affinity {
  const texts = [
    ...[...needs.features].map((feature) => ({
      words: wordsOf(textOf(feature)),
      weight: weights[feature.priority],
      says: `"${feature.name}" is about both`,
    })),
    ...[...needs.rules, ...needs.edgeCases].map(({ name, situation, criteria }) => ({
      words: wordsOf([name, situation ?? "", ...criteria.map(withoutWhatStays)].join(". ")),
      weight: weights.rule,
      says: `"${name}" holds for both`,
    })),
  ].map(({ words, ...rest }) => ({
    ...rest,
    named: new Map(subjects.map((subject) => [subject, subject.isActor ? 0 : mention(words, subject)])),
  }));
  const known = new Map<string, Affinity>();
  const key = (one: Subject, other: Subject) =>
    [subjects.indexOf(one), subjects.indexOf(other)].sort((a, b) => a - b).join(" ");
  return (one, other) => {
    const at = key(one, other);
    const found = known.get(at) ?? affinityOf(one, other, texts);
    known.set(at, found);
    return found;
  };
}

interface Text {
  readonly weight: number;
  readonly says: string;
  readonly named: ReadonlyMap<Subject, number>;
}

function affinityOf(one: Subject, other: Subject, texts: readonly Text[]): Affinity {
  const found: { weight: number; says: string }[] = [];
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const) {
    if (isPartOf(from, to))
      found.push({ weight: weights.part, says: `${from.entity.name} is a part of ${to.entity.name}` });
    if (refersTo(from, to))
      found.push({
        weight: to.isActor ? weights.person : weights.refers,
        says: `${from.entity.name} names ${to.entity.name}`,
      });
  }
  if (one.name.length > 1 && other.name.length > 1 && one.name[0] === other.name[0])
    found.push({ weight: weights.alike, says: `both are of the ${one.name[0]}` });
  for (const { weight, says, named } of texts) {
    const both = (named.get(one) ?? 0) * (named.get(other) ?? 0);
    if (both * weight > 0) found.push({ weight: both * weight, says });
  }
  found.sort((a, b) => b.weight - a.weight);
  return {
    weight: found.reduce((sum, { weight }) => sum + weight, 0),
    because: found.map(({ says }) => says),
  };
}

/** An order line is a part of an order, by its name. */
export function isPartOf(part: Subject, whole: Subject): boolean {
  return part.name.length > whole.name.length && whole.name.every((word, at) => part.name[at] === word);
}

/** All that a feature says. */
export function textOf({ name, what, criteria }: FeatureNeed): string {
  return [name, what, ...criteria.map(withoutWhatStays)].join(". ");
}
