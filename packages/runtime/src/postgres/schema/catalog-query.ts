import type pg from "pg";
import { logTables } from "../log/names.js";
import type {
  ColumnDescription,
  ConstraintDescription,
  FunctionDescription,
  IndexDescription,
  PolicyDescription,
  SequenceDescription,
  TriggerDescription,
} from "./description.js";
import { policyPrefix } from "./policy.js";
import { searchTriggerName } from "./search-vector.js";
import { ownPrefix } from "./touch.js";

/** A row of the catalogue, with the table (or schema) that it belongs to. */
type Of<T, Owner extends string> = T & { readonly [O in Owner]: string };

/** What `readCatalog` gives: one list a kind of thing, flat. */
export interface Catalog {
  readonly schemas: readonly { readonly name: string; readonly comment: string | null }[];
  readonly functions: readonly Of<FunctionDescription, "schema">[];
  readonly tables: readonly {
    readonly oid: string;
    readonly schema: string;
    readonly name: string;
    readonly comment: string | null;
    readonly rowSecurity: boolean;
    readonly changedByOthers: boolean;
    readonly partitionedBy: string | null;
    readonly partOf: { readonly table: string; readonly values: string } | null;
  }[];
  readonly sequences: readonly Of<SequenceDescription, "schema">[];
  readonly columns: readonly Of<Nullable<ColumnDescription>, "table">[];
  readonly constraints: readonly Of<ConstraintDescription, "table">[];
  readonly indexes: readonly Of<IndexDescription, "table">[];
  readonly triggers: readonly Of<TriggerDescription, "table">[];
  readonly policies: readonly Of<PolicyDescription, "table">[];
}

type Nullable<T> = {
  readonly [K in keyof T]-?: undefined extends T[K] ? Exclude<T[K], undefined> | null : T[K];
};

/** Things whose comment begins with this are a person's, and Lintel does not look at them. */
const keepComment = "lintel: keep";

const session = `
select set_config('search_path', '', false),
       set_config('timezone', 'UTC', false),
       set_config('datestyle', 'ISO, YMD', false),
       set_config('intervalstyle', 'postgres', false)`;

