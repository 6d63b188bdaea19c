import { quote } from "../identifier.js";
import { emptySlotName, logTables, partitionOf } from "../log/names.js";
import type { FunctionDescription } from "./description.js";
import { textLiteral } from "./literal.js";

/**
 * The function that empties a slot of a service's log with the rights of who owns the tables: the service's own role may not
 * truncate. It empties only what lies before `first_kept` and has its positions, waits for no lock longer than 200 ms, and
 * says whether it did.
 */
export function emptySlotFunction(schema: string): FunctionDescription {
  const table = (kind: "outbox" | "log") =>
    `format('%I.%I', ${textLiteral(schema)}, ${textLiteral(partitionOf(kind, ""))} || slot)::regclass`;
  return {
    name: emptySlotName,
    definition: `create or replace function ${quote(schema)}.${quote(emptySlotName)}(slot smallint) returns boolean
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
set lock_timeout = '200ms'
as $$
declare
  outbox constant regclass := ${table("outbox")};
  log    constant regclass := ${table("log")};
  may    boolean;
begin
  execute format('lock table %s in share mode', outbox);
  execute format(
    'select not exists (select from %1$s where position + events > h.first_kept)
        and (select count(*) from %2$s) = (select coalesce(sum(events), 0) from %1$s)
       from %3$s h',
    log, outbox, format('%I.%I', ${textLiteral(schema)}, ${textLiteral(logTables.head)})
  ) into may;
  if may then
    execute format('truncate %s, %s', outbox, log);
  end if;
  return may;
end;
$$`,
  };
}

/** The statement that lets a service's role call it, where it is there. */
export function emptySlotGrant(schema: string, role: string): string {
  const signature = `${quote(schema)}.${quote(emptySlotName)}(smallint)`;
  return `do $lintel$
begin
  if to_regprocedure(${textLiteral(signature)}) is not null then
    grant execute on function ${signature} to ${quote(role)};
  end if;
end $lintel$`;
}
