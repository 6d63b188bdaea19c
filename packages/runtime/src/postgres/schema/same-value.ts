import { quote } from "../identifier.js";
import { conversion } from "./conversion.js";
import type { ColumnDescription, FunctionDescription, TriggerDescription } from "./description.js";
import { textLiteral } from "./literal.js";
import { objectName } from "./object-name.js";
import { ownPrefix } from "./touch.js";

/** Two columns of a table that say the same: that of the release before, and the one that takes its place. */
export interface SameValue {
  readonly schema: string;
  readonly table: string;
  readonly former: ColumnDescription;
  readonly latter: ColumnDescription;
}

const prefix = `${ownPrefix}keep_`;

const functionName = ({ table, latter }: SameValue) => objectName(`${prefix}${table}_${latter.name}`, "same");

/** Before `lintel_touch` in the alphabet, and so before it on a row. */
const triggerName = ({ latter }: SameValue) => objectName(`${prefix}${latter.name}`, "same");

/**
 * The function that keeps two columns equal, whichever a program writes. The two conversions stand in it once each: who
 * needs others edits them in the migration, before it is applied. The backfill goes by way of it too, by touching rows
 * in which the new column is still empty.
 */
export function sameFunction(pair: SameValue): FunctionDescription {
  const name = functionName(pair);
  const { schema, former, latter } = pair;
  const [older, newer] = [`new.${quote(former.name)}`, `new.${quote(latter.name)}`];
  const forth = conversion(older, former.type, latter.type, true);
  const back = conversion(newer, latter.type, former.type, false);
  return {
    name,
    definition: `create or replace function ${quote(schema)}.${quote(name)}() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  by_older_program boolean;
begin
  if tg_op = 'INSERT' then
    by_older_program := ${isDefault(newer, latter)} and not (${isDefault(older, former)});
  else
    by_older_program := ${newer} is not distinct from old.${quote(latter.name)};
  end if;
  if not by_older_program then
    ${older} := ${back};
  elsif tg_op = 'INSERT' or ${newer} is null or ${older} is distinct from old.${quote(former.name)} then
    ${newer} := ${forth};
  end if;
  return new;
end;
$$`,
  };
}

function isDefault(value: string, column: ColumnDescription): string {
  return column.default === undefined
    ? `${value} is null`
    : `${value} is not distinct from ${column.default}`;
}

/** The trigger that calls it; its arguments say which columns it is about. */
export function sameTrigger(pair: SameValue): TriggerDescription {
  const { schema, table, former, latter } = pair;
  const name = triggerName(pair);
  return {
    name,
    definition: `create trigger ${quote(name)}
  before insert or update of ${quote(former.name)}, ${quote(latter.name)} on ${quote(schema)}.${quote(table)}
  for each row execute function ${quote(schema)}.${quote(functionName(pair))}(${textLiteral(former.name)}, ${textLiteral(latter.name)})`,
  };
}

/** The columns that a trigger keeps equal; undefined for any other trigger. */
export function sameColumnsOf({
  name,
  definition,
}: TriggerDescription): { readonly former: string; readonly latter: string } | undefined {
  if (!name.startsWith(prefix)) return undefined;
  const [, former, latter] =
    /\('((?:[^']|'')*)', '((?:[^']|'')*)'\)(?: \(disabled\))?$/.exec(definition) ?? [];
  if (former === undefined || latter === undefined) return undefined;
  return { former: former.replaceAll("''", "'"), latter: latter.replaceAll("''", "'") };
}
