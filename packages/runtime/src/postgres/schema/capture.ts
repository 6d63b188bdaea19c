import type { EntityModel, FieldModel } from "../../blueprint/index.js";
import { quote } from "../identifier.js";
import { logTables } from "../log/names.js";
import type { FunctionDescription, TriggerDescription } from "./description.js";
import { textLiteral } from "./literal.js";
import { searchColumn } from "./search-vector.js";
import { ownPrefix } from "./touch.js";

const capture = `${ownPrefix}capture`;

/**
 * The function that writes down what happens to the rows of a feed, whoever changes them and by whatever SQL. It has the
 * rights of who owns the tables, so that nobody else needs any in `outbox`. Its arguments are the entity's name and the
 * columns that are not told. A backfill is no change of a row, and leaves its version as it is.
 */
export function captureFunction(schema: string): FunctionDescription {
  const outbox = `${quote(schema)}.${quote(logTables.outbox)}`;
  return {
    name: capture,
    definition: `create or replace function ${quote(schema)}.${quote(capture)}() returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  cause  constant jsonb  := nullif(current_setting('lintel.cause', true), '')::jsonb;
  untold constant text[] := tg_argv[1];
begin
  case tg_op
    when 'INSERT' then
      insert into ${outbox} (kind, subject, key, version, after, cause)
      values ('insert', tg_argv[0], new.id, new.version, to_jsonb(new) - untold, cause);
    when 'UPDATE' then
      if new.version is distinct from old.version then
        insert into ${outbox} (kind, subject, key, version, before, after, cause)
        values ('update', tg_argv[0], new.id, new.version, to_jsonb(old) - untold, to_jsonb(new) - untold, cause);
      end if;
    when 'DELETE' then
      insert into ${outbox} (kind, subject, key, version, before, cause)
      values ('delete', tg_argv[0], old.id, old.version, to_jsonb(old) - untold, cause);
    else
      insert into ${outbox} (kind, subject, key, version, cause)
      values ('truncate', tg_argv[0], '', 0, cause);
  end case;
  return null;
end;
$$`,
  };
}

/** The triggers that call it for the table of an entity; none where it is no feed. */
export function captureTriggers(entity: EntityModel): readonly TriggerDescription[] {
  if (!entity.feed) return [];
  const { schema, table } = entity;
  const untold = `{${untoldColumns(entity).map(arrayElement).join(",")}}`;
  const calls = (values: readonly string[]) =>
    `execute function ${quote(schema)}.${quote(capture)}(${values.map(textLiteral).join(", ")})`;
  return [
    {
      name: capture,
      definition: `create trigger ${quote(capture)}
  after insert or update or delete on ${quote(schema)}.${quote(table)}
  for each row ${calls([entity.name, untold])}`,
    },
    {
      name: `${capture}_truncate`,
      definition: `create trigger ${quote(`${capture}_truncate`)}
  after truncate on ${quote(schema)}.${quote(table)}
  for each statement ${calls([entity.name])}`,
    },
  ];
}

/** Private columns, under the names too that they had in the release before, and the column that search reads. */
function untoldColumns(entity: EntityModel): readonly string[] {
  const names = ({ column, formerColumns = [] }: FieldModel) => [column, ...formerColumns];
  const hidden = entity.fields.filter((field) => field.modifiers.private).flatMap(names);
  return [...hidden, ...(entity.search ? [searchColumn] : [])];
}

function arrayElement(name: string): string {
  return `"${name.replace(/["\\]/g, "\\$&")}"`;
}
