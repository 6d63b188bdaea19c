import type { Subject, SubjectKind } from "./explanation.js";
import { plain, singularOfPlain } from "./plain.js";
import type { Named } from "./subjects.js";

export type Found =
  | { readonly found: "one"; readonly subject: Named; readonly also: readonly Subject[] }
  | { readonly found: "several"; readonly meant: readonly Subject[] }
  | { readonly found: "none"; readonly nearest: readonly Subject[] };

/** Words that may stand in front, to say which of several is meant: `table orders`. */
const kindWords: { readonly [word: string]: readonly SubjectKind[] } = {
  requirement: ["requirement"],
  feature: ["requirement"],
  question: ["question"],
  decision: ["decision"],
  service: ["service"],
  entity: ["entity"],
  table: ["entity"],
  command: ["command"],
  query: ["query"],
  event: ["event"],
  consumer: ["consumer"],
  document: ["document"],
};

/** How well words mean a name, the best first. */
const ways: readonly ((named: Named, typed: string) => boolean)[] = [
  ({ exact }, typed) => exact.includes(typed),
  ({ other }, typed) => other.includes(typed),
  ({ exact, other }, typed) =>
    [...exact, ...other].some((name) => name.toLowerCase() === typed.toLowerCase()),
  ({ exact, other }, typed) =>
    plain(typed) !== "" && [...exact, ...other].some((name) => plain(name) === plain(typed)),
  ({ exact, other }, typed) =>
    plain(typed) !== "" &&
    [...exact, ...other].some((name) => singularOfPlain(plain(name)) === singularOfPlain(plain(typed))),
];

const mostSuggested = 5;
/** A longer one is no name: it is cut before it is compared. */
const longest = 300;

/**
 * What words mean: what is called exactly so, before what is called so in another way. With a kind in front (`table orders`) only those of the kind. Where
 * nothing is called so, what is spelled most alike.
 */
export function findSubject(all: readonly Named[], words: string): Found {
  const typed = words.trim().replace(/\s+/g, " ").slice(0, longest);
  const whole = match(all, asTyped(typed));
  if (whole) return whole;
  if (asTyped(typed).startsWith("adr ")) return { found: "none", nearest: recordsAround(all) };
  const [first = "", ...rest] = typed.split(" ");
  const kinds = Object.hasOwn(kindWords, first.toLowerCase()) ? kindWords[first.toLowerCase()] : undefined;
  const ofKind = kinds ? all.filter(({ kind }) => kinds.includes(kind)) : all;
  const within = kinds && rest.length > 0 ? match(ofKind, asTyped(rest.join(" "))) : undefined;
  return (
    within ?? {
      found: "none",
      nearest: nearestTo(
        kinds && rest.length > 0 ? ofKind : all,
        kinds && rest.length > 0 ? rest.join(" ") : typed,
      ),
    }
  );
}

/** Decisions that have a record. */
function recordsAround(all: readonly Named[]): readonly Subject[] {
  return all
    .filter(({ other }) => other.some((name) => name.startsWith("adr ")))
    .slice(0, mostSuggested)
    .map(shown);
}

/** A record by its number, and a criterion by its requirement. */
function asTyped(typed: string): string {
  const number = /^(?:adr|decision)[ -]?0*(\d+)$/i.exec(typed)?.[1];
  if (number !== undefined) return `adr ${number}`;
  const requirement = /^(REQ-.+)\/\d+$/i.exec(typed)?.[1];
  return requirement ?? typed;
}

function match(all: readonly Named[], typed: string): Found | undefined {
  if (typed === "") return undefined;
  const loosely = all.flatMap((named) => (named.loose ? [{ ...named, exact: named.loose, other: [] }] : []));
  const byWay = [all, loosely].flatMap((some) =>
    ways.map((isMeant) => some.filter((named) => isMeant(named, typed))),
  );
  const best = byWay.findIndex((found) => found.length > 0);
  const [subject, ...others] = byWay[best] ?? [];
  if (!subject) return undefined;
  if (others.length > 0) return { found: "several", meant: [subject, ...others].map(shown) };
  const also = new Map(
    byWay
      .slice(best + 1)
      .flat()
      .map((one) => [`${one.kind} ${one.id}`, shown(one)]),
  );
  also.delete(`${subject.kind} ${subject.id}`);
  return { found: "one", subject, also: [...also.values()] };
}

function shown({ kind, id, title }: Named): Subject {
  return { kind, id, title };
}

function nearestTo(all: readonly Named[], typed: string): readonly Subject[] {
  const wanted = plain(typed).slice(0, 80);
  const scored = all.map((named) => ({
    named,
    distance: Math.min(
      ...[...named.exact, ...named.other, ...(named.loose ?? [])].map((name) =>
        distanceOf(wanted, plain(name).slice(0, 80)),
      ),
    ),
  }));
  return scored
    .filter(({ distance }) => distance < 0.6)
    .sort((one, other) => one.distance - other.distance)
    .slice(0, mostSuggested)
    .map(({ named }) => shown(named));
}

/** From 0, the same, to 1: edits (Levenshtein) by the longer one's length; less where one begins with or holds the other. */
function distanceOf(one: string, other: string): number {
  const longer = Math.max(one.length, other.length);
  if (longer === 0) return 1;
  const shorter = Math.min(one.length, other.length);
  const holds = shorter >= 3 && (one.includes(other) || other.includes(one));
  const edits = editsBetween(one, other) / longer;
  return holds ? Math.min(edits, 0.3 + 0.2 * (1 - shorter / longer)) : edits;
}

function editsBetween(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let at = 1; at <= one.length; at++) {
    const next = [at];
    for (let to = 1; to <= other.length; to++) {
      const changed = (row[to - 1] ?? 0) + (one[at - 1] === other[to - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[to] ?? 0) + 1, (next[to - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
