import type { EntityModel, FieldModel } from "../../blueprint/index.js";
import { quote } from "../identifier.js";
import { columnType } from "./column-type.js";
import { fieldOf } from "./condition.js";
import type { ColumnDescription } from "./description.js";
import { literal, textLiteral } from "./literal.js";

/** The column that full-text search reads, made by PostgreSQL from the fields that are searched. */
export const searchColumn = "search_vector";

const systemDefaults: { readonly [name: string]: string } = {
  createdAt: "now()",
  updatedAt: "now()",
  version: "1",
};

/** The columns of an entity's table, the search column last. */
export function describeColumns(entity: EntityModel): readonly ColumnDescription[] {
  const columns = entity.fields.map(describeColumn);
  return entity.search ? [...columns, describeSearchColumn(entity)] : columns;
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

function describeSearchColumn(entity: EntityModel): ColumnDescription {
  const { weights = {}, language = "simple" } = entity.search ?? {};
  const parts = Object.entries(weights).map(([name, weight]) => {
    const { column } = fieldOf(entity, name);
    const words = `to_tsvector(${textLiteral(language)}, coalesce(${quote(column)}, ''))`;
    return `setweight(${words}, ${textLiteral(weight)})`;
  });
  return { name: searchColumn, type: "tsvector", notNull: false, generated: parts.join("\n    || ") };
}
