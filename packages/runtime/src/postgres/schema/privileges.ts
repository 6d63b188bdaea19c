import type pg from "pg";
import type { EntityModel, ServiceModel } from "../../blueprint/index.js";
import { quote } from "../identifier.js";
import { hasProjections, projectionTable } from "../projections/names.js";
import { clientColumns, columnsBeside } from "./client-columns.js";
import { emptySlotGrant } from "./empty-slot.js";
import { textLiteral } from "./literal.js";

type Client = Pick<pg.ClientBase, "query">;

const columnVerbs = ["select", "insert", "update"] as const;

/**
 * The statements that give the roles of a service what they may do, and take from PUBLIC what nobody may. The service's
 * own role reads and writes rows of its own tables, and makes or changes none. The roles for clients have the columns
 * that the access rules open, the reader to read alone. Columns that the blueprint does not name are left as they
 * are: they belong to the version of the service before, or to the one after. Run after the tables are there.
 */
export function privilegeStatements(service: ServiceModel): readonly string[] {
  const schema = quote(service.schema);
  const role = quote(service.role);
  const { reader, writer } = service.clientRoles;
  return [
    `revoke all on schema ${schema} from public`,
    `revoke all on all tables in schema ${schema} from public`,
    `revoke all on all functions in schema ${schema} from public`,
    `grant usage on schema ${schema} to ${role}, ${quote(reader)}, ${quote(writer)}`,
    `grant select, insert, update, delete on all tables in schema ${schema} to ${role}`,
    `grant usage, select on all sequences in schema ${schema} to ${role}`,
    ...(service.log ? [emptySlotGrant(service.schema, service.role)] : []),
    clientsSql(service),
    ...(hasProjections(service) ? [buildsSql(service)] : []),
  ];
}

/**
 * Grants and takes back column by column, of the tables and columns that are there: in the midst of a migration some
 * are not yet. While a renamed table has a view under its old name, the roles for clients may select its whole rows,
 * since PostgreSQL asks of whoever reads a view the right to every column that it shows; the policies hold as before.
 */
function clientsSql({ schema, entities, clientRoles }: ServiceModel): string {
  const wanted = entities.flatMap((entity) =>
    [
      { role: clientRoles.reader, writes: false },
      { role: clientRoles.writer, writes: true },
    ].map(({ role, writes }) => ({
      role,
      table: entity.table,
      former: entity.formerTables,
      columns: columnsOf(entity),
      writes,
      ...openedTo(entity, writes),
    })),
  );
  return `do $lintel$
declare
  wanted   constant jsonb := ${textLiteral(JSON.stringify(wanted))};
  one      jsonb;
  relation text;
  old_name text;
  verb     text;
  opened   text;
  closed   text;
begin
  for one in select jsonb_array_elements(wanted) loop
    relation := format('%I.%I', ${textLiteral(schema)}, one->>'table');
    continue when to_regclass(relation) is null;
    select format('%I.%I', n.nspname, c.relname)
      into old_name
      from pg_class c
      join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = ${textLiteral(schema)} and c.relkind = 'v' and one->'former' ? c.relname;
    if old_name is not null then
      execute format('grant select on %s, %s to %I', relation, old_name, one->>'role');
      if (one->>'writes')::boolean then
        execute format('grant insert, update, delete on %s to %I', old_name, one->>'role');
      end if;
    elsif has_table_privilege(one->>'role', relation, 'select') then
      execute format('revoke select on %s from %I', relation, one->>'role');
    end if;
    foreach verb in array array['select', 'insert', 'update'] loop
      select string_agg(quote_ident(a.attname), ', ') filter (where one->verb ? a.attname),
             string_agg(quote_ident(a.attname), ', ') filter (where not one->verb ? a.attname)
        into opened, closed
        from pg_attribute a
       where a.attrelid = to_regclass(relation) and not a.attisdropped and one->'columns' ? a.attname;
      if closed is not null then
        execute format('revoke %s (%s) on %s from %I', verb, closed, relation, one->>'role');
      end if;
      if opened is not null then
        execute format('grant %s (%s) on %s to %I', verb, opened, relation, one->>'role');
      end if;
    end loop;
    execute format('revoke truncate, references, trigger on %s from %I', relation, one->>'role');
    if (one->>'delete')::boolean then
      execute format('grant delete on %s to %I', relation, one->>'role');
    else
      execute format('revoke delete on %s from %I', relation, one->>'role');
    end if;
  end loop;
end $lintel$`;
}

/** Whoever reads a projection is shown its live build, and so may see which one that is. */
function buildsSql({ schema, clientRoles }: ServiceModel): string {
  const table = `${quote(schema)}.${quote(projectionTable)}`;
  const roles = `${quote(clientRoles.reader)}, ${quote(clientRoles.writer)}`;
  return `do $lintel$
begin
  if to_regclass(${textLiteral(table)}) is not null then
    revoke all on ${table} from ${roles};
    grant select (name, generation, state) on ${table} to ${roles};
  end if;
end $lintel$`;
}