/** One statement, so that the whole is read on one snapshot. $1: schemas; $2: pattern of kept; $3: own prefix; $4: that of policies; $5: the trigger of search; $6: sequences. */
const catalog = `
with
  wanted as (
    select oid, nspname
      from pg_namespace
     where nspname = any ($1)
  ),
  relation as (
    select c.oid, w.nspname, c.relname, c.relrowsecurity, c.relispartition, c.relkind, c.relpartbound
      from pg_class c
      join wanted w on w.oid = c.relnamespace
     where c.relkind in ('r', 'p')
       and coalesce(obj_description(c.oid, 'pg_class'), '') not like $2
  ),
  schemas as (
    select json_agg(json_build_object(
             'name',    nspname,
             'comment', obj_description(oid, 'pg_namespace')) order by nspname) as list
      from wanted
  ),
  functions as (
    select json_agg(json_build_object(
             'schema',     w.nspname,
             'name',       p.proname,
             'definition', pg_get_functiondef(p.oid)) order by p.proname, p.oid) as list
      from pg_proc p
      join wanted w on w.oid = p.pronamespace
     where starts_with(p.proname, $3)
       and p.prokind = 'f'
  ),
  tables as (
    select json_agg(json_build_object(
             'oid',     oid::text,
             'schema',  nspname,
             'name',    relname,
             'comment', obj_description(oid, 'pg_class'),
             'rowSecurity', relrowsecurity,
             'changedByOthers', exists (select from pg_trigger t
                                         where t.tgrelid = relation.oid
                                           and not t.tgisinternal
                                           and t.tgenabled <> 'D'
                                           and t.tgtype & 19 = 19 -- before, for each row, update
                                           and not starts_with(t.tgname, $3)
                                           and t.tgname <> $5),
             'partitionedBy', case when relkind = 'p' then pg_get_partkeydef(oid) end,
             'partOf', case when relispartition then json_build_object(
               'table',  (select p.relname
                            from pg_inherits i
                            join pg_class p on p.oid = i.inhparent
                           where i.inhrelid = relation.oid),
               'values', pg_get_expr(relpartbound, oid)) end) order by relname) as list
      from relation
  ),
  sequences as (
    select json_agg(json_build_object('schema', w.nspname, 'name', c.relname) order by c.relname) as list
      from pg_class c
      join wanted w on w.oid = c.relnamespace
     where c.relkind = 'S'
       and c.relname = any ($6)
       and coalesce(obj_description(c.oid, 'pg_class'), '') not like $2
  ),
  whole as (
    select *
      from relation
     where not relispartition
  ),
  columns as (
    select json_agg(json_build_object(
             'table',     r.oid::text,
             'name',      a.attname,
             'type',      format_type(a.atttypid, a.atttypmod),
             'notNull',   a.attnotnull,
             'default',   case when a.attgenerated = '' then pg_get_expr(d.adbin, d.adrelid) end,
             'generated', case when a.attgenerated <> '' then pg_get_expr(d.adbin, d.adrelid) end,
             'comment',   col_description(r.oid, a.attnum)) order by a.attnum) as list
      from pg_attribute a
      join whole r on r.oid = a.attrelid
      left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
     where a.attnum > 0
       and not a.attisdropped
       and coalesce(col_description(r.oid, a.attnum), '') not like $2
  ),
  constraints as (
    select json_agg(json_build_object(
             'table',      r.oid::text,
             'name',       c.conname,
             'kind',       case c.contype when 'p' then 'primary key' when 'u' then 'unique' when 'c' then 'check'
                                          when 'f' then 'foreign key' else 'exclude' end,
             'definition', pg_get_constraintdef(c.oid),
             'columns',    coalesce((select json_agg(a.attname order by a.attnum)
                                       from pg_attribute a
                                      where a.attrelid = c.conrelid and a.attnum = any (c.conkey)), '[]'))
             order by c.conname) as list
      from pg_constraint c
      join whole r on r.oid = c.conrelid
     where c.contype in ('p', 'u', 'c', 'f', 'x')
       and coalesce(obj_description(c.oid, 'pg_constraint'), '') not like $2
  ),
  indexes as (
    select json_agg(json_build_object(
             'table',      r.oid::text,
             'name',       c.relname,
             'definition', pg_get_indexdef(i.indexrelid) || case when i.indisvalid then '' else ' (invalid)' end,
             'columns',    coalesce((select json_agg(distinct a.attname)
                                       from pg_depend d
                                       join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
                                      where d.classid = 'pg_class'::regclass
                                        and d.objid = i.indexrelid
                                        and d.refobjid = i.indrelid), '[]'))
             order by c.relname) as list
      from pg_index i
      join whole r on r.oid = i.indrelid
      join pg_class c on c.oid = i.indexrelid
     where not exists (select from pg_constraint k
                        where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x'))
       and coalesce(obj_description(i.indexrelid, 'pg_class'), '') not like $2
  ),
  triggers as (
    select json_agg(json_build_object(
             'table',      r.oid::text,
             'name',       t.tgname,
             'definition', pg_get_triggerdef(t.oid) || case t.tgenabled when 'O' then '' else ' (disabled)' end)
             order by t.tgname) as list
      from pg_trigger t
      join whole r on r.oid = t.tgrelid
     where not t.tgisinternal
       and (starts_with(t.tgname, $3) or t.tgname = $5)
  ),
  policies as (
    select json_agg(json_build_object(
             'table',      r.oid::text,
             'name',       p.polname,
             'verb',       v.verb,
             'definition', format('for %s to %s', v.verb, (select string_agg(quote_ident(o.rolname), ', ' order by o.rolname)
                                                             from pg_roles o
                                                            where o.oid = any (p.polroles)))
                           || case when p.polpermissive then '' else ' (restrictive)' end
                           || coalesce(format(E'\\n  using (%s)', pg_get_expr(p.polqual, p.polrelid)), '')
                           || coalesce(format(E'\\n  with check (%s)', pg_get_expr(p.polwithcheck, p.polrelid)), ''),
             'columns',    coalesce((select json_agg(distinct a.attname)
                                       from pg_depend d
                                       join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
                                      where d.classid = 'pg_policy'::regclass
                                        and d.objid = p.oid
                                        and d.refobjid = p.polrelid
                                        and d.refobjsubid > 0), '[]'))
             order by p.polname) as list
      from pg_policy p
      join relation r on r.oid = p.polrelid,
           lateral (select case p.polcmd when '*' then 'all' when 'r' then 'select' when 'a' then 'insert'
                                         when 'w' then 'update' else 'delete' end as verb) v
     where starts_with(p.polname, $4)
  )
select coalesce(schemas.list, '[]')     as schemas,
       coalesce(functions.list, '[]')   as functions,
       coalesce(tables.list, '[]')      as tables,
       coalesce(sequences.list, '[]')   as sequences,
       coalesce(columns.list, '[]')     as columns,
       coalesce(constraints.list, '[]') as constraints,
       coalesce(indexes.list, '[]')     as indexes,
       coalesce(triggers.list, '[]')    as triggers,
       coalesce(policies.list, '[]')    as policies
  from schemas, functions, tables, sequences, columns, constraints, indexes, triggers, policies`;

/** Everything about the schemas of these names, in lists. */
export async function readCatalog(
  client: Pick<pg.ClientBase, "query">,
  schemas: readonly string[],
): Promise<Catalog> {
  await client.query(session);
  const { rows } = await client.query<Catalog>(catalog, [
    schemas,
    `${keepComment}%`,
    ownPrefix,
    policyPrefix,
    searchTriggerName,
    [logTables.sequence],
  ]);
  const [row] = rows;
  return (
    row ?? {
      schemas: [],
      functions: [],
      tables: [],
      sequences: [],
      columns: [],
      constraints: [],
      indexes: [],
      triggers: [],
      policies: [],
    }
  );
}
