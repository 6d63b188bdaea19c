import type { EntityModel, FieldModel } from "../../blueprint/index.js";
import { columnType } from "./column-type.js";
import type { ColumnDescription } from "./description.js";
import { literal } from "./literal.js";
import { describeSearchColumn } from "./search-vector.js";

const systemDefaults: { readonly [name: string]: string } = {
  createdAt: "now()",
  updatedAt: "now()",
  version: "1",
};

/** The columns of an entity's table, the search column last. */
export function describeColumns(entity: EntityModel): readonly ColumnDescription[] {
  const columns = entity.fields.map(describeColumn);
  return entity.search ? [...columns, describeSearchColumn()] : columns;
}

function describeColumn(field: FieldModel): ColumnDescription {
  const { modifiers, type } = field;
  const given = modifiers.default && literal(modifiers.default.value, type);
  return {
    name: field.column,
    type: columnType(type),
    notNull: !modifiers.optional,
    default: field.system ? systemDefaults[field.name] : given,
    comment: commentOf(field),
  };
}

function commentOf({ modifiers, type }: FieldModel): string | undefined {
  const sentences = [
    ...(type.kind === "uuid" && type.identifies ? [`The id of ${type.identifies}.`] : []),
    ...(modifiers.personal ? ["Personal: says something about a person."] : []),
    ...(modifiers.private ? ["Private: never leaves the server."] : []),
    ...(modifiers.deprecated ? [`Deprecated: ${modifiers.deprecated}`] : []),
  ];
  return sentences.length === 0 ? undefined : sentences.join(" ");
}
