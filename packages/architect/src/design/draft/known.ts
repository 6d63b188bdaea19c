import { type Cut, type Subject, subjectsOf } from "../cut/index.js";
import { type Decision, type DecisionId, decisionFor } from "../decisions/index.js";
import { entityNames, mentionIn, wordsOf } from "../language/index.js";
import type { EntityNeed, Needs } from "../needs/index.js";

/** An entity as the draft knows it: what it is called, and where it is kept. */
export interface KnownEntity {
  readonly need: EntityNeed;
  readonly name: string;
  readonly service: string;
  readonly words: readonly string[];
  readonly subject: Subject;
  /** Somebody who uses the system, as the brief calls them. */
  readonly actor?: string;
  /** An organisation that shares it with others. */
  readonly isTenant: boolean;
  /** Nobody changes what is in it: readings, entries of a ledger, what is noted of who did what. */
  readonly isLog: boolean;
}

/** All that the parts of a draft look things up in. */
export interface Known {
  readonly needs: Needs;
  readonly cut: Cut;
  readonly entities: readonly KnownEntity[];
  /** Id of the option that was chosen; undefined where that was not decided. */
  chosen(id: DecisionId, subject?: string): string | undefined;
}

export function knownOf(needs: Needs, cut: Cut, decisions: readonly Decision[]): Known {
  const names = entityNames(needs.entities.map(({ name }) => name));
  const words = needs.entities.map(({ name }) => wordsOf(name));
  const actors = needs.actors.map(({ name }) => ({ name, words: wordsOf(name) }));
  const chosen: Known["chosen"] = (id, subject) => decisionFor(decisions, id, subject)?.chosen;
  const isOfTenants = needs.tenants !== undefined || needs.choice("architecture.tenancy").value.length > 0;
  const subjects = new Map(subjectsOf(needs).map((one) => [one.entity, one]));
  const entities = needs.entities.flatMap((need, at): readonly KnownEntity[] => {
    const subject = subjects.get(need);
    if (!subject) return [];
    const own = words[at] ?? [];
    const actor = actors.find(
      (one) => own.length > 0 && one.words.slice(-own.length).join(" ") === own.join(" "),
    );
    return [
      {
        need,
        subject,
        name: names[at] ?? "entity",
        service:
          cut.services.find(({ entities }) => entities.includes(need))?.name ??
          cut.services[0]?.name ??
          "core",
        words: own,
        ...(actor && { actor: actor.name }),
        isTenant: isOfTenants && organisations.has(own.at(-1) ?? ""),
        isLog: isLog(need, own, needs),
      },
    ];
  });
  return { needs, cut, entities, chosen };
}

/** The entity that words name; the longest name wins, so that "order line" names no order. */
export function entityNamed(
  known: Known,
  words: readonly string[],
  not?: EntityNeed,
): KnownEntity | undefined {
  const named = known.entities.filter(
    (one) => one.need !== not && one.words.length > 0 && mentionIn(words, one.words) === 1,
  );
  const longest = named.sort((one, other) => other.words.length - one.words.length)[0];
  if (longest) return longest;
  // A ledger entry has an "account", where only one entity is one.
  const last = words.at(-1);
  const byHead = known.entities.filter(
    (one) => one.need !== not && one.words.length > 1 && one.words.at(-1) === last && words.length === 1,
  );
  return byHead.length === 1 ? byHead[0] : undefined;
}

/** The entity that has a row of everybody who works with the system, whatever they do: employees, users. */
export function peopleOf({ entities }: Known): KnownEntity | undefined {
  return entities.find(({ words }) => everybody.has(words.join(" ")));
}

const everybody: ReadonlySet<string> = new Set(
  "user,employee,member,person,account,user account,staff account,staff member".split(","),
);

function isLog(need: EntityNeed, words: readonly string[], needs: Needs): boolean {
  const last = words.at(-1) ?? "";
  if (["entry", "reading", "measurement", "look", "event", "log", "sum"].includes(last)) return true;
  return (needs.series !== undefined || needs.ingest !== undefined) && need.inAYear >= 20_000_000;
}

const organisations: ReadonlySet<string> = new Set(
  "organisation,organization,tenant,company,workspace,school,club".split(","),
);
