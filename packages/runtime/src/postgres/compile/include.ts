import type { FieldModel } from "../../blueprint/index.js";
import type { IncludePlan } from "../../plan/index.js";
import { mostBytes } from "../answer-limit.js";
import { columnOf, systemField } from "../identifier.js";
import { type Layout, layoutOf, widen } from "../layout.js";
import { encodeUnknown } from "../parameter.js";
import { collectParameters } from "./parameters.js";
import { predicateSql } from "./predicate.js";
import { type Bound, prepare } from "./prepared.js";
import { sourceOf } from "./source-of.js";

/** The read of a relation's rows for many rows at once. */
export interface IncludeStatement extends Bound {
  readonly layout: Layout;
}

/** The rows at the far side of a relation to one, by their ids. */
export function compileToOne(
  include: IncludePlan,
  ids: readonly string[],
  needed: readonly FieldModel[],
): IncludeStatement {
  const { entity, select } = include;
  const parameters = collectParameters([encodeUnknown(ids)]);
  const layout = widen(layoutOf(entity, select), select, needed);
  const text = `select ${layout.sql}
from   ${sourceOf(entity)} as t
where  ${columnOf(systemField(entity, "id"))} = any($1)
  and  ${predicateSql(include.where, parameters)}`;
  return {
    prepared: prepare(`${entity.name}.include`, text, { mostBytes }),
    values: parameters.values,
    layout,
  };
}

/** The rows at the far side of a relation to many, at most `limit` for each id, in the order of their ids; `most` in all. */
export function compileToMany(
  include: IncludePlan,
  by: FieldModel,
  ids: readonly string[],
  needed: readonly FieldModel[],
  most: number,
): IncludeStatement {
  const { entity, select } = include;
  const parameters = collectParameters([encodeUnknown(ids), String(include.limit), String(most)]);
  const layout = widen(layoutOf(entity, select), select, [...needed, by]);
  const key = columnOf(systemField(entity, "id"));
  const text = `select child.*
from   unnest($1::uuid[]) as parent (id)
cross  join lateral (
  select ${layout.sql}
  from   ${sourceOf(entity)} as t
  where  ${columnOf(by)} = parent.id
    and  ${predicateSql(include.where, parameters)}
  order  by ${key}
  limit  $2
) as child
limit  $3`;
  return {
    prepared: prepare(`${entity.name}.include`, text, { mostBytes }),
    values: parameters.values,
    layout,
  };
}
