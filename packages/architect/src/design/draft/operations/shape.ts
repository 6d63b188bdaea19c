import { pluralOf, wordsOf } from "../../language/index.js";
import type { FeatureNeed } from "../../needs/index.js";
import type { KnownEntity } from "../known.js";
import type { EntitySketch, FieldSketch, RuleSketch, TypeSketch } from "../sketch.js";

/** What one operation takes and gives. */
export interface Shape {
  readonly input: readonly FieldSketch[];
  readonly output: readonly FieldSketch[];
}

/** An entity with its draft. */
export interface DraftedEntity {
  readonly known: KnownEntity;
  readonly sketch: EntitySketch;
}

/** The most rows that one command takes at a time. */
const together = 1_000;

/** What a new row of an entity is made from, as far as the caller says it; with its parts, where it has some. */
export function creating(feature: FeatureNeed, main: DraftedEntity, parts: readonly DraftedEntity[]): Shape {
  const own = settable(feature, main).map(asInput);
  const lines = parts.map(({ known, sketch }): FieldSketch => {
    const fields = settable(feature, { known, sketch })
      .filter(
        ({ type }) =>
          !(type.kind === "reference" && type.target === main.known.name) && type.kind !== "money",
      )
      .map(asInput);
    return {
      name: pluralOf(
        known.words.length > 1
          ? known.name.slice(main.known.name.length).replace(/^./, (letter) => letter.toLowerCase()) ||
              known.name
          : known.name,
      ),
      type: { kind: "rows", fields, min: 1, max: 100 },
    };
  });
  const usable = lines.filter(({ type }) => type.kind === "rows" && type.fields.length > 0);
  const told = main.sketch.fields
    .filter(({ name }) => ["number", "state"].includes(name))
    .map(({ name, type }): FieldSketch => ({ name, type }));
  return {
    input: distinct([...own, ...usable]),
    output: distinct([
      { name: main.known.name, type: { kind: "id", target: main.known.name } },
      ...told.map(asOutput),
    ]),
  };
}

/** Which row a command acts on, and what else its feature speaks of. */
export function acting(feature: FeatureNeed, main: DraftedEntity): Shape {
  const said = wordsOf([feature.name, feature.what, ...feature.criteria].join(". "));
  const mentioned = settable(feature, main)
    .filter(({ type }) => type.kind !== "reference" && type.kind !== "id")
    .filter(({ name }) => wordsOf(name).every((word) => said.includes(word)))
    .map((field) => ({ ...asInput(field), optional: true as const }));
  return {
    input: distinct([{ name: main.known.name, type: { kind: "id", target: main.known.name } }, ...mentioned]),
    output: [],
  };
}

/** Many rows at a time: "changes products and prices, one by one or by file", "sets up a month". */
export function importing(feature: FeatureNeed, main: DraftedEntity): Shape {
  const fields = settable(feature, main, true).map(asInput);
  if (fields.length === 0) return creating(feature, main, []);
  return {
    input: [{ name: pluralOf(main.known.name), type: { kind: "rows", fields, min: 1, max: together } }],
    output: [{ name: "taken", type: { kind: "integer", min: 0 } }],
  };
}

