import { createHash, createHmac, pbkdf2Sync, randomBytes } from "node:crypto";
import type pg from "pg";
import type { ServiceModel, SystemModel } from "../../blueprint/index.js";
import { failure } from "../../errors.js";
import { quote } from "../identifier.js";
import { logTables } from "../log/names.js";
import { ensurePublication, readPublicationState } from "../log/wal/publication.js";
import { ensureRoles, rolesOf } from "../schema/index.js";
import { inTransaction, withClient } from "./connect.js";
import { withMigrationLock } from "./migration-lock.js";
import { ensureRecords } from "./records.js";

export interface LoginsOptions {
  /** The address of the owner, who migrates; the logins are for the same database. */
  readonly url: string;
  readonly model: SystemModel;
  /** Gives new passwords to logins that are there already. */
  readonly rotate?: boolean | undefined;
  /**
   * Whether the logins of services that have a log may replicate, for the order of commits: then their outboxes are published too.
   * Without, the right is taken away from logins that have it. Nothing is changed unless told.
   */
  readonly replication?: boolean | undefined;
}

/** The login of one service. */
export interface Login {
  readonly service: string;
  readonly name: string;
  readonly state: "made" | "rotated" | "kept";
  /** With its password, which nothing keeps; undefined where the password stays as it is. */
  readonly url: string | undefined;
  /** Whether it may replicate. */
  readonly replicates: boolean;
  /** Whether the outbox of its log is published, for the order of commits. */
  readonly published: boolean;
  /** What an administrator runs so that it may replicate, or may not, as it was told: where the login at `url` may not see to that. */
  readonly remedy: string | undefined;
}

/**
 * Sees to it that every service has a login that may do what its blueprint needs and nothing else: take the service's
 * roles, and those of the services that it uses, for their commands; and read which migrations were applied. It
 * owns nothing, so that row-level security holds it and it can change no table. Only a verifier of the password is
 * sent to PostgreSQL, so that no log of statements holds it (RFC 5803).
 *
 * All logins are made, or none: their passwords are known to nobody but who is given the result. Where only the right to
 * replicate cannot be given or taken, all else is done, and `remedy` says what is left.
 *
 * @throws `DATABASE_PRIVILEGE_MISSING` where the login at `url` may not make logins or change them, `DATABASE_UNAVAILABLE`
 */
export async function ensureLogins(options: LoginsOptions): Promise<readonly Login[]> {
  const { url, model, rotate = false, replication } = options;
  return withClient(url, (client) =>
    withMigrationLock(
      client,
      () => {},
      async () => {
        await ensureRecords(client);
        await ensureRoles(client, model.services);
        const there = await existing(client, model.services);
        const passwords = await makeLogins(client, model, there, rotate);
        const logins: Login[] = [];
        for (const service of model.services) {
          const password = passwords.get(service);
          const remedy =
            replication === undefined ? undefined : await setReplication(client, service, replication);
          logins.push({
            service: service.name,
            name: service.login,
            state: password === undefined ? "kept" : there.has(service.login) ? "rotated" : "made",
            url: password === undefined ? undefined : addressOf(url, service.login, password),
            replicates: await mayReplicate(client, service.login),
            published: (await readPublicationState(client, service.schema)) === "right",
            remedy,
          });
        }
        return logins;
      },
    ),
  );
}

/**
 * What the login at an address could do beyond what a running service needs, a phrase each; nothing for a login of
 * {@link ensureLogins}. What a role may do that the login can take, the login may do: whoever owns a table, or can take the
 * role that does, is not held by its policies, and who owns a schema or a function of triggers gets around them.
 * `mayReplicate`: a service that logs in so has a log in the order of commits.
 */
export async function excessOf(
  url: string,
  schemas: readonly string[],
  mayReplicate = false,
): Promise<readonly string[]> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ phrase: string }>(
      `with taken as (
         select r.*
           from pg_roles me
           join pg_roles r on r.oid = me.oid or (not me.rolsuper and pg_has_role(me.oid, r.oid, 'member'))
          where me.rolname = session_user
       ),
       theirs as (
         select n.oid, n.nspowner from pg_namespace n where n.nspname = any ($1)
       )
       select phrase
         from (values
                (exists (select from taken where rolsuper),       'is a superuser'),
                (exists (select from taken where rolbypassrls),   'is not held by row-level security'),
                (exists (select from taken where rolcreaterole),  'can make roles'),
                (not $2 and exists (select from taken where rolreplication), 'can replicate'),
                (exists (select from taken where rolname in ('pg_read_all_data', 'pg_write_all_data')),
                 'can read or write all data'),
                (exists (select from taken where rolname in
                   ('pg_read_server_files', 'pg_write_server_files', 'pg_execute_server_program')),
                 'can reach the server''s files or programs'),
                (exists (select from taken t join theirs on theirs.nspowner = t.oid), 'owns schemas'),
                (exists (select
                           from pg_class c
                           join theirs on theirs.oid = c.relnamespace
                           join taken on taken.oid = c.relowner
                          where c.relkind in ('r', 'p')), 'owns tables'),
                (exists (select
                           from pg_proc p
                           join theirs on theirs.oid = p.pronamespace
                           join taken on taken.oid = p.proowner), 'owns functions')
              ) as power (held, phrase)
        where power.held`,
      [schemas, mayReplicate],
    );
    return rows.map(({ phrase }) => phrase);
  });
}

async function existing(client: pg.Client, services: readonly ServiceModel[]): Promise<ReadonlySet<string>> {
  const { rows } = await client.query<{ rolname: string }>(
    "select rolname from pg_roles where rolname = any ($1)",
    [services.map(({ login }) => login)],
  );
  return new Set(rows.map(({ rolname }) => rolname));
}

