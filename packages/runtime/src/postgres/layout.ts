import type { EntityModel, FieldModel } from "../blueprint/index.js";
import { systemField } from "./identifier.js";
import { compileEncoder, type JsonEncoder, selectSql } from "./json.js";

/**
 * The columns that statements select for the fields of a plan: those fields in their order, then what Lintel needs
 * itself and they do not hold. Kept by the identity of the plan's array.
 */
export interface Layout {
  readonly entity: EntityModel;
  /** What stands between `select` and `from`. */
  readonly sql: string;
  readonly encoder: JsonEncoder;
  readonly idAt: number;
  readonly versionAt: number;
  /** Where each selected field stands in a row. */
  readonly at: ReadonlyMap<FieldModel, number>;
}

const layouts = new WeakMap<readonly FieldModel[], Layout>();

/** The layout for the fields, with `id` and `version` among them. */
export function layoutOf(entity: EntityModel, select: readonly FieldModel[]): Layout {
  const found = layouts.get(select);
  if (found) return found;
  const layout = makeLayout(entity, select, []);
  layouts.set(select, layout);
  return layout;
}

/** The same with more fields behind, as they are needed for sorting or to follow relations. */
export function widen(layout: Layout, select: readonly FieldModel[], more: readonly FieldModel[]): Layout {
  return more.every((field) => layout.at.has(field)) ? layout : makeLayout(layout.entity, select, more);
}

function makeLayout(entity: EntityModel, select: readonly FieldModel[], more: readonly FieldModel[]): Layout {
  const id = systemField(entity, "id");
  const version = systemField(entity, "version");
  const fields = [...new Set([...select, id, version, ...more])];
  return Object.freeze({
    entity,
    sql: fields.map(selectSql).join(", "),
    encoder: compileEncoder(select),
    idAt: fields.indexOf(id),
    versionAt: fields.indexOf(version),
    at: new Map(fields.map((field, at) => [field, at])),
  });
}
