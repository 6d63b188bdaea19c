import type { Known } from "../known.js";
import type { AccessSketch, FieldSketch, IndexSketch } from "../sketch.js";
import type { Drafted } from "./drafted.js";
import { rowsFor } from "./rows.js";

/** Up to so many rows every field can be asked for without an index. */
const small = 10_000;

/** The indexes that the access patterns need beyond those of references and of what is unique: by owner, by state, by time, and for words. */
export function indexesFor(
  known: Known,
  { known: entity, fields }: Drafted,
  access: AccessSketch,
  owner: string | undefined,
): readonly IndexSketch[] {
  const unique = uniqueOf(fields);
  if (access.read.kind === "nobody") return unique;
  const search = searchOf(known, entity.need, fields);
  if (rowsFor(entity.need) <= small) return [...unique, ...search];
  const has = (name: string) => fields.some((field) => field.name === name);
  const moment = fields.find(
    ({ name, type }) => type.kind === "timestamp" && /^(?:time|hour|at|[a-z]+At)$/.test(name) && entity.isLog,
  );
  const newest = `-${moment?.name ?? "createdAt"}`;
  const by = (...names: readonly string[]): IndexSketch => ({ kind: "by", fields: names });
  const byRole = access.read.kind !== "owner";
  const first = firstRelation(fields);
  return [
    ...unique,
    ...(owner !== undefined && owner !== "id" ? [by(owner, newest)] : []),
    ...(byRole && has("state") && stateIsListed(fields) ? [by("state", newest)] : []),
    ...(byRole &&
    entity.isLog &&
    first !== undefined &&
    first !== owner &&
    !moment?.optional &&
    unique.length === 0
      ? [by(first, newest)]
      : []),
    ...(byRole && grows(fields, entity.isLog) ? [by(newest)] : []),
    ...priceOf(entity.need, fields),
    ...search,
  ];
}

/** A repeat of a reading is known by its source and its number. */
function uniqueOf(fields: readonly FieldSketch[]): readonly IndexSketch[] {
  const source = firstRelation(fields);
  const span = fields.find(
    ({ name, type }) => type.kind === "timestamp" && /^(?:hour|day|month)$/.test(name),
  );
  const by = fields.some(({ name }) => name === "sequence") ? "sequence" : span?.name;
  return source !== undefined && by !== undefined ? [{ kind: "by", fields: [source, by], unique: true }] : [];
}

/** Lists of what comes in day by day are read from the newest on. */
function grows(fields: readonly FieldSketch[], isLog: boolean): boolean {
  return isLog || fields.some(({ name, type }) => name === "state" || type.kind === "timestamp");
}

/** What everybody chooses from is sorted by its price. */
function priceOf(
  { privacy }: Drafted["known"]["need"],
  fields: readonly FieldSketch[],
): readonly IndexSketch[] {
  const price = fields.find(({ type }) => type.kind === "money");
  return privacy === "public" && price ? [{ kind: "by", fields: [price.name] }] : [];
}

function firstRelation(fields: readonly FieldSketch[]): string | undefined {
  return fields.find(({ type, tenant }) => !tenant && (type.kind === "reference" || type.kind === "id"))
    ?.name;
}

function stateIsListed(fields: readonly FieldSketch[]): boolean {
  return fields.some(({ name, type }) => name === "state" && type.kind === "enumeration");
}

/** Words within texts, where people look for things by words: names weigh most. */
function searchOf(
  known: Known,
  need: Drafted["known"]["need"],
  fields: readonly FieldSketch[],
): readonly IndexSketch[] {
  const way = known.chosen("search") ?? known.needs.choice("architecture.search").value[0];
  if (way !== "database" && way !== "engine") return [];
  if (need.privacy !== "public") return [];
  const texts = fields.filter(({ type, private: isPrivate }) => type.kind === "text" && !isPrivate);
  const heads = texts
    .filter(({ name }) => /^(?:name|title|headline|number)$/.test(name))
    .map(({ name }) => name);
  if (heads.length === 0) return [];
  const bodies = texts
    .filter(({ name }) => /^(?:description|text|body|caption|summary)$/.test(name))
    .map(({ name }) => name);
  const weights = Object.fromEntries([
    ...heads.map((name) => [name, "A"] as const),
    ...bodies.map((name) => [name, "B"] as const),
  ]);
  return [{ kind: "search", weights }];
}
