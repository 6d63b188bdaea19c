import { quote } from "../identifier.js";
import type { ColumnDescription, TableDescription } from "./description.js";

/** A column as `create table` and `add column` spell it. */
export function columnSql(column: ColumnDescription): string {
  return cells(column).filter(Boolean).join(" ");
}

/** `create table`, its columns aligned, with every constraint that needs no other table. */
export function createTableSql(schema: string, table: TableDescription): string {
  const { name, partOf, partitionedBy } = table;
  if (partOf) {
    return `create table ${quote(schema)}.${quote(name)}\n  partition of ${quote(schema)}.${quote(partOf.table)} ${partOf.values}`;
  }
  const rows = table.columns.map(cells);
  const widths = [0, 1].map((cell) => Math.max(...rows.map((row) => row[cell]?.length ?? 0)));
  const columns = rows.map((row) =>
    row
      .map((cell, position) => cell.padEnd(widths[position] ?? 0))
      .filter(Boolean)
      .join(" ")
      .trimEnd(),
  );
  const constraints = table.constraints
    .filter((constraint) => constraint.kind !== "foreign key")
    .map((constraint) => `constraint ${quote(constraint.name)} ${constraint.definition}`);
  const lines = [...columns, ...constraints].map((line) => `  ${line}`);
  const parted = partitionedBy === undefined ? "" : ` partition by ${partitionedBy}`;
  return `create table ${quote(schema)}.${quote(name)} (\n${lines.join(",\n")}\n)${parted}`;
}

function cells(column: ColumnDescription): readonly string[] {
  return [
    quote(column.name),
    column.type,
    column.notNull ? "not null" : "",
    column.generated === undefined ? "" : `generated always as (\n    ${column.generated}\n  ) stored`,
    column.default === undefined ? "" : `default ${column.default}`,
  ];
}
