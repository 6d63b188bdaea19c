import type { EntityModel, FieldModel, RuleData } from "../../blueprint/index.js";
import { changeable, creatable } from "../../plan/index.js";
import { generationColumn } from "../projections/names.js";
import { fieldsInCondition } from "./condition.js";
import { searchColumn } from "./search-vector.js";

/** The columns of an entity's table that clients' statements may touch; the rest is for commands alone. */
export interface ClientColumns {
  readonly select: readonly string[];
  readonly insert: readonly string[];
  readonly update: readonly string[];
  /** Whether a row may ever be removed. */
  readonly delete: boolean;
}

const kept = new WeakMap<EntityModel, ClientColumns>();

/**
 * What the access rules leave open to anybody at all: the least that the roles for clients need. A column is read
 * where some rule may show it, or where a rule looks at it to decide.
 */
export function clientColumns(entity: EntityModel): ClientColumns {
  const known = kept.get(entity);
  if (known) return known;
  const made = Object.freeze(workOut(entity));
  kept.set(entity, made);
  return made;
}

function workOut(entity: EntityModel): ClientColumns {
  const { access, softDelete } = entity;
  const opened = (rule: RuleData) => rule.kind !== "nobody";
  const writes = [access.create, access.update, access.delete, access.restore].some(opened);
  if (!opened(access.read) && !writes) return { select: [], insert: [], update: [], delete: false };
  const ruled = new Set(Object.values(access).flatMap((rule) => fieldsInRule(entity, rule)));
  const shown = (field: FieldModel) =>
    field.system || ruled.has(field) || (!field.modifiers.private && (!field.read || opened(field.read)));
  const settable = (field: FieldModel) => !field.write || opened(field.write);
  const column = (field: FieldModel) => field.column;
  const only = (names: readonly string[]) =>
    entity.fields.filter((field) => names.includes(field.name)).map(column);
  return {
    select: [...entity.fields.filter(shown).map(column), ...columnsBeside(entity)],
    insert: opened(access.create) ? insertable(entity).filter(settable).map(column) : [],
    update: [
      ...(opened(access.update)
        ? [...changeable(entity, "client").filter(settable).map(column), ...only(["version"])]
        : []),
      ...(softDelete && (opened(access.delete) || opened(access.restore)) ? only(["deletedAt"]) : []),
    ],
    delete: !softDelete && opened(access.delete),
  };
}

/** What a client gives, and what is filled in for it. */
function insertable(entity: EntityModel): readonly FieldModel[] {
  const given = creatable(entity, "client");
  return entity.fields.filter(
    (field) => given.includes(field) || field === entity.tenant || field.name === "id",
  );
}

/** What the table of an entity has beside its fields: the column that search reads, and that of a projection's builds. */
export function columnsBeside({ search, projection }: EntityModel): readonly string[] {
  return [...(search ? [searchColumn] : []), ...(projection ? [generationColumn] : [])];
}

/** The fields that a rule looks at. */
export function fieldsInRule(entity: EntityModel, rule: RuleData): readonly FieldModel[] {
  switch (rule.kind) {
    case "owner":
    case "tenant":
      return entity.fields.filter((field) => field.name === rule.field);
    case "when":
      return fieldsInCondition(entity, rule.filter);
    case "anyOf":
    case "allOf":
      return rule.rules.flatMap((one) => fieldsInRule(entity, one));
    default:
      return [];
  }
}
