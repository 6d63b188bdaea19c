import { isRelated, mentionIn, singularOf, wordsOf } from "../language/index.js";
import type { EntityNeed, Needs } from "../needs/index.js";

/** An entity as the cut sees it. */
export interface Subject {
  readonly entity: EntityNeed;
  /** Words of its name. */
  readonly name: readonly string[];
  /** Words of the name that no other entity has. */
  readonly parts: readonly string[];
  /** Names of others that this one is a part of: an "order line" names no order. */
  readonly longer: readonly (readonly string[])[];
  readonly holds: readonly string[];
  /** That it is one of those who use the system, and so named wherever somebody does something. */
  readonly isActor: boolean;
  /** Of the people who use it, or of the organisations that share it. */
  readonly isOfPeople: boolean;
  /** A long row of alike records that devices send. */
  readonly isSeries: boolean;
}

/** The entities, in an order that does not hang on that of the rows. */
export function subjectsOf(needs: Needs): readonly Subject[] {
  const { entities, actors } = needs;
  const names = entities.map(({ name }) => nounsOf(name));
  const actorNames = actors.map(({ name }) => nounsOf(name));
  return entities
    .map((entity, at): Subject => {
      const name = names[at] ?? [];
      const isActor = actorNames.some((actor) => isKindOf(actor, name));
      const last = name.at(-1) ?? "";
      return {
        entity,
        name,
        parts: name.filter(
          (word, place) =>
            (place === 0 || place === name.length - 1) &&
            word.length > 2 &&
            !names.some((other, index) => index !== at && other.includes(word)),
        ),
        longer: names.filter((other) => other.length > name.length && mentionIn(other, name) === 1),
        holds: wordsOf(entity.holds),
        isActor,
        isOfPeople:
          isActor ||
          people.has(name.join(" ")) ||
          (last !== "account" && people.has(last)) ||
          (needs.tenants !== undefined && organisations.has(last)),
        isSeries: isSeries(entity, name, needs),
      };
    })
    .sort((one, other) => compare(one.name.join(" "), other.name.join(" ")));
}

/** How clearly words name an entity. */
export const mention = (words: readonly string[], { name, parts }: Subject): number =>
  mentionIn(words, name, parts);

/** Which entity the words of what another holds refer to by a noun of its own: "account" is the ledger account beside a ledger entry. */
export function refersTo(from: Subject, to: Subject): boolean {
  if (from === to) return false;
  if (mentionIn(without(from.holds, to.longer), to.name) === 1) return true;
  const [first] = to.name;
  const last = to.name.at(-1);
  if (to.name.length < 2 || last === undefined || !from.holds.includes(last)) return false;
  return to.parts.includes(last) || (first !== undefined && from.name[0] === first);
}

/** "catalogue manager" is a kind of "manager", and no "catalogue". */
function isKindOf(actor: readonly string[], name: readonly string[]): boolean {
  return name.length > 0 && actor.slice(-name.length).join(" ") === name.join(" ");
}

function without(words: readonly string[], phrases: readonly (readonly string[])[]): readonly string[] {
  return phrases.reduce(
    (left, phrase) =>
      left.filter(
        (_, at) => !phrase.some((_, back) => phrase.every((word, on) => left[at - back + on] === word)),
      ),
    words,
  );
}

/** What a criterion says is left alone has no part in it. */
export function withoutWhatStays(criterion: string): string {
  return criterion.replace(/\bleave\b.*?\bas (?:it is|they are)\b/gi, "");
}

/** Words that a name is made of, in the singular. */
function nounsOf(name: string): readonly string[] {
  return wordsOf(name).map(singularOf);
}

export function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

const millionsOfRows = 20_000_000;

function isSeries(entity: EntityNeed, name: readonly string[], needs: Needs): boolean {
  if (!needs.series && !needs.ingest) return false;
  if (entity.inAYear >= millionsOfRows) return true;
  return name.some((word) => isRelated(word, "reading") || isRelated(word, "measurement"));
}

const people: ReadonlySet<string> = new Set(
  "user,customer,member,person,profile,staff,employee,guest,contact,visitor,account,user account,staff account,customer account".split(
    ",",
  ),
);

const organisations: ReadonlySet<string> = new Set(
  "organisation,organization,tenant,company,workspace,team,group,school,club".split(","),
);
