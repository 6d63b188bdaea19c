import type { EntityModel, FieldModel } from "../../blueprint/index.js";
import { always, type Predicate, type UpdatePlan, type Values } from "../../plan/index.js";
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
 * The insert of rows, which gives `returning` of them back; nothing without it, and then `must` is not asked. Fields that a row lacks take their default. A row that does not satisfy
 * `must` makes the statement fail with {@link deniedMark}, so that none is written.
 */
export function compileInsert(
  entity: EntityModel,
  rows: readonly Values[],
  returning?: readonly FieldModel[],
  must: Predicate = always,
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
values ${tuples.join(",\n       ")}${
    returning ? `\nreturning ${layoutOf(entity, returning).sql}${guardSql(entity, must, parameters)}` : ""
  }`;
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

/**
 * The update of one row that satisfies the conditions, as it is once its lock is had. The answer is the new row, or
 * none: {@link compileWhyNot} says why. The new row has to satisfy `must` too, as with {@link compileInsert}.
 */
export function compileUpdate(plan: Omit<UpdatePlan, "kind" | "actor">): Bound {
  const { entity } = plan;
  const parameters = collectParameters([plan.id]);
  const where = conditionsSql(entity, plan, parameters);
  const assignments = [...plan.changes].map(
    ([field, value]) => `${quote(field.column)} = ${parameters.add(encodeValue(field.type, value))}`,
  );
  const version = systemField(entity, "version");
  if (assignments.length === 0) assignments.push(`${quote(version.column)} = ${columnOf(version)}`);
  const text = `update ${tableOf(entity)} as t
set    ${assignments.join(",\n       ")}
where  ${where}
returning ${layoutOf(entity, plan.returning).sql}${guardSql(entity, plan.must, parameters)}`;
  return { prepared: prepare(`${entity.name}.update`, text), values: parameters.values };
}

/** The delete of one row, soft where the entity says so. Answers like {@link compileUpdate}, with the id alone. */
export function compileDelete(entity: EntityModel, id: string, conditions: Conditions): Bound {
  const parameters = collectParameters([id]);
  const where = conditionsSql(entity, conditions, parameters);
  const text = `${
    entity.softDelete
      ? `update ${tableOf(entity)} as t
set    ${quote(systemField(entity, "deletedAt").column)} = now()`
      : `delete from ${tableOf(entity)} as t`
  }
where  ${where}
returning ${columnOf(systemField(entity, "id"))}`;
  return { prepared: prepare(`${entity.name}.delete`, text), values: parameters.values };
}

/** The end of a soft delete. Answers like {@link compileUpdate}. */
export function compileRestore(
  entity: EntityModel,
  id: string,
  conditions: Conditions,
  returning: readonly FieldModel[],
): Bound {
  const parameters = collectParameters([id]);
  const where = conditionsSql(entity, conditions, parameters);
  const text = `update ${tableOf(entity)} as t
set    ${quote(systemField(entity, "deletedAt").column)} = null
where  ${where}
returning ${layoutOf(entity, returning).sql}`;
  return { prepared: prepare(`${entity.name}.restore`, text), values: parameters.values };
}

/** Where the flags of {@link compileWhyNot} stand. */
export const flagAt = { visible: 0, allowed: 1, fresh: 2 } as const;

/** Which of the conditions hold for the row: asked once a change has found none that satisfies them all. */
export function compileWhyNot(entity: EntityModel, id: string, conditions: Conditions): Bound {
  const parameters = collectParameters([id]);
  const text = `select (${predicateSql(conditions.visible, parameters)}) is true,
       (${predicateSql(conditions.must, parameters)}) is true,
       (${freshSql(columnOf(systemField(entity, "version")), conditions, parameters)}) is true
from   ${tableOf(entity)} as t
where  ${columnOf(systemField(entity, "id"))} = $1`;
  return { prepared: prepare(`${entity.name}.why`, text), values: parameters.values };
}

/** The row with the id `$1`, if it satisfies the conditions. */
function conditionsSql(entity: EntityModel, conditions: Conditions, parameters: Parameters): string {
  const parts = [
    `${columnOf(systemField(entity, "id"))} = $1`,
    predicateSql(conditions.visible, parameters),
    predicateSql(conditions.must, parameters),
    freshSql(columnOf(systemField(entity, "version")), conditions, parameters),
  ];
  return parts.filter((part) => part !== "true").join("\n  and  ");
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
