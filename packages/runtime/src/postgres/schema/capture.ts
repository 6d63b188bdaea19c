import type { EntityModel, FieldModel } from "../../blueprint/index.js";
import { quote } from "../identifier.js";
import { logTables } from "../log/names.js";
import type { FunctionDescription, TriggerDescription } from "./description.js";
import { textLiteral } from "./literal.js";
import { searchColumn } from "./search-vector.js";
import { ownPrefix } from "./touch.js";

const record = `${ownPrefix}record`;
const kinds = ["insert", "update", "delete", "truncate"] as const;

/** Whether a trigger of that name writes changes down; the one for each row did, in databases that were made earlier. */
export function isCaptureTrigger({ name }: TriggerDescription): boolean {
  return name.startsWith(`${ownPrefix}capture`);
}

/**
 * The function that writes down what happens to the rows of a feed, whoever changes them and by whatever SQL: once a statement,
 * for all of its rows. It has the rights of who owns the tables, so that nobody else needs any in `outbox`. Its arguments are the
 * entity's name and the columns that are not told.
 *
 * An updated row is found again by its id and its version, which is one more afterwards. Rows that are not found so are of a
 * backfill, which leaves the version as it is and is no change; or their id changed: then one row is gone and another is there.
 * The join is a full one, which PostgreSQL never does by a loop in a loop, so a plan that was made for one row is good
 * for a million; without `force_generic_plan` it would plan anew for each statement of few rows. One statement can change a row twice
 * (two foreign keys that are set null), hence the order.
 *
 * Rows without another are for a statement of their own: what that one asks for would have to be made ready for every statement, which costs
 * more than the rest where one row is changed. The first one says in a setting whether it has seen any.
 */
export function captureFunction(schema: string): FunctionDescription {
  const outbox = `${quote(schema)}.${quote(logTables.outbox)}`;
  return {
    name: record,
    definition: `create or replace function ${quote(schema)}.${quote(record)}() returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
declare
  cause  constant jsonb  := nullif(current_setting('lintel.cause', true), '')::jsonb;
  untold constant text[] := tg_argv[1];
begin
  case tg_op
    when 'INSERT' then
      insert into ${outbox} (kind, subject, key, version, after, cause)
      select 'insert', tg_argv[0], n.id, n.version, to_jsonb(n) - untold, cause
        from new_rows n;
    when 'UPDATE' then
      insert into ${outbox} (kind, subject, key, version, before, after, cause)
      select 'update', tg_argv[0], n.id, n.version, to_jsonb(o) - untold, to_jsonb(n) - untold, cause
        from new_rows n
        full join old_rows o on o.id = n.id and o.version + 1 = n.version
       where case
               when n.id is null or o.id is null then set_config('lintel.unpaired', 'on', true) is null
               else true
             end
       order by n.version;
      if current_setting('lintel.unpaired', true) = 'on' then
        perform set_config('lintel.unpaired', '', true);
        insert into ${outbox} (kind, subject, key, version, before, after, cause)
        select case when o.id is null then 'insert' else 'delete' end,
               tg_argv[0], coalesce(n.id, o.id), coalesce(n.version, o.version),
               case when o.id is not null then to_jsonb(o) - untold end,
               case when n.id is not null then to_jsonb(n) - untold end,
               cause
          from new_rows n
          full join old_rows o on o.id = n.id and o.version + 1 = n.version
         where case
                 when o.id is null then (n.id, n.version) not in (select b.id, b.version from old_rows b)
                 when n.id is null then (o.id, o.version) not in (select b.id, b.version from new_rows b)
               end
         order by coalesce(n.version, o.version);
      end if;
    when 'DELETE' then
      insert into ${outbox} (kind, subject, key, version, before, cause)
      select 'delete', tg_argv[0], o.id, o.version, to_jsonb(o) - untold, cause
        from old_rows o;
    else
      insert into ${outbox} (kind, subject, key, version, cause)
      values ('truncate', tg_argv[0], '', 0, cause);
  end case;
  return null;
end;
$$`,
  };
}

const rowsOf = {
  insert: "\n  referencing new table as new_rows",
  update: "\n  referencing old table as old_rows new table as new_rows",
  delete: "\n  referencing old table as old_rows",
  truncate: "",
} as const;

/** The triggers that call it for the table of an entity; none where it is no feed. */
export function captureTriggers(entity: EntityModel): readonly TriggerDescription[] {
  if (!entity.feed) return [];
  const { schema, table } = entity;
  const untold = `{${untoldColumns(entity).map(arrayElement).join(",")}}`;
  return kinds.map((kind) => {
    const name = `${ownPrefix}capture_${kind}`;
    const values = kind === "truncate" ? [entity.name] : [entity.name, untold];
    return {
      name,
      definition: `create trigger ${quote(name)}
  after ${kind} on ${quote(schema)}.${quote(table)}${rowsOf[kind]}
  for each statement execute function ${quote(schema)}.${quote(record)}(${values.map(textLiteral).join(", ")})`,
    };
  });
}

/** Private columns, under the names too that they had in the release before, and the column that search reads. */
export function untoldColumns(entity: EntityModel): readonly string[] {
  const names = ({ column, formerColumns = [] }: FieldModel) => [column, ...formerColumns];
  const hidden = entity.fields.filter((field) => field.modifiers.private).flatMap(names);
  return [...hidden, ...(entity.search ? [searchColumn] : [])];
}

function arrayElement(name: string): string {
  return `"${name.replace(/["\\]/g, "\\$&")}"`;
}