function openedTo(entity: EntityModel, writes: boolean) {
  const columns = clientColumns(entity);
  return writes ? columns : { ...columns, insert: [], update: [], delete: false };
}

function columnsOf(entity: EntityModel): readonly string[] {
  return [...entity.fields.map((field) => field.column), ...columnsBeside(entity)];
}

interface Privilege {
  readonly object: string;
  readonly privilege: string;
  readonly grantee: string;
}

/** What differs from {@link privilegeStatements} in the live database, a sentence each. */
export async function privilegeFindings(client: Client, service: ServiceModel): Promise<readonly string[]> {
  const { rows } = await client.query<
    Privilege & { owned: boolean; column: string | null; table: string | null }
  >(
    `with
       relation as (
         select c.oid, c.relname, c.relowner, c.relacl
           from pg_class c
           join pg_namespace n on n.oid = c.relnamespace
          where n.nspname = $1 and c.relkind in ('r', 'p')
       ),
       granted as (
         select format('schema %s', n.nspname) as object, null as "table", null as "column",
                n.nspowner as owner, acl.grantee, acl.privilege_type
           from pg_namespace n, aclexplode(n.nspacl) acl
          where n.nspname = $1
         union all
         select format('%s.%s', $1, r.relname), r.relname, null, r.relowner, acl.grantee, acl.privilege_type
           from relation r, aclexplode(r.relacl) acl
         union all
         select format('%s.%s (%s)', $1, r.relname, a.attname), r.relname, a.attname, r.relowner, acl.grantee, acl.privilege_type
           from relation r
           join pg_attribute a on a.attrelid = r.oid and not a.attisdropped, aclexplode(a.attacl) acl
       )
     select g.object, g."table", g."column", g.privilege_type as privilege,
            coalesce(o.rolname, 'PUBLIC') as grantee, g.grantee = g.owner as owned
       from granted g
       left join pg_roles o on o.oid = g.grantee
      union all
     select format('%s.%s', $1, c.relname), c.relname, null, '', c.relkind::text, true
       from pg_class c
       join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = $1 and c.relkind in ('r', 'p', 'v')`,
    [service.schema],
  );
  if (rows.length === 0) return [];
  const relations = rows.filter(({ privilege }) => privilege === "");
  const named = (isView: boolean) =>
    new Set(
      relations.filter(({ grantee }) => (grantee === "v") === isView).flatMap(({ table }) => table ?? []),
    );
  const wanted = [...wantedPrivileges(service, named(false), named(true))];
  const held = rows.filter((row) => row.privilege !== "" && !row.owned);
  const owner = rows.some((row) => row.owned && row.grantee === service.role);
  const known = new Map(service.entities.map((entity) => [entity.table, new Set(columnsOf(entity))]));
  const isKnown = (table: string | null, column: string | null) =>
    column === null || (known.get(table ?? "")?.has(column) ?? false);
  const key = ({ object, privilege, grantee }: Privilege) => `${grantee} ${privilege} ${object}`;
  const [wants, has] = [new Set(wanted.map(key)), new Set(held.map(key))];
  return [
    ...held
      .filter((one) => isKnown(one.table, one.column) && !wants.has(key(one)))
      .map((one) => `${one.grantee} has ${one.privilege} on ${one.object}, and should not.`),
    ...wanted
      .filter((one) => !has.has(key(one)) && !(owner && one.grantee === service.role))
      .map((one) => `${one.grantee} has no ${one.privilege} on ${one.object}.`),
  ].sort();
}

function* wantedPrivileges(
  service: ServiceModel,
  tables: ReadonlySet<string>,
  views: ReadonlySet<string>,
): Generator<Privilege> {
  const { role, schema, clientRoles } = service;
  for (const grantee of [role, clientRoles.reader, clientRoles.writer]) {
    yield { object: `schema ${schema}`, privilege: "USAGE", grantee };
  }
  for (const table of tables) {
    for (const privilege of ["SELECT", "INSERT", "UPDATE", "DELETE"]) {
      yield { object: `${schema}.${table}`, privilege, grantee: role };
    }
  }
  for (const entity of service.entities.filter(({ table }) => tables.has(table))) {
    const object = `${schema}.${entity.table}`;
    for (const [grantee, writes] of [
      [clientRoles.reader, false],
      [clientRoles.writer, true],
    ] as const) {
      const opened = openedTo(entity, writes);
      for (const verb of columnVerbs) {
        for (const column of opened[verb]) {
          yield { object: `${object} (${column})`, privilege: verb.toUpperCase(), grantee };
        }
      }
      if (opened.delete) yield { object, privilege: "DELETE", grantee };
      if (entity.formerTables.some((name) => views.has(name))) yield { object, privilege: "SELECT", grantee };
    }
  }
}
