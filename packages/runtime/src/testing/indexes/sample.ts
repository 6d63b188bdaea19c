import pg from "pg";
import type { EntityModel, FieldModel } from "../../blueprint/index.js";

const { escapeIdentifier: quote } = pg;

/** The id of the row with this number, and of whoever owns rows. */
export function sampleId(number: number): string {
  return `00000000-0000-7000-8000-${String(number).padStart(12, "0")}`;
}

/** A value of the field, in the spelling that a query string has for it and PostgreSQL too. */
export function sampleValue({ type }: FieldModel): string {
  switch (type.kind) {
    case "uuid":
    case "reference":
      return sampleId(42);
    case "boolean":
      return "true";
    case "enumeration":
      return type.values[0] ?? "";
    case "date":
      return "2020-02-28";
    case "timestamp":
      return "2020-02-28T12:00:00Z";
    case "email":
      return "person42@example.com";
    case "url":
      return "https://example.com/42";
    case "text":
      return "oak 42";
    default:
      return "4";
  }
}

/** Words that `q` may look for in the rows that {@link fillTable} makes. */
export const sampleWords = "oak red";

/** Different values of a field that need not differ from row to row. */
const usualDistinct = 997;

/** Rows for a table: as many as told, varied as those of a table in use are. The checks of the table must be gone. */
export function fillTable(entity: EntityModel, rows: number): string {
  const distinct = distinctFields(entity);
  const fields = entity.fields.filter((field) => field.name !== "version");
  const values = fields.map((field) => valueSql(field, distinct.has(field)));
  return `insert into ${quote(entity.schema)}.${quote(entity.table)} (
  ${fields.map((field) => quote(field.column)).join(", ")}
)
select ${values.join(",\n       ")}
from   generate_series(1, ${rows}) as n`;
}

const alike: ReadonlySet<string> = new Set(["boolean", "enumeration", "json", "object", "list"]);

/** The fields that must hold another value in each row: of what is unique together, one is enough. */
function distinctFields(entity: EntityModel): ReadonlySet<FieldModel> {
  const together = entity.indexes
    .filter(({ unique }) => unique)
    .map(({ fields }) => fields.flatMap((name) => entity.byName.get(name.replace(/^-/, "")) ?? []));
  return new Set([
    ...entity.fields.filter(({ name, modifiers }) => name === "id" || modifiers.unique),
    ...together.flatMap((fields) => fields.filter(({ type }) => !alike.has(type.kind)).at(-1) ?? []),
  ]);
}

function valueSql(field: FieldModel, isDistinct: boolean): string {
  if (field.name === "deletedAt") return "case when n % 50 = 0 then now() end";
  const value = presentSql(field, isDistinct ? "n" : `(n * 7 % ${usualDistinct})`);
  return field.modifiers.optional && !isDistinct ? `case when n % 10 > 0 then ${value} end` : value;
}

function presentSql({ type }: FieldModel, n: string): string {
  switch (type.kind) {
    case "uuid":
    case "reference":
      return `('${sampleId(0).slice(0, -12)}' || lpad(${n}::text, 12, '0'))::uuid`;
    case "text":
      return `(array['oak', 'red', 'old', 'tall'])[1 + n % 4] || ' ' || (array['table', 'chair', 'red lamp'])[1 + n % 3] || ' ' || ${n}`;
    case "email":
      return `'person' || ${n} || '@example.com'`;
    case "url":
      return `'https://example.com/' || ${n}`;
    case "boolean":
      return "n % 20 <> 0";
    case "enumeration": {
      const values = type.values.map((value) => `'${value.replaceAll("'", "''")}'`).join(", ");
      return `(array[${values}])[1 + n % ${type.values.length}]`;
    }
    case "date":
      return `current_date - ${n}::integer`;
    case "timestamp":
      return `now() - ${n} * interval '1 minute'`;
    case "decimal":
    case "money":
      return `(${n}::numeric / ${10 ** type.scale} % ${10 ** (type.precision - type.scale)})`;
    case "json":
    case "object":
      return "'{}'::jsonb";
    case "list":
      return ["list", "object", "json", "many"].includes(type.item.type.kind) ? "'[]'::jsonb" : "'{}'";
    default:
      return n;
  }
}
