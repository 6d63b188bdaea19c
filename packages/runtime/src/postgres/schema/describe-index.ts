import type { EntityModel, FieldModel } from "../../blueprint/index.js";
import { quote } from "../identifier.js";
import { generationColumn } from "../projections/names.js";
import { conditionSql, fieldOf, fieldsInCondition } from "./condition.js";
import { searchColumn } from "./search-vector.js";

/** An index or unique rule before it has a name. */
export interface IndexDraft {
  /** What its name is made of, after the table: `category_id_price`. */
  readonly columns: string;
  readonly unique: boolean;
  /** `("category_id", "price" desc)` */
  readonly keys: string;
  readonly method: "btree" | "gin";
  readonly where?: string | undefined;
  /** The fields whose values it orders or keeps unique. */
  readonly fields: readonly FieldModel[];
  /** Of each of these, whether it goes down. */
  readonly descending: readonly boolean[];
  /** Every column that it reads. */
  readonly reads: readonly string[];
  /** True where the table's own `unique (...)` says it all: no condition, no expression, no direction. */
  readonly plain: boolean;
}

/**
 * What keeps an entity's rows unique and finds them fast: unique fields, indexes as declared, an index for each
 * reference that no other begins with, and the one of full-text search.
 */
export function draftIndexes(entity: EntityModel): readonly IndexDraft[] {
  const unique = entity.fields
    .filter((field) => field.modifiers.unique)
    .map((field) => draft(entity, [field.name], true));
  const declared = entity.indexes.map((index) => draft(entity, index.fields, index.unique, index.where));
  const begun = new Set(
    [...unique, ...declared].filter((one) => one.where === undefined).map((one) => one.fields[0]?.name),
  );
  const references = entity.fields
    .filter((field) => field.type.kind === "reference" && !begun.has(field.name))
    .map((field) => draft(entity, [field.name], false));
  // The default order of a tenant's rows, and what references within the tenant lead to.
  const ids = entity.tenant ? [draft(entity, ["id"], true, undefined, { deletedToo: true })] : [];
  return distinct([...ids, ...unique, ...declared, ...references, ...searchIndex(entity)]);
}

function draft(
  entity: EntityModel,
  names: readonly string[],
  unique: boolean,
  where?: Parameters<typeof conditionSql>[1],
  { deletedToo = false } = {},
): IndexDraft {
  const keys = withId(names, unique).map((name) => ({
    field: fieldOf(entity, name.replace(/^-/, "")),
    descending: name.startsWith("-"),
  }));
  const fields = keys.slice(0, names.length).map((key) => key.field);
  const expressions = keys.map(({ field, descending }) => {
    const ignoresCase = field.type.kind === "email";
    const value = ignoresCase ? `lower(${quote(field.column)})` : quote(field.column);
    return descending && !unique ? `${value} desc` : value;
  });
  const before = columnsInFront(entity, keys[0]?.field);
  const living = unique && entity.softDelete && !deletedToo ? [`${quote("deleted_at")} is null`] : [];
  const conditions = [...(where ? [conditionSql(entity, where)] : []), ...living];
  const read = [
    ...keys.map((key) => key.field),
    ...(where ? fieldsInCondition(entity, where) : []),
    ...(living.length > 0 ? [fieldOf(entity, "deletedAt")] : []),
  ];
  return {
    columns: fields.map((field) => field.column).join("_"),
    unique,
    keys: `(${[...before.map(quote), ...expressions].join(", ")})`,
    method: "btree",
    where: conditions.length === 0 ? undefined : conditions.join(" and "),
    fields,
    descending: keys.slice(0, names.length).map((key) => key.descending && !unique),
    reads: [...new Set([...before, ...read.map((field) => field.column)])],
    plain: unique && conditions.length === 0 && !expressions.some((one) => one.startsWith("lower(")),
  };
}

/**
 * What rows are told apart by before all else: those of a projection that are read together are of one build, and those of a tenant
 * are looked for, and are unique, among the rows of that tenant.
 */
function columnsInFront(
  { projection, tenant }: EntityModel,
  first: FieldModel | undefined,
): readonly string[] {
  return [...(projection ? [generationColumn] : []), ...(tenant && tenant !== first ? [tenant.column] : [])];
}

/** Lists are paged by a key that ends with the id: with the id at its end an index gives rows in that very order. */
function withId(names: readonly string[], unique: boolean): readonly string[] {
  if (unique || names.some((name) => name === "id" || name === "-id")) return names;
  return [...names, names.at(-1)?.startsWith("-") ? "-id" : "id"];
}

function searchIndex(entity: EntityModel): readonly IndexDraft[] {
  if (!entity.search) return [];
  const draft: IndexDraft = {
    columns: searchColumn,
    unique: false,
    keys: `(${quote(searchColumn)})`,
    method: "gin",
    fields: Object.keys(entity.search.weights).map((name) => fieldOf(entity, name)),
    descending: Object.keys(entity.search.weights).map(() => false),
    reads: [searchColumn],
    plain: false,
  };
  return [draft];
}

function distinct(drafts: readonly IndexDraft[]): readonly IndexDraft[] {
  return [...new Map(drafts.map((one) => [`${one.unique} ${one.keys} ${one.where ?? ""}`, one])).values()];
}
