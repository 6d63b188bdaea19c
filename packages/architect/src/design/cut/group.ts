import type { Needs } from "../needs/index.js";
import { type Affinity, isPartOf } from "./affinity.js";
import { compare, type Subject } from "./subjects.js";

/** Entities that are kept by one service. */
export interface Group {
  readonly area: "people" | "series" | "domain";
  readonly subjects: readonly Subject[];
}

type Between = (one: Subject, other: Subject) => Affinity;

/** Below this, on average between all their entities, two groups have too little to do with one another to be one. */
const enough = 1.2;

/** Puts entities together that have to do with one another: people apart from what they work with, long series apart from both, and few groups. */
export function groupsOf(needs: Needs, subjects: readonly Subject[], between: Between): readonly Group[] {
  const most = mostServices(needs, subjects.length);
  if (most === 1) return subjects.length === 0 ? [] : [{ area: "domain", subjects }];
  const people = peopleAmong(needs, subjects, between);
  const series = subjects.filter((one) => one.isSeries && !people.includes(one));
  const rest = subjects.filter((one) => !people.includes(one) && !series.includes(one));
  const together = areTogether(needs);
  const domain = withoutLoners(
    clusters(rest, between),
    between,
    (group) => group.length === 1 || (together && group.some((one) => one.isOfPeople)),
  );
  const groups: Group[] = [
    ...(people.length > 0 ? [{ area: "people" as const, subjects: people }] : []),
    ...(series.length > 0 ? [{ area: "series" as const, subjects: series }] : []),
    ...domain.map((subjects) => ({ area: "domain" as const, subjects })),
  ];
  return atMost(most, groups, between);
}

/** An internal tool has one service, or two where it is large; a team keeps no more services than it has people. */
function mostServices(needs: Needs, entities: number): number {
  if (needs.kind.value === "internal") return entities > 8 ? 2 : 1;
  return Math.max(1, Math.min(8, Math.round(entities / 2), Math.max(2, needs.team.value)));
}

/** Who uses it, and what belongs to them alone: a consent, an address. None where nobody signs in. */
function peopleAmong(needs: Needs, subjects: readonly Subject[], between: Between): readonly Subject[] {
  if (needs.authentication.value.verdict === "not-needed") return [];
  if (areTogether(needs)) return [];
  const people = subjects.filter((one) => one.isOfPeople && !one.isSeries);
  if (people.length === 0 || !people.some(isOfSomebody)) return [];
  const others = subjects.filter((one) => !people.includes(one));
  const theirs = others.filter((one) => {
    if (one.isSeries || !isOfSomebody(one)) return false;
    const toPeople = sum(people, (person) => between(one, person).weight);
    const toOthers = sum(others, (other) => (other === one ? 0 : between(one, other).weight));
    if (toPeople === 0 && toOthers < 1)
      return one.entity.privacy === "personal" && !one.holds.includes("who");
    return toPeople > toOthers;
  });
  return subjects.filter((one) => people.includes(one) || theirs.includes(one));
}

/** That the brief wants who somebody is and what is known of them in one place. */
function areTogether(needs: Needs): boolean {
  return needs.choice("architecture.separation").value.includes("together");
}

function isOfSomebody({ entity }: Subject): boolean {
  return entity.privacy === "personal" || entity.privacy === "sensitive";
}

/** Puts parts with what they are a part of, then joins the two nearest until no two are near enough: by the average of what each has to do with each of the other. */
function clusters(subjects: readonly Subject[], between: Between): readonly (readonly Subject[])[] {
  let found: readonly (readonly Subject[])[] = subjects.map((one) => [one]);
  for (const part of subjects) {
    const whole = subjects.find((one) => isPartOf(part, one));
    const [one, other] = [part, whole].map((subject) =>
      found.find((group) => subject && group.includes(subject)),
    );
    if (one && other && one !== other) found = joined(found, other, one);
  }
  for (;;) {
    const nearest = nearestOf(
      found,
      (one, other) => linkage(one, other, between) / (one.length * other.length),
    );
    if (!nearest || nearest.weight < enough) return found;
    found = joined(found, nearest.one, nearest.other);
  }
}

/** What cannot stand alone goes where it has most to do, if anywhere; else to the largest. */
function withoutLoners(
  found: readonly (readonly Subject[])[],
  between: Between,
  isLoner: (group: readonly Subject[]) => boolean,
): readonly (readonly Subject[])[] {
  let groups = found;
  for (;;) {
    const loner = groups.find(isLoner);
    if (!loner || groups.length < 2) return groups;
    const others = groups.filter((group) => group !== loner);
    const [home] = [...others].sort(
      (one, other) =>
        linkage(loner, other, between) - linkage(loner, one, between) ||
        other.length - one.length ||
        compare(keyOf(one), keyOf(other)),
    );
    if (!home) return groups;
    groups = joined(groups, home, loner);
  }
}

function atMost(most: number, groups: readonly Group[], between: Between): readonly Group[] {
  let left = groups;
  while (left.length > most) {
    const nearest = nearestOf(
      left.map(({ subjects }) => subjects),
      (one, other) => linkage(one, other, between) - one.length - other.length,
    );
    if (!nearest) return left;
    const [one, other] = [nearest.one, nearest.other].map((subjects) =>
      left.find((group) => group.subjects === subjects),
    );
    if (!one || !other) return left;
    const area = one.area === other.area ? one.area : "domain";
    left = [
      ...left.filter((group) => group !== one && group !== other),
      { area, subjects: [...one.subjects, ...other.subjects] },
    ];
  }
  return left;
}

function linkage(one: readonly Subject[], other: readonly Subject[], between: Between): number {
  return sum(one, (a) => sum(other, (b) => between(a, b).weight));
}

function nearestOf(
  found: readonly (readonly Subject[])[],
  nearness: (one: readonly Subject[], other: readonly Subject[]) => number,
) {
  const pairs = found.flatMap((one, at) =>
    found.slice(at + 1).map((other) => ({ one, other, weight: nearness(one, other) })),
  );
  return pairs.sort(
    (a, b) => b.weight - a.weight || compare(keyOf([...a.one, ...a.other]), keyOf([...b.one, ...b.other])),
  )[0];
}

function joined(
  found: readonly (readonly Subject[])[],
  one: readonly Subject[],
  other: readonly Subject[],
): readonly (readonly Subject[])[] {
  return [...found.filter((group) => group !== one && group !== other), [...one, ...other]];
}

function keyOf(group: readonly Subject[]): string {
  return group
    .map(({ name }) => name.join(" "))
    .sort(compare)
    .join(", ");
}

function sum<T>(list: readonly T[], of: (one: T) => number): number {
  return list.reduce((total, one) => total + of(one), 0);
}
