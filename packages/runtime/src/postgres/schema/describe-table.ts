import { type EntityModel, type FieldModel, type ServiceModel, snakeCase } from "../../blueprint/index.js";
import { failure } from "../../errors.js";
import { quote } from "../identifier.js";
import { generationColumn } from "../projections/names.js";
import { captureTriggers } from "./capture.js";
import { conditionSql, fieldsInCondition } from "./condition.js";
import { describeColumns } from "./describe-column.js";
import { draftIndexes, type IndexDraft } from "./describe-index.js";
import type { ConstraintDescription, IndexDescription, TableDescription } from "./description.js";
import { fieldRules } from "./field-rule.js";
import type { NameRegister } from "./object-name.js";
import { describePolicies } from "./policy.js";
import { searchKeeping } from "./search-vector.js";
import { touchTrigger } from "./touch.js";

/** What a constraint is for, beside its SQL: for messages to the one whose row it refuses. */
export interface ConstraintMeaning {
  readonly kind: ConstraintDescription["kind"];
  readonly entity: EntityModel;
  readonly fields: readonly FieldModel[];
  /** The end of a sentence that begins with the fields: `has at most 200 characters`. */
  readonly says: string;
}

type Meant<T> = T & { readonly meaning: ConstraintMeaning };

/** An entity's table, and what each of its constraints and unique indexes means. */
export interface DescribedTable {
  readonly table: TableDescription;
  readonly meanings: readonly (readonly [name: string, meaning: ConstraintMeaning])[];
  /** What each index, and each unique constraint, was drafted from, by its name. */
  readonly drafts: ReadonlyMap<string, IndexDraft>;
}

/** The table of an entity. Names of constraints and indexes come from `names`, which the whole schema shares. */
export function describeTable(
  service: ServiceModel,
  entity: EntityModel,
  names: NameRegister,
): DescribedTable {
  const drafts = draftIndexes(entity);
  const plain = drafts.filter((one) => one.plain);
  const uniques = plain.map((one) => uniqueConstraint(entity, one, names));
  const others = drafts.filter((one) => !one.plain);
  const indexes = others.map((one) => index(entity, one, names));
  const constraints = [
    primaryKey(entity, names),
    ...uniques,
    ...checks(entity, names),
    ...foreignKeys(service, entity, names),
  ];
  const keeping = searchKeeping(entity);
  return {
    table: {
      name: entity.table,
      comment: entity.description,
      columns: describeColumns(entity),
      constraints: constraints.map(({ meaning, ...constraint }) => constraint),
      indexes: indexes.map(({ meaning, ...described }) => described),
      triggers: [
        // What writes a projection says itself when a row was changed, and how often: as the log has it.
        ...(entity.projection ? [] : [touchTrigger(entity.schema, entity.table)]),
        ...(keeping ? [keeping.trigger] : []),
        ...captureTriggers(entity),
      ],
      rowSecurity: true,
      policies: describePolicies(service, entity),
    },
    meanings: [...constraints, ...indexes.filter((one) => one.unique)].map((one) => [one.name, one.meaning]),
    drafts: new Map(
      [...plain, ...others].map((draft, at) => [[...uniques, ...indexes][at]?.name ?? "", draft]),
    ),
  };
}

function primaryKey(entity: EntityModel, names: NameRegister): Meant<ConstraintDescription> {
  const columns = [...(entity.projection ? [generationColumn] : []), "id"];
  const definition = `primary key (${columns.map(quote).join(", ")})`;
  return {
    name: names.take(entity.table, "pkey", definition),
    kind: "primary key",
    definition,
    columns,
    meaning: {
      kind: "primary key",
      entity,
      fields: entity.fields.filter((field) => field.name === "id"),
      says: "belongs to one row only",
    },
  };
}

function uniqueMeaning(entity: EntityModel, { fields }: IndexDraft): ConstraintMeaning {
  return { kind: "unique", entity, fields, says: "belongs to one row only" };
}

function uniqueConstraint(
  entity: EntityModel,
  draft: IndexDraft,
  names: NameRegister,
): Meant<ConstraintDescription> {
  const definition = `unique ${draft.keys}`;
  return {
    name: names.take(`${entity.table}_${draft.columns}`, "key", definition),
    kind: "unique",
    definition,
    columns: draft.reads,
    meaning: uniqueMeaning(entity, draft),
  };
}

function index(
  entity: EntityModel,
  draft: IndexDraft,
  names: NameRegister,
): Meant<IndexDescription> & { unique: boolean } {
  const where = draft.where === undefined ? "" : `\n  where ${draft.where}`;
  const on = `on ${quote(entity.schema)}.${quote(entity.table)} using ${draft.method} ${draft.keys}${where}`;
  const name = names.take(`${entity.table}_${draft.columns}`, draft.unique ? "key" : "idx", on);
  return {
    name,
    definition: `create ${draft.unique ? "unique " : ""}index ${quote(name)}\n  ${on}`,
    columns: draft.reads,
    unique: draft.unique,
    meaning: uniqueMeaning(entity, draft),
  };
}

function* checks(entity: EntityModel, names: NameRegister): Generator<Meant<ConstraintDescription>> {
  const check = (base: string, holds: string, fields: readonly FieldModel[], says: string) => ({
    name: names.take(base, "check", holds),
    kind: "check" as const,
    definition: `check (${holds})`,
    columns: fields.map((field) => field.column),
    meaning: { kind: "check" as const, entity, fields, says },
  });
  for (const field of entity.fields.filter((one) => !one.system)) {
    for (const rule of fieldRules(field)) {
      if (rule.holds) {
        yield check(`${entity.table}_${field.column}_${rule.name}`, rule.holds, [field], rule.says);
      }
    }
  }
  for (const { name, filter } of entity.checks) {
    const fields = fieldsInCondition(entity, filter);
    yield check(
      `${entity.table}_${snakeCase(name)}`,
      conditionSql(entity, filter),
      fields,
      `satisfies "${name}"`,
    );
  }
}

function* foreignKeys(
  service: ServiceModel,
  entity: EntityModel,
  names: NameRegister,
): Generator<Meant<ConstraintDescription>> {
  for (const field of entity.fields) {
    const { type } = field;
    if (type.kind !== "reference") continue;
    const target = service.entities.find((one) => one.name === type.target);
    if (!target) {
      throw failure(
        "INTERNAL",
        `"${entity.name}.${field.name}" refers to "${type.target}", which is not there.`,
      );
    }
    // What both ends have a tenant for is held to one: by PostgreSQL itself, whoever writes.
    const [own, other] =
      entity.tenant && target.tenant ? [[entity.tenant.column], [target.tenant.column]] : [[], []];
    const columns = [...own, field.column];
    const only = type.onDelete === "set null" && own.length > 0 ? ` (${quote(field.column)})` : "";
    const definition = [
      `foreign key (${columns.map(quote).join(", ")})`,
      `references ${quote(target.schema)}.${quote(target.table)} (${[...other, "id"].map(quote).join(", ")})`,
      `on delete ${type.onDelete}${only}`,
    ].join(" ");
    yield {
      name: names.take(`${entity.table}_${field.column}`, "fkey", definition),
      kind: "foreign key",
      definition,
      columns,
      meaning: { kind: "foreign key", entity, fields: [field], says: `refers to a ${target.name}` },
    };
  }
}
