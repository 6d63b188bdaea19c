import type { EntityModel, FieldModel } from "../blueprint/index.js";

/** The name as an SQL identifier: quoted, and so never anything else than a name. */
export function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** The table of an entity with its schema, so that no search path decides what is meant. */
export function tableOf(entity: EntityModel): string {
  return `${quote(entity.schema)}.${quote(entity.table)}`;
}

/** The column of a field in the row that statements call `t`. */
export function columnOf(field: FieldModel): string {
  return `t.${quote(field.column)}`;
}

/** The field of that name, which every entity has. */
export function systemField(entity: EntityModel, name: "id" | "version" | "deletedAt"): FieldModel {
  const field = entity.byName.get(name);
  if (!field) throw new TypeError(`The entity ${entity.name} has no field ${name}.`);
  return field;
}
