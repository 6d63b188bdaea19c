import type { EntityModel, FieldModel } from "../../blueprint/index.js";
import type { Predicate, UpdatePlan, Values } from "../../plan/index.js";
import { columnOf, quote, systemField, tableOf } from "../identifier.js";
import { layoutOf } from "../layout.js";
import { encodeValue } from "../parameter.js";
import { collectParameters, type Parameters } from "./parameters.js";
import { predicateSql } from "./predicate.js";
import { type Bound, prepare, unprepared } from "./prepared.js";

/** What stands in the error by which PostgreSQL undoes a statement whose new rows are not the caller's to make. */
export const deniedMark = "lintel.denied";

/** Rows with more values than this are inserted by statements that are not worth preparing. */
const preparedValues = 200;

/**
 * The insert of rows, which gives them back. Fields that a row lacks take their default. A row that does not satisfy
 * `must` makes the statement fail with {@link deniedMark}, so that none is written.
 */
export function compileInsert(
  entity: EntityModel,
  rows: readonly Values[],
  returning: readonly FieldModel[],
  must: Predicate,
): Bound {
  const parameters = collectParameters();
  const fields = [...new Set(rows.flatMap((row) => [...row.keys()]))];
  const tuples = rows.map((row) => {
    const values = fields.map((field) =>
      row.has(field) ? parameters.add(encodeValue(field.type, row.get(field))) : "default",
    );
    return `(${values.join(", ")})`;
  });
  const text = `insert into ${tableOf(entity)} as t
       (${fields.map((field) => quote(field.column)).join(", ")})
values ${tuples.join(",\n       ")}
returning ${layoutOf(entity, returning).sql}${guardSql(entity, must, parameters)}`;
  const label = `${entity.name}.insert`;
  const worthIt = parameters.values.length <= preparedValues;
  return { prepared: (worthIt ? prepare : unprepared)(label, text), values: parameters.values };
}

/** What a write of one row wants of it. */
export interface Conditions {
  readonly visible: Predicate;
  readonly must: Predicate;
  readonly ifVersion?: readonly number[] | undefined;
  readonly unlessVersion?: readonly number[] | "*" | undefined;
}

/** Where the flags of {@link lockSql} stand in the rows of updates and deletes; the row itself follows. */
export const flagAt = { visible: 0, allowed: 1, fresh: 2, written: 3 } as const;
export const flagCount = 4;

/**
 * The update of one row: locks it, compares it with the conditions as it then is, and changes it if all hold. The
 * answer is one row of flags and the new row, or no row where none has the id. The new row has to satisfy `must`
 * too, as with {@link compileInsert}.
 */
export function compileUpdate(plan: Omit<UpdatePlan, "kind">): Bound {
  const { entity } = plan;
  const parameters = collectParameters([plan.id]);
  const lock = lockSql(entity, plan, parameters);
  const assignments = [...plan.changes].map(
    ([field, value]) => `${quote(field.column)} = ${parameters.add(encodeValue(field.type, value))}`,
  );
  const version = systemField(entity, "version");
  if (assignments.length === 0) assignments.push(`${quote(version.column)} = ${columnOf(version)}`);
  return changeSql(entity, `${entity.name}.update`, {
    lock,
    assignments: assignments.join(",\n         "),
    returning: plan.returning,
    guard: guardSql(entity, plan.must, parameters),
    parameters,
  });
}

/** The delete of one row, soft where the entity says so. Answers like {@link compileUpdate}. */
export function compileDelete(entity: EntityModel, id: string, conditions: Conditions): Bound {
  const parameters = collectParameters([id]);
  const lock = lockSql(entity, conditions, parameters);
  const label = `${entity.name}.delete`;
  if (entity.softDelete) {
    const assignments = `${quote(systemField(entity, "deletedAt").column)} = now()`;
    return changeSql(entity, label, { lock, assignments, returning: [], guard: "", parameters });
  }
  const key = systemField(entity, "id");
  const text = `with old as materialized (
  ${lock}
), gone as (
  delete from ${tableOf(entity)} as t
  using  old
  where  ${columnOf(key)} = old.key and old.visible and old.allowed and old.fresh
  returning ${columnOf(key)}
)
select old.visible, old.allowed, old.fresh, gone.${quote(key.column)} is not null
from   old left join gone on true`;
  return { prepared: prepare(label, text), values: parameters.values };
}

/** The end of a soft delete. Answers like {@link compileUpdate}. */
export function compileRestore(
  entity: EntityModel,
  id: string,
  conditions: Conditions,
  returning: readonly FieldModel[],
): Bound {
  const parameters = collectParameters([id]);
  const lock = lockSql(entity, conditions, parameters);
  const assignments = `${quote(systemField(entity, "deletedAt").column)} = null`;
  const label = `${entity.name}.restore`;
  return changeSql(entity, label, { lock, assignments, returning, guard: "", parameters });
}

interface Change {
  readonly lock: string;
  readonly assignments: string;
  readonly returning: readonly FieldModel[];
  readonly guard: string;
  readonly parameters: Parameters;
}

function changeSql(entity: EntityModel, label: string, change: Change): Bound {
  const layout = layoutOf(entity, change.returning);
  const names = [...layout.at.keys()].map((_, at) => `c${at}`);
  const guarded = change.guard === "" ? [] : ["denied"];
  const text = `with old as materialized (
  ${change.lock}
), new (${[...names, ...guarded].join(", ")}) as (
  update ${tableOf(entity)} as t
  set    ${change.assignments}
  from   old
  where  ${columnOf(systemField(entity, "id"))} = old.key and old.visible and old.allowed and old.fresh
  returning ${layout.sql}${change.guard}
)
select old.visible, old.allowed, old.fresh, new.c${layout.idAt} is not null, ${[...names, ...guarded].map((name) => `new.${name}`).join(", ")}
from   old left join new on true`;
  return { prepared: prepare(label, text), values: change.parameters.values };
}

/** Locks the row with the id `$1` and says, of the row as it is once the lock is had, which conditions hold. */
function lockSql(entity: EntityModel, conditions: Conditions, parameters: Parameters): string {
  const key = columnOf(systemField(entity, "id"));
  const fresh = freshSql(columnOf(systemField(entity, "version")), conditions, parameters);
  return `select ${key} as key,
         (${predicateSql(conditions.visible, parameters)}) is true as visible,
         (${predicateSql(conditions.must, parameters)}) is true as allowed,
         (${fresh}) is true as fresh
  from   ${tableOf(entity)} as t
  where  ${key} = $1
  for    no key update of t`;
}

/** Whether the version is one that the caller allows. */
function freshSql(
  version: string,
  { ifVersion, unlessVersion }: Pick<Conditions, "ifVersion" | "unlessVersion">,
  parameters: Parameters,
): string {
  if (unlessVersion === "*") return "false";
  const list = (versions: readonly number[]) => parameters.add(`{${versions.join(",")}}`);
  const is = ifVersion ? [`${version} = any(${list(ifVersion)})`] : [];
  const isNot = unlessVersion ? [`${version} <> all(${list(unlessVersion)})`] : [];
  return [...is, ...isNot].join(" and ") || "true";
}

/** A column that cannot be computed, and so undoes the statement, where the new row does not satisfy `must`. */
function guardSql(entity: EntityModel, must: Predicate, parameters: Parameters): string {
  if (must.kind === "always") return "";
  const key = columnOf(systemField(entity, "id"));
  return `,
       case when (${predicateSql(must, parameters)}) is true then null
            else cast(${key}::text || ' ${deniedMark}' as integer) end`;
}
