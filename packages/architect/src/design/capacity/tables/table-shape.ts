import type { EntityModel, TableDescription } from "@lintel/runtime/tools";
import type { ColumnShape } from "../layout/sample.js";
import { storageOf } from "../layout/storage-type.js";
import { proseCompressedTo, usualLengths } from "../widths/usual-lengths.js";
import type { TableWidths } from "../widths/widths.js";
import { vectorLengths } from "../widths/words.js";
import { type IndexShape, shapeOfIndex } from "./index-shape.js";

/** A table as far as its size goes. */
export interface TableShape {
  readonly schema: string;
  readonly name: string;
  readonly columns: readonly ColumnShape[];
  readonly indexes: readonly IndexShape[];
  /** Lengths of the texts that its search column is made of. */
  readonly texts: readonly (readonly number[])[];
  readonly widths?: TableWidths;
}

/** Part of the rows that have no value for a field that need not have one, where nobody has measured it. A rule of thumb. */
const usuallyAbsent = 0.3;

/**
 * The table of an entity in the order in which Lintel makes its columns, each as wide as it was measured to be, or as is usual for its
 * kind and name.
 */
export function shapeOfTable(
  entity: EntityModel,
  table: TableDescription,
  widths: TableWidths | undefined,
): TableShape {
  const lengthsOf = (name: string) => {
    const field = entity.fields.find(({ column }) => column === name);
    return widths?.columns[name]?.lengths ?? (field ? usualLengths(field) : []);
  };
  const texts = Object.keys(entity.search?.weights ?? {}).map((name) =>
    lengthsOf(entity.byName.get(name)?.column ?? name),
  );
  const columns = table.columns.map(({ name, type, notNull }): ColumnShape => {
    const measured = widths?.columns[name];
    const usual = type === "tsvector" ? vectorLengths(texts) : lengthsOf(name);
    return {
      name,
      type: storageOf(type),
      lengths: measured?.lengths ?? usual,
      absent: measured?.absent ?? (notNull ? 0 : absentOf(name)),
      compressed: measured?.lengths ? 1 : proseCompressedTo,
    };
  });
  const unique = table.constraints.filter(({ kind }) => kind === "primary key" || kind === "unique");
  return {
    schema: entity.schema,
    name: table.name,
    columns,
    indexes: [
      ...unique.map(
        ({ name, definition }): IndexShape => ({
          ...shapeOfIndex({ name, definition: ` using btree ${definition}`, columns: [] }),
        }),
      ),
      ...table.indexes.map(shapeOfIndex),
    ],
    texts,
    ...(widths && { widths }),
  };
}

/** Nearly every row of a table from which rows are taken back is there. */
function absentOf(column: string): number {
  return column === "deleted_at" ? 1 : usuallyAbsent;
}
