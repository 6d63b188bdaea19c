import { quote } from "../identifier.js";
import type { FunctionDescription, TriggerDescription } from "./description.js";

/** Functions and triggers of Lintel's own begin with this; others are a person's, and are left alone. */
export const ownPrefix = "lintel_";
const touch = `${ownPrefix}touch`;

/**
 * The function that keeps `updated_at` and `version` right, whoever changes a row and by whatever SQL. The time
 * never goes backward in one row, even when a transaction that began earlier writes later. A backfill says what a row
 * already said under another name, and is no change of it; only who may empty the table can call a change that.
 */
export function touchFunction(schema: string): FunctionDescription {
  return {
    name: touch,
    definition: `create or replace function ${quote(schema)}.${quote(touch)}() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  if current_setting('lintel.backfill', true) = 'on' and has_table_privilege(tg_relid, 'truncate') then
    return new;
  end if;
  new.updated_at := greatest(now(), old.updated_at);
  new.version    := old.version + 1;
  return new;
end;
$$`,
  };
}

/** The trigger that calls it for a table. */
export function touchTrigger(schema: string, table: string): TriggerDescription {
  return {
    name: touch,
    definition: `create trigger ${quote(touch)}
  before update on ${quote(schema)}.${quote(table)}
  for each row execute function ${quote(schema)}.${quote(touch)}()`,
  };
}
