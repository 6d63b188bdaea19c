import type { EntityModel } from "../../blueprint/index.js";
import { quote } from "../identifier.js";
import { fieldOf } from "./condition.js";
import type {
  ColumnDescription,
  FunctionDescription,
  SchemaDescription,
  TableDescription,
  TriggerDescription,
} from "./description.js";
import { textLiteral } from "./literal.js";
import { objectName } from "./object-name.js";
import { ownPrefix } from "./touch.js";

/** The column that full-text search reads, made of the fields that are searched. */
export const searchColumn = "search_vector";

/** Late in the alphabet, and so after triggers of others on a row: it sees what they made of it. */
export const searchTriggerName = `zz_${ownPrefix}search`;

/** The trigger that keeps the search column of a table right, and the function that it calls. */
export interface SearchKeeping {
  readonly trigger: TriggerDescription;
  readonly calls: FunctionDescription;
}

/** An ordinary column, never null: a row that was not worked out yet has no words. */
export function describeSearchColumn(): ColumnDescription {
  return { name: searchColumn, type: "tsvector", notNull: true, default: "''::tsvector" };
}

/**
 * What keeps the search column of an entity right, whoever writes and by whatever SQL; undefined where nothing is
 * searched. It works on a new row and where a statement names a searched column, or the search column itself: what
 * is written there counts for nothing. Any other update pays nothing for it.
 */
export function searchKeeping(entity: EntityModel): SearchKeeping | undefined {
  if (!entity.search) return undefined;
  const { schema, table } = entity;
  const { weights, language } = entity.search;
  const columns = Object.keys(weights).map((name) => fieldOf(entity, name).column);
  const parts = Object.values(weights).map((weight, at) => {
    const words = `to_tsvector(${textLiteral(language)}, coalesce(new.${quote(columns[at] ?? "")}, ''))`;
    return `setweight(${words}, ${textLiteral(weight)})`;
  });
  const name = objectName(`${ownPrefix}search_${table}`, "vector");
  const calls = {
    name,
    definition: `create or replace function ${quote(schema)}.${quote(name)}() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  new.${quote(searchColumn)} :=
    ${parts.join("\n    || ")};
  return new;
end;
$$`,
  };
  const trigger = {
    name: searchTriggerName,
    definition: `create trigger ${quote(searchTriggerName)}
  before insert or update of ${[...columns, searchColumn].map(quote).join(", ")} on ${quote(schema)}.${quote(table)}
  for each row execute function ${quote(schema)}.${quote(name)}()`,
  };
  return { trigger, calls };
}

/** What keeps the search column of a table, in the words of its schema; undefined where nothing does. */
export function keepingOf(
  schema: SchemaDescription,
  { triggers }: TableDescription,
): SearchKeeping | undefined {
  const trigger = triggers.find(isSearchTrigger);
  const calls = schema.functions.find(
    ({ name }) => trigger && new RegExp(`[."]${name}"?\\(`).test(trigger.definition),
  );
  return trigger && calls ? { trigger, calls } : undefined;
}

export function isSearchTrigger({ name }: TriggerDescription): boolean {
  return name === searchTriggerName;
}

const columnName = `(?:"(?:[^"]|"")+"|[^\\s,"]+)`;
const columnList = new RegExp(`(insert or update) of ${columnName}(?:, ${columnName})*(?= on )`, "i");

/**
 * The same trigger at every update. It is this where a searched column changes though no statement names it, since
 * another trigger before it does that.
 */
export function atEveryUpdate(trigger: TriggerDescription): TriggerDescription {
  return { ...trigger, definition: trigger.definition.replace(columnList, "$1") };
}

export function isAtEveryUpdate({ definition }: TriggerDescription): boolean {
  return !columnList.test(definition);
}

/** The columns that the vector is made of. */
export function searchedColumns({ calls }: SearchKeeping): readonly string[] {
  return [...expressionOf(calls).matchAll(/new\."((?:[^"]|"")+)"/g)].map((match) =>
    (match[1] ?? "").replaceAll('""', '"'),
  );
}

/** The SQL that makes the vector of a row, as a statement over the table says it. */
export function vectorOf({ calls }: SearchKeeping): string {
  return expressionOf(calls).replaceAll('new."', '"');
}

/** Whether two make the same vector of the same row. */
export function makesSameVector(one: SearchKeeping, other: SearchKeeping): boolean {
  return expressionOf(one.calls) === expressionOf(other.calls);
}

/** Whether a column that PostgreSQL generates holds the same; where this cannot tell, it says no. */
export function generatesSameVector(generated: string, keeping: SearchKeeping): boolean {
  return plain(generated) === plain(vectorOf(keeping));
}

/** The body of a function is kept as it was written, so this reads what either side says. */
function expressionOf({ definition }: FunctionDescription): string {
  return /:=\s*([\s\S]*?);\n {2}return new;/.exec(definition)?.[1] ?? definition;
}

/** Without what PostgreSQL adds to an expression that it keeps. */
function plain(expression: string): string {
  return expression.replace(/::(?:regconfig|text|"char")|[\s()"]/g, "").toLowerCase();
}
