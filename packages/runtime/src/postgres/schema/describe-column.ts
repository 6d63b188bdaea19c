import type { EntityModel, FieldModel } from "../../blueprint/index.js";
import { generationColumn } from "../projections/names.js";
import { columnType } from "./column-type.js";
import type { ColumnDescription } from "./description.js";
import { literal } from "./literal.js";
import { describeSearchColumn } from "./search-vector.js";

const systemDefaults: { readonly [name: string]: string } = {
  createdAt: "now()",
  updatedAt: "now()",
  version: "1",
};

/** The columns of an entity's table, those that are no field last. */
export function describeColumns(entity: EntityModel): readonly ColumnDescription[] {
  const isKept = ({ name, system }: FieldModel) => system || name === entity.projection?.key;
  const columns = entity.fields.map((field) => {
    const column = describeColumn(field);
    // A build of an older version lacks what a newer one adds to the table that they share.
    return entity.projection && !isKept(field) ? { ...column, notNull: false } : column;
  });
  return [
    ...columns,
    ...(entity.search ? [describeSearchColumn()] : []),
    ...(entity.projection
      ? [
          {
            name: generationColumn,
            type: "integer",
            notNull: true,
            default: "0",
            comment: "Which build it belongs to.",
          },
        ]
      : []),
  ];
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
