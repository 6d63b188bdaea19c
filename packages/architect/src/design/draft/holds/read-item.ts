import { wordsOf } from "../../language/index.js";
import { entityNamed, type Known, type KnownEntity, peopleOf } from "../known.js";
import type { FieldSketch, TypeSketch } from "../sketch.js";
import { type Kept, keptAs, listOf } from "./nouns.js";
import { core, fieldNameOf, isParticiple, numberOf, participleOf } from "./phrases.js";
import { quantitiesOf } from "./quantities.js";
import type { Found, Reading } from "./reading.js";
import { statesOf } from "./states.js";

/** Reads one item: the first that knows what to make of it does. */
export function readItem(reading: Reading, item: string): Reading {
  for (const read of readers) {
    const found = read(item, reading);
    if (!found) continue;
    const { fields, all, ...rest } = found;
    return { ...reading, ...rest, fields: all ? fields : [...reading.fields, ...fields] };
  }
  return reading;
}

type Reader = (item: string, reading: Reading) => Found | undefined;

const person = (known: Known): TypeSketch => {
  const people = peopleOf(known);
  return people ? { kind: "id", target: `${people.service}.${people.name}` } : { kind: "text", max: 255 };
};

/** "who asked", "taken by whom", "whose it is": somebody, by the subject of the token. */
const who: Reader = (item, { known, entity, done }) => {
  const whose = /^whose\b/i.test(item);
  const asked =
    /^who\b(?:\s+(\p{L}+))?(?:\s+(?:it|them))?(?:(?:\s+(?:at|into|on))?\s+(?:which|what)\s+(\p{L}+))?/iu.exec(
      item,
    );
  const byWhom = /^(\p{L}+ )*?\s*(?:by|for|to)\s+whom$/iu.test(item);
  if (!whose && !asked && !byWhom) return undefined;
  const verb = asked?.[1] === undefined ? (asked ? verbOf(entity) : undefined) : participleOf(asked[1]);
  const said = item.replace(/\s*\bwhom$/i, "").trim();
  const name = whose
    ? "owner"
    : asked
      ? verb === undefined
        ? "person"
        : `${verb}By`
      : fieldNameOf(/^by$/i.test(said) ? `${done ?? "done"} by` : said);
  const what = asked?.[2];
  return {
    fields: [
      {
        name,
        type: person(known),
        ours: true,
        ...(byWhom && !/^by\b/i.test(item) && { optional: true as const }),
      },
      ...(what === undefined ? [] : [{ name: fieldNameOf(what), type: { kind: "text", max: 200 } as const }]),
    ],
    ...(verb !== undefined && { done: verb }),
  };
};

/** What is done by what an entity is of: an acknowledgement is acknowledged; where it may end in two ways, it is decided. */
function verbOf({ need, words }: KnownEntity): string | undefined {
  const ends = /(\p{L}+) or (\p{L}+)/u.exec(need.holds);
  if (ends && isParticiple(ends[1] ?? "") && isParticiple(ends[2] ?? "")) return "decided";
  const root = /^([a-z]{3,}?)(?:ment|al|ance|ation)$/.exec(words.at(-1) ?? "")?.[1];
  return root === undefined ? undefined : participleOf(root);
}

/** "when": of what stands before it. "its time": likewise. */
const when: Reader = (item, { done, fields }) => {
  const isWhen = /^when\b/i.test(item);
  const isTime = /^(?:its|their|the) time$/i.test(item);
  if (!isWhen && !isTime) return undefined;
  const verb = isTime ? fields.at(-1)?.name : done;
  const isOpen = isTime && fields.at(-1)?.default !== undefined;
  return {
    fields: [
      {
        name: verb ? `${verb}At` : "at",
        type: { kind: "timestamp" },
        ...(isOpen && { optional: true as const }),
      },
    ],
  };
};

/** "whether it was published". */
const whether: Reader = (item) => {
  const match = /^whether\s+(?:it|they|he|she)?\s*(?:is|was|are|were|has been|have been)?\s*(.+)$/i.exec(
    item,
  );
  return match?.[1] === undefined
    ? undefined
    : { fields: [named({ name: `is ${match[1]}`, type: { kind: "boolean" }, default: false })] };
};

/** "how many of a product are in the house": whole numbers from here on. */
const howMany: Reader = (item, { known, entity, counts }) => {
  const match = /^how many(?:\s+of\s+(?:an?|the)\s+(.+?))?\s+(?:is|are|were|was)\s+(.+)$/i.exec(item);
  const name = match?.[2] ?? (counts && /^\p{L}+(?: \p{L}+)?$/u.test(item) ? item : undefined);
  if (name === undefined) return undefined;
  const of = match?.[1] === undefined ? undefined : entityNamed(known, wordsOf(match[1]), entity.need);
  return {
    fields: [
      ...(of ? [{ ...relationTo(of, entity), unique: true as const }] : []),
      { name: fieldNameOf(name), type: { kind: "integer", min: 0 }, default: 0 },
    ],
    counts: true,
  };
};

