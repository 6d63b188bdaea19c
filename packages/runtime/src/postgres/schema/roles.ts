import type pg from "pg";
import type { ServiceModel } from "../../blueprint/index.js";
import { failure } from "../../errors.js";
import { quote } from "../identifier.js";

type Client = Pick<pg.ClientBase, "query">;

/** What can go wrong when two processes do the same to one role: trying again finds it done. */
const collisions = new Set(["42710", "23505", "XX000", "40001"]);

/** The roles of a service, none of which can log in. */
export function rolesOf({ role, clientRoles }: ServiceModel): readonly string[] {
  return [role, clientRoles.reader, clientRoles.writer];
}

/**
 * Sees to it that every service has its roles, without login, and that the connected login can `set role` to them.
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
    [services.flatMap(rolesOf)],
  );
  const login = rows[0]?.login ?? "";
  const statements = rows.flatMap(({ role, exists, usable }) => [
    ...(exists ? [] : [`create role ${quote(role)} nologin`]),
    ...(usable ? [] : [`grant ${quote(role)} to ${quote(login)}`]),
  ]);
  return { login, statements };
}

const rolesOfPolicy = /^(?:create|alter)\s+policy\s[\s\S]*?\sto\s+((?:"(?:[^"]|"")+"(?:\s*,\s*)?)+)/i;

/**
 * Makes the roles that policies in these statements name and the server does not have, without any right: a scratch
 * database shows what migrations of other days or other servers make, and a policy cannot name a role that is not there.
 */
export async function ensureMentionedRoles(client: Client, statements: readonly string[]): Promise<void> {
  const mentioned = statements.flatMap((statement) => {
    const list = rolesOfPolicy.exec(statement)?.[1] ?? "";
    return [...list.matchAll(/"((?:[^"]|"")+)"/g)].map((match) => (match[1] ?? "").replaceAll('""', '"'));
  });
  if (mentioned.length === 0) return;
  const { rows } = await client.query<{ role: string }>(
    `select distinct wanted.role
       from unnest($1::text[]) as wanted (role)
      where wanted.role not in (select rolname from pg_roles)`,
    [mentioned],
  );
  for (const { role } of rows) await createRole(client, role);
}

async function createRole(client: Client, role: string): Promise<void> {
  try {
    await client.query(`create role ${quote(role)} nologin`);
  } catch (error) {
    if (!collisions.has((error as { code?: string }).code ?? "")) throw error;
  }
}
