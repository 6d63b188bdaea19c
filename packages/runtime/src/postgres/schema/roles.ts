import type pg from "pg";
import type { ServiceModel } from "../../blueprint/index.js";
import { failure } from "../../errors.js";
import { quote } from "../identifier.js";

type Client = Pick<pg.ClientBase, "query">;

/** What can go wrong when two processes do the same to one role: trying again finds it done. */
const collisions = new Set(["42710", "23505", "XX000", "40001"]);

/**
 * Sees to it that every service has its role, without login, and that the connected login can `set role` to it.
 * Roles belong to the whole server, so this is done outside of migrations, and again costs one query.
 *
 * @throws `DATABASE_PRIVILEGE_MISSING` where the login may not do it, with the SQL that an administrator runs.
 */
export async function ensureRoles(client: Client, services: readonly ServiceModel[]): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const { login, statements } = await missingRoles(client, services);
    if (statements.length === 0) return;
    try {
      for (const statement of statements) await client.query(statement);
      return;
    } catch (error) {
      const state = (error as { code?: string }).code ?? "";
      if (collisions.has(state) && attempt < 10) continue;
      if (state !== "42501") throw error;
      throw failure(
        "DATABASE_PRIVILEGE_MISSING",
        `The login "${login}" may not create roles or grant them. Let an administrator run:\n${statements.map((one) => `  ${one};`).join("\n")}`,
        { cause: error },
      );
    }
  }
}

async function missingRoles(client: Client, services: readonly ServiceModel[]) {
  const { rows } = await client.query<{ login: string; role: string; exists: boolean; usable: boolean }>(
    `select current_user                      as login,
            wanted.role,
            r.oid is not null                 as exists,
            coalesce(pg_has_role(current_user, r.oid, case
              when current_setting('server_version_num')::int >= 160000 then 'SET' else 'MEMBER'
            end), false)                      as usable
       from unnest($1::text[]) as wanted (role)
       left join pg_roles r on r.rolname = wanted.role`,
    [services.map((service) => service.role)],
  );
  const login = rows[0]?.login ?? "";
  const statements = rows.flatMap(({ role, exists, usable }) => [
    ...(exists ? [] : [`create role ${quote(role)} nologin`]),
    ...(usable ? [] : [`grant ${quote(role)} to ${quote(login)}`]),
  ]);
  return { login, statements };
}

/**
 * The statements that give a service's role what it may do, and take from PUBLIC what nobody may: rows of its own
 * tables to read and write, no table to make or change, nothing in another schema. Run after the tables are there.
 */
export function privilegeStatements(service: ServiceModel): readonly string[] {
  const schema = quote(service.schema);
  const role = quote(service.role);
  return [
    `revoke all on schema ${schema} from public`,
    `revoke all on all tables in schema ${schema} from public`,
    `revoke all on all functions in schema ${schema} from public`,
    `grant usage on schema ${schema} to ${role}`,
    `grant select, insert, update, delete on all tables in schema ${schema} to ${role}`,
    `grant usage, select on all sequences in schema ${schema} to ${role}`,
  ];
}

/** What differs from {@link privilegeStatements} in the live database, a sentence each. */
export async function privilegeFindings(client: Client, service: ServiceModel): Promise<readonly string[]> {
  const { rows } = await client.query<{ sentence: string }>(
    `with
       granted as (
         select format('schema %s', n.nspname) as object, n.nspowner as owner, acl.grantee, acl.privilege_type
           from pg_namespace n, aclexplode(n.nspacl) acl
          where n.nspname = $1
         union all
         select format('%s.%s', n.nspname, c.relname), c.relowner, acl.grantee, acl.privilege_type
           from pg_class c
           join pg_namespace n on n.oid = c.relnamespace, aclexplode(c.relacl) acl
          where n.nspname = $1 and c.relkind in ('r', 'p')
       ),
       needed as (
         select format('schema %s', n.nspname) as object, 'USAGE' as privilege_type
           from pg_namespace n
          where n.nspname = $1
         union all
         select format('%s.%s', n.nspname, c.relname), privilege
           from pg_class c
           join pg_namespace n on n.oid = c.relnamespace,
                unnest('{SELECT,INSERT,UPDATE,DELETE}'::text[]) as privilege
          where n.nspname = $1 and c.relkind in ('r', 'p')
       ),
       held as (
         select g.object, g.privilege_type, coalesce(r.rolname, 'PUBLIC') as grantee
           from granted g
           left join pg_roles r on r.oid = g.grantee
          where g.grantee <> g.owner
       )
     select format('%s has %s on %s, and should not.', grantee, privilege_type, object) as sentence
       from held
      where (grantee, object, privilege_type) not in (select $2, object, privilege_type from needed)
     union all
     select format('%s has no %s on %s.', $2, privilege_type, object)
       from needed
      where (object, privilege_type) not in (select object, privilege_type from held where grantee = $2)
        and not exists (select from pg_namespace n join pg_roles r on r.oid = n.nspowner
                         where n.nspname = $1 and r.rolname = $2)
      order by 1`,
    [service.schema, service.role],
  );
  return rows.map((row) => row.sentence);
}