/** Gives the passwords that are new. */
async function makeLogins(
  client: pg.Client,
  model: SystemModel,
  there: ReadonlySet<string>,
  rotate: boolean,
): Promise<ReadonlyMap<ServiceModel, string>> {
  const passwords = new Map<ServiceModel, string>();
  let at = "";
  await inTransaction(client, async () => {
    for (const service of model.services) {
      at = service.login;
      const isThere = there.has(service.login);
      const password = isThere && !rotate ? undefined : randomBytes(24).toString("base64url");
      await makeLogin(client, model, service, isThere, password);
      if (password !== undefined) passwords.set(service, password);
    }
  }).catch((error: unknown) => explain(error, client, at));
  return passwords;
}

async function makeLogin(
  client: pg.Client,
  model: SystemModel,
  service: ServiceModel,
  isThere: boolean,
  password: string | undefined,
): Promise<void> {
  const login = quote(service.login);
  const { rows } = await client.query<{ name: string }>("select current_database() as name");
  const granted = [...rolesOf(service), ...usedBy(model, service).map(({ role }) => role)];
  const statements = [
    // Without `noinherit` it would act with the rights of all its roles at once, whichever it has taken.
    ...(isThere ? [] : [`create role ${login} login noinherit`]),
    ...(password === undefined ? [] : [`alter role ${login} password '${verifierOf(password)}'`]),
    ...granted.map((role) => `grant ${quote(role)} to ${login}`),
    `grant connect on database ${quote(rows[0]?.name ?? "")} to ${login}`,
    `grant usage on schema lintel to ${login}`,
    `grant select on lintel.migrations to ${login}`,
  ];
  for (const statement of statements) await client.query(statement);
}

/**
 * Lets the login of a service that has a log replicate, and publishes its outbox, or takes the right away. The service's own
 * role publishes nothing, and a slot of its log tells three numbers a row; but who may replicate can read with other slots
 * what is written in the database. Gives what an administrator runs, where the right could not be given or taken.
 */
async function setReplication(
  client: pg.Client,
  service: ServiceModel,
  wanted: boolean,
): Promise<string | undefined> {
  const may = wanted && service.log !== undefined;
  let remedy: string | undefined;
  if ((await mayReplicate(client, service.login)) !== may) {
    const login = quote(service.login);
    await inTransaction(client, async () => {
      await client.query(`alter role ${login} ${may ? "replication" : "noreplication"}`);
    }).catch((error: unknown) => {
      if ((error as { code?: string }).code !== insufficientPrivilege) throw error;
      remedy = `alter role ${login} ${may ? "replication" : "noreplication"}; -- on Amazon RDS: ${may ? "grant" : "revoke"} rds_replication ${may ? "to" : "from"} ${login};`;
    });
  }
  const { rows } = await client.query<{ there: boolean }>("select to_regclass($1) is not null as there", [
    `${quote(service.schema)}.${quote(logTables.outbox)}`,
  ]);
  if (may && rows[0]?.there)
    await inTransaction(client, () => ensurePublication(client, service.schema)).catch((error: unknown) => {
      // That it is not published is told, and a migration says what an administrator runs.
      if ((error as { code?: string }).code !== insufficientPrivilege) throw error;
    });
  return remedy;
}

async function mayReplicate(client: pg.Client, login: string): Promise<boolean> {
  const { rows } = await client.query<{ may: boolean }>(
    `select rolreplication or exists (
         select from pg_roles lent where lent.rolname = 'rds_replication' and pg_has_role(r.oid, lent.oid, 'member')
       ) as may
  from pg_roles r
 where r.rolname = $1`,
    [login],
  );
  return rows[0]?.may ?? false;
}

/** The services whose commands it may call, and that those may call in turn, in the same transaction. */
function usedBy(model: SystemModel, service: ServiceModel): readonly ServiceModel[] {
  const found = new Set<ServiceModel>();
  const visit = (one: ServiceModel) => {
    for (const name of Object.values(one.uses)) {
      const used = model.services.find((other) => other.name === name);
      if (!used || used === service || found.has(used)) continue;
      found.add(used);
      visit(used);
    }
  };
  visit(service);
  return [...found];
}

/** The form in which PostgreSQL keeps a password: `SCRAM-SHA-256$<iterations>:<salt>$<stored key>:<server key>`. */
function verifierOf(password: string): string {
  const iterations = 4_096;
  const salt = randomBytes(16);
  const salted = pbkdf2Sync(password, salt, iterations, 32, "sha256");
  const hmac = (text: string) => createHmac("sha256", salted).update(text).digest();
  const stored = createHash("sha256").update(hmac("Client Key")).digest("base64");
  return `SCRAM-SHA-256$${iterations}:${salt.toString("base64")}$${stored}:${hmac("Server Key").toString("base64")}`;
}

function addressOf(url: string, login: string, password: string): string {
  const address = new URL(url);
  address.username = login;
  address.password = password;
  return address.toString();
}

async function explain(error: unknown, client: pg.Client, login: string): Promise<never> {
  if ((error as { code?: string }).code !== insufficientPrivilege) throw error;
  const owner = client.user ?? "";
  throw failure(
    "DATABASE_PRIVILEGE_MISSING",
    (await mayReplicate(client, login))
      ? `The login "${owner}" may not change the login "${login}", which may replicate: PostgreSQL 15 lets only a superuser do so. Run the same command with the address of a superuser.`
      : `The login "${owner}" may not make logins. Let an administrator run:\n  alter role ${quote(owner)} createrole;`,
    { cause: error },
  );
}

const insufficientPrivilege = "42501";