/** What a query is asked with, and what it answers with: the row that is named, or rows; of a time, where a feature speaks of one. */
export function asking(feature: FeatureNeed, main: DraftedEntity, own: readonly DraftedEntity[]): Shape {
  const text = [feature.what, ...feature.criteria].join(". ");
  const said = wordsOf(`${feature.name}. ${text}`);
  const opened = own.find(({ known }) => isOpened(text, known));
  const shown = main.sketch.fields
    .filter(({ type, private: isPrivate }) => !isPrivate && type.kind !== "many" && type.kind !== "json")
    .slice(0, 8)
    .map(asOutput);
  const ofOpened: readonly FieldSketch[] = opened
    ? [{ name: opened.known.name, type: { kind: "id", target: opened.known.name } }]
    : [];
  if (opened === main) return { input: ofOpened, output: distinct([...ofOpened, ...shown]) };
  const owners = ownersIn(main.sketch.access.read);
  const relation = main.sketch.fields.find(
    ({ name, type, optional, ours }) =>
      !optional && !ours && !owners.includes(name) && (type.kind === "reference" || type.kind === "id"),
  );
  const byWords = said.includes("word") || said.includes("search") || said.includes("find");
  const ofTime = said.includes("month") || said.includes("year") || said.includes("week");
  const input: readonly FieldSketch[] = [
    ...ofOpened,
    ...(byWords ? [{ name: "words", type: { kind: "text", min: 1, max: 200 } as const }] : []),
    ...(relation && !opened && !byWords ? [asInput(relation)] : []),
    ...(ofTime ? ["since", "until"].map((name) => ({ name, type: { kind: "date" } as const })) : []),
    { name: "size", type: { kind: "integer", min: 1, max: 100 }, default: 10 },
  ];
  const row: readonly FieldSketch[] = [
    { name: "id", type: { kind: "id", target: main.known.name } },
    ...shown,
  ];
  return {
    input: distinct(input),
    output: [{ name: pluralOf(main.known.name), type: { kind: "rows", fields: row, max: 100 } }],
  };
}

/** "opens an order", "where an order is": one row of an entity is meant. */
function isOpened(text: string, { words }: KnownEntity): boolean {
  const name = words.join(" ");
  return new RegExp(
    `\\b(?:opens?|where|follows?|looks? at|asks? for) (?:an?|the|one) ${escaped(name)}\\b`,
    "i",
  ).test(text);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** Fields that a caller gives: not what the system sets, not whose it is unless somebody else says it, and amounts only where the feature speaks of them. */
function settable(
  feature: FeatureNeed,
  { known, sketch }: DraftedEntity,
  byOthers = false,
): readonly FieldSketch[] {
  const said = wordsOf([feature.name, feature.what, ...feature.criteria].join(". "));
  const isSpokenOf = (name: string) => wordsOf(name).every((word) => said.includes(word));
  const owners = ownersIn(sketch.access.read);
  const hasState = sketch.fields.some(({ name }) => name === "state");
  return sketch.fields.filter(({ name, type, ours, private: isPrivate, default: preset }) => {
    const isOwn = owners.includes(name);
    if (byOthers && isOwn && (type.kind === "id" || type.kind === "reference")) return true;
    if (isPrivate || ours || isOwn || type.kind === "many" || name === "state") return false;
    if (type.kind === "timestamp" && !known.isLog && !/^(?:begins|ends)At$/.test(name)) return false;
    if (name === "number" && type.kind === "text" && hasState) return false;
    if (type.kind === "money") return isSpokenOf(name) || said.includes("amount");
    return preset === undefined || typeof preset !== "string";
  });
}

function ownersIn(rule: RuleSketch): readonly string[] {
  if (rule.kind === "anyOf") return rule.rules.flatMap(ownersIn);
  return rule.kind === "owner" ? [rule.field] : [];
}

/** As it stands in an input: a relation is an id, and what is said of stored rows is left out. */
function asInput({ name, type, optional, personal, default: preset }: FieldSketch): FieldSketch {
  return {
    name,
    type: inShape(type),
    ...(optional && { optional }),
    ...(personal && { personal }),
    ...(preset !== undefined && !optional && { default: preset }),
  };
}

function asOutput({ name, type, optional }: FieldSketch): FieldSketch {
  return { name, type: inShape(type), ...(optional && { optional }) };
}

function inShape(type: TypeSketch): TypeSketch {
  return type.kind === "reference" ? { kind: "id", target: type.target } : type;
}

function distinct(fields: readonly FieldSketch[]): readonly FieldSketch[] {
  const names = fieldNamesOf(fields);
  return fields.map((field, at) => ({ ...field, name: names[at] ?? field.name }));
}

function fieldNamesOf(fields: readonly FieldSketch[]): readonly string[] {
  const seen = new Set<string>();
  return fields.map(({ name }) => {
    let own = name;
    for (let at = 2; seen.has(own); at++) own = `${name}${at}`;
    seen.add(own);
    return own;
  });
}