/** "holiday or illness", "agreed or refused", "shopper or guest". */
const oneOf: Reader = (item, { known, entity, fields }) => {
  const match = /^(?:an? )?(\p{L}[\p{L} -]{0,30}?) or (?:an? )?(\p{L}[\p{L}-]{0,30})$/u.exec(item);
  const [, one = "", other = ""] = match ?? [];
  if (!match) return undefined;
  for (const [named_, else_] of [
    [one, other],
    [other, one],
  ] as const) {
    const is = entityNamed(known, wordsOf(named_), entity.need);
    if (is)
      return {
        fields: [
          {
            ...relationTo(is, entity),
            note: `Of a ${else_} too: one has a row of its own, without an account.`,
          },
        ],
      };
  }
  const values = [one, other].map((value) => value.toLowerCase().replace(/\s+/g, "-"));
  if (!values.every((value) => /^[a-z][a-z-]*$/.test(value)) || values[0] === values[1]) return undefined;
  const name = values.every(isParticiple)
    ? "outcome"
    : fields.some((field) => field.name === "kind")
      ? "type"
      : "kind";
  return {
    fields: [{ name, type: { kind: "enumeration", values } }],
    ...(isParticiple(values[0] ?? "") && { done: "decided" }),
  };
};

/** "state", with the states that features and rules name. */
const state: Reader = (item, { known, entity }) => {
  if (!/^(?:the |its )?(?:state|status)$/i.test(item)) return undefined;
  const values = statesOf(known.needs, entity);
  if (values.length < 2)
    return {
      fields: [
        {
          name: "state",
          type: { kind: "text", max: 40 },
          note: "The brief lists no states of it: make it an enumeration once they are known.",
        },
      ],
    };
  return {
    fields: [
      {
        name: "state",
        type: { kind: "enumeration", values },
        ...(values[0] !== undefined && { default: values[0] }),
      },
    ],
  };
};

/** "one state of an article": what the other holds, as it was then. */
const stateOf: Reader = (item, { known, entity }) => {
  const match = /^(?:one |an? |each )?(?:state|version|copy|snapshot) of (.+)$/i.exec(item);
  const of = match?.[1] === undefined ? undefined : entityNamed(known, wordsOf(match[1]), entity.need);
  if (!of) return undefined;
  return {
    fields: [
      { ...relationTo(of, entity), immutable: true },
      {
        name: "content",
        type: { kind: "json" },
        immutable: true,
        note: `What the ${of.need.name} held then.`,
      },
    ],
  };
};

/** Another entity: one of it refers to a row, several are listed. */
const another: Reader = (item, { known, entity }) => {
  const several = /^(two|both|three)\s+(.+)$/i.exec(item);
  const phrase = core(several?.[2] ?? item).replace(/\s+(?:in|on|of|for|to) (?:it|them)$/i, "");
  const words = wordsOf(phrase);
  if (words.length > 4) return undefined;
  const to = entityNamed(known, words, entity.need);
  const isHead =
    to &&
    (words.slice(-to.words.length).join(" ") === to.words.join(" ") || words.at(-1) === to.words.at(-1));
  if (!to || !isHead || /\s(?:for|of|in|on|to|with)\s/i.test(phrase)) return undefined;
  if (several) {
    const places = ["first", "second", ...(several[1]?.toLowerCase() === "three" ? ["third"] : [])];
    return {
      fields: places
        .map((place) => {
          const { name, type } = relationTo(to, entity);
          return { name: `${place} ${name}`, type };
        })
        .map(named),
    };
  }
  const last = phrase.split(/\s+/).at(-1) ?? "";
  if (!numberOf(last).isMany) return { fields: [relationTo(to, entity)] };
  return {
    fields: [
      {
        name: fieldNameOf(phrase),
        type: listOf({ kind: "id", target: targetOf(to, entity) }),
        note: `Ids of ${item}: an entity of its own between the two, where more must be known of each.`,
      },
    ],
  };
};

/** "days": from one to another. */
const days: Reader = (item) =>
  /^(?:the )?days$/i.test(item)
    ? { fields: ["first", "last"].map((place) => named({ name: `${place} day`, type: { kind: "date" } })) }
    : undefined;

const hours: Kept = { type: { kind: "decimal", precision: 6, scale: 2 } };

/** A noun that is known, or else words. */
const noun: Reader = (item, reading) => ({ fields: [ofNoun(item, reading)] });

