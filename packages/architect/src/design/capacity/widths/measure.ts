import { quote, type TableDescription } from "@lintel/runtime/tools";
import { storageOf } from "../layout/storage-type.js";
import { shapeOfIndex } from "../tables/index-shape.js";
import type { TableWidths } from "./widths.js";

/** Rows that are looked at: more would hardly change a figure. */
const sampleSize = 10_000;

/** Lengths are kept at ten equal steps of how many values are shorter. */
const steps = Array.from({ length: 11 }, (_, step) => step / 10);

/**
 * The statement that measures a table on a sample of its rows, one row with one column `widths` as {@link TableWidths}: lengths as they are
 * kept, what is absent, parts of indexes with a condition, and words. It reads and changes nothing. No row is looked at twice, and no value leaves
 * the database.
 */
export function widthsStatement(schema: string, table: TableDescription): string {
  const name = `${quote(schema)}.${quote(table.name)}`;
  const columns = table.columns.flatMap((column) => {
    const varies = storageOf(column.type).kind === "varying";
    const measures = [
      ...(varies ? [`'lengths', ${lengthsOf(column.name)}`] : []),
      ...(column.notNull ? [] : [`'absent', ${partSql(`${quote(column.name)} is null`)}`]),
    ];
    return measures.length === 0 ? [] : [`${text(column.name)}, json_build_object(${measures.join(", ")})`];
  });
  const parts = table.indexes
    .map(shapeOfIndex)
    .flatMap(({ name: index, where }) => (where === undefined ? [] : [`${text(index)}, ${partSql(where)}`]));
  const vector = table.columns.find(({ type }) => type === "tsvector");
  return `with sample as materialized (
  select *
    from ${name} tablesample bernoulli (least(100, 100.0 * ${sampleSize} / greatest(1,
           (select reltuples from pg_class where oid = ${text(name)}::regclass)))) repeatable (1)
)
select json_build_object(
  'rows', (select count(*) from sample),
  'columns', ${objectSql(columns)},
  'parts', ${objectSql(parts)}${vector ? `,\n  'words', ${wordsSql(name, vector.name)}` : ""}
) as widths`;
}

/** Each entry is an aggregate over the sample. */
function objectSql(entries: readonly string[]): string {
  return entries.length === 0
    ? "'{}'::json"
    : `(select json_build_object(${entries.join(",\n    ")}) from sample)`;
}

function lengthsOf(column: string): string {
  const bytes = `pg_column_size(${quote(column)})`;
  const kept = `case when ${bytes} <= 127 then ${bytes} - 1 else ${bytes} - 4 end`;
  return `coalesce(percentile_disc(array[${steps.join(", ")}]) within group (order by ${kept}), '{}')`;
}

function partSql(condition: string): string {
  return `coalesce(round(avg(case when ${condition} then 1 else 0 end), 4), 0)`;
}

/** Words by how many rows of the sample they are in: each number up to eight, and from there on twice as many at a time. */
function wordsSql(table: string, column: string): string {
  const sample = `select ${quote(column)} from ${table} tablesample bernoulli (least(100, 100.0 * ${sampleSize} / greatest(1,
    (select reltuples from pg_class where oid = ${text(table)}::regclass)))) repeatable (1)`;
  return `(
    with words as (select word, ndoc from ts_stat(${text(sample)})),
         classes as (
           select round(avg(ndoc), 2) as found, count(*) as words
             from words
            group by case when ndoc <= 8 then ndoc else 8 + ceil(log(2, ndoc / 8.0)) end
         )
    select json_build_object(
             'lengths', (select coalesce(percentile_disc(array[${steps.join(", ")}]) within group (order by octet_length(word)), '{}') from words),
             'classes', coalesce((select json_agg(json_build_array(found, words) order by found) from classes), '[]'))
  )`;
}

/** A literal, whatever is in it. */
function text(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/** What the statement came to: as it is kept. */
export function measuredWidths(row: { readonly widths: unknown }): TableWidths {
  const { rows, columns, parts, words } = row.widths as TableWidths;
  // Where a sample has no value of a column, or no word, nothing is known of their lengths: they are taken as usual.
  const known = Object.entries(columns).map(([name, { lengths, ...rest }]) => [
    name,
    lengths === undefined || lengths.length === 0 ? rest : { lengths, ...rest },
  ]);
  return Object.freeze({
    rows,
    columns: Object.fromEntries(known) as TableWidths["columns"],
    parts,
    ...(words && words.lengths.length > 0 && { words }),
  });
}