function ofNoun(item: string, { entity, fields }: Reading): FieldSketch {
  const what = /^(?:what|which|where|how|why|in which|of which)\b\s*/i.exec(item);
  if (what) return asked(item);
  const purpose = /^(\p{L}+) for (\p{L}+)$/iu.exec(core(item));
  const phrase = purpose ? `${numberOf(purpose[2] ?? "").one} ${purpose[1]}` : core(item);
  const parts = phrase.split(/\s+/);
  const last = parts.at(-1) ?? "";
  const lower = phrase.toLowerCase().replaceAll("-", "");
  const { one, isMany } = numberOf(last.replaceAll("-", ""));
  const said =
    core(item).length < item.length - 4 && !/^(?:the|its|their|an?)\s/i.test(item)
      ? { note: inSentence(item) }
      : {};
  if (/^(?:beginning|start|begin)$/i.test(lower)) return { name: "beginsAt", type: { kind: "timestamp" } };
  if (lower === "end")
    return /^(?:their|its)\b/i.test(item)
      ? { name: `${fields.at(-1)?.name ?? ""}End`, type: { kind: "date" }, optional: true }
      : { name: "endsAt", type: { kind: "timestamp" } };
  if (/^last /i.test(item))
    return { name: `${fieldNameOf(item)}At`, type: { kind: "timestamp" }, optional: true };
  if (parts.every((part, at) => (at === 0 ? isParticiple(part) : /^(?:back|out|in|off|on)$/i.test(part))))
    return {
      name: `${fieldNameOf(phrase)}At`,
      type: { kind: "timestamp" },
      ...(fields.some(isMoment) && { optional: true as const }),
    };
  if (/^amounts?\b/i.test(lower) && isMany)
    return { name: "total", type: { kind: "money" }, note: "Amounts." };
  if (/^amount\b/i.test(lower)) return { name: fieldNameOf(phrase), type: { kind: "money" } };
  if (lower === "date of birth") return { name: "dateOfBirth", type: { kind: "date" }, personal: true };
  if (one === "number" && !isMany && parts.length === 1 && /(?:line|item|position)$/.test(entity.need.name))
    return { name: "quantity", type: { kind: "integer", min: 1 }, note: "The number of them." };
  if (one === "number" && !isMany)
    return { name: fieldNameOf(phrase), type: { kind: "text", min: 1, max: 64 }, unique: true };
  const kept = last.toLowerCase() === "hours" ? hours : keptAs(one);
  const hasCustom = /^consent/i.test(lower);
  if (kept && hasCustom) return { name: fieldNameOf(phrase), ...kept };
  const type: TypeSketch = kept?.type ?? { kind: "text", max: 200 };
  if (isMany && type.kind !== "json") {
    const { unique: _, ...rest } = kept ?? { type };
    return {
      name: fieldNameOf(phrase),
      ...rest,
      type: listOf(type.kind === "text" ? { kind: "text", max: Math.min(type.max, 500) } : type),
      ...said,
    };
  }
  return { name: fieldNameOf(phrase), ...(kept ?? { type }), ...said };
}

/** "what it belongs to", "in which currency", "why". */
function asked(item: string): FieldSketch {
  if (/^why$/i.test(item)) return { name: "reason", type: { kind: "text", max: 1_000 } };
  const which = /^(?:in|of|to|for)?\s*which (.+)$/i.exec(item)?.[1];
  if (which !== undefined) {
    const last = which.split(/\s+/).at(-1)?.toLowerCase() ?? "";
    return { name: fieldNameOf(which), ...(keptAs(last) ?? { type: { kind: "text", max: 100 } }) };
  }
  if (/^what (?:was|is) done$/i.test(item)) return { name: "action", type: { kind: "text", max: 200 } };
  const rest = item.replace(/^(?:what|where|how)\s+(?:it|they|he|she|was|is|were|are)?\s*/i, "");
  return {
    name: fieldNameOf(rest || item),
    type: { kind: "text", max: 500 },
    optional: true,
    note: inSentence(item),
  };
}

const isMoment = ({ type }: FieldSketch) => type.kind === "timestamp";

/** A relation to another entity: held by PostgreSQL within a service, an id across services. */
function relationTo(to: KnownEntity, from: KnownEntity): FieldSketch {
  return to.service === from.service
    ? { name: to.name, type: { kind: "reference", target: to.name } }
    : { name: to.name, type: { kind: "id", target: targetOf(to, from) } };
}

function targetOf(to: KnownEntity, from: KnownEntity): string {
  return to.service === from.service ? to.name : `${to.service}.${to.name}`;
}

function named(field: FieldSketch): FieldSketch {
  return { ...field, name: fieldNameOf(field.name) };
}

function inSentence(item: string): string {
  return `${item.charAt(0).toUpperCase()}${item.slice(1)}.`;
}

const readers: readonly Reader[] = [
  who,
  when,
  whether,
  howMany,
  oneOf,
  state,
  stateOf,
  quantitiesOf,
  another,
  days,
  noun,
];
