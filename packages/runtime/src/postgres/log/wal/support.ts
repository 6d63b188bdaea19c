import pg from "pg";
import { quote } from "../../identifier.js";
import { logTables } from "../tables.js";
import { asLogin, type Client, type LoginOptions } from "./login.js";
import { publicationStatement, readPublicationState } from "./publication.js";
import { readSlotName } from "./slot.js";

/** What is in the way of taking the order of commits from the write-ahead log. */
export interface WalRefusal {
  readonly permitted: false;
  readonly reason:
    | "version"
    | "standby"
    | "wal-level"
    | "role"
    | "slots"
    | "senders"
    | "publication"
    | "connection";
  /** What was found, and what is expected. */
  readonly detail: string;
  /** What an administrator does about it. */
  readonly remedy: string;
}

export type WalSupport = { readonly permitted: true } | WalRefusal;

interface Facts {
  readonly version: number;
  readonly recovering: boolean;
  readonly level: string;
  readonly login: string;
  readonly replicates: boolean;
  readonly made: boolean;
  readonly slots: number;
  readonly slots_used: number;
  readonly senders: number;
  readonly senders_used: number;
  readonly publishes: boolean;
}

/** Amazon lends the right to replicate by membership in a role of its own. */
const readFacts = `
select current_setting('server_version_num')::int       as version,
       pg_is_in_recovery()                              as recovering,
       current_setting('wal_level')                     as level,
       session_user                                     as login,
       r.rolsuper or r.rolreplication or exists (
         select from pg_roles lent
          where lent.rolname = 'rds_replication'
            and pg_has_role(r.oid, lent.oid, 'MEMBER')) as replicates,
       exists (
         select from pg_replication_slots
          where slot_name = $1)                         as made,
       current_setting('max_replication_slots')::int    as slots,
       (select count(*)::int
          from pg_replication_slots)                    as slots_used,
       current_setting('max_wal_senders')::int          as senders,
       (select count(*)::int
          from pg_stat_replication)                     as senders_used,
       has_database_privilege(current_database(), 'CREATE') and coalesce((
         select pg_has_role(c.relowner, 'USAGE')
           from pg_class c
           join pg_namespace n on n.oid = c.relnamespace
          where n.nspname = $2
            and c.relname = $3), false)                 as publishes
  from pg_roles r
 where r.rolname = session_user`;

/** The first that has the order of commits in the publication's columns and through partitions (PostgreSQL 15). */
const oldest = 150_000;

/**
 * Finds out whether a service's log may be ordered by the write-ahead log: by what the server says of itself, then by
 * logging in for replication, in which `pg_hba.conf` and poolers on the way have a say. Never throws.
 */
export async function readWalSupport(
  options: LoginOptions & { readonly schema: string },
): Promise<WalSupport> {
  try {
    const refusal = await asLogin(options, (login) => findRefusal(login, options.schema));
    if (refusal) return refusal;
  } catch (error) {
    return refuse("connection", (error as Error).message, "See that the address lets the login in.");
  }
  const { url, applicationName, connectTimeout } = options;
  const configuration = {
    connectionString: url,
    application_name: applicationName,
    connectionTimeoutMillis: connectTimeout,
    replication: "database",
  };
  const client = new pg.Client(configuration);
  client.on("error", () => {});
  try {
    await client.connect();
    return { permitted: true };
  } catch (error) {
    return refuse(
      "connection",
      `A connection for replication was refused: ${(error as Error).message}`,
      "Let the login in for this database in pg_hba.conf, and give an address that leads to PostgreSQL itself, past any pooler.",
    );
  } finally {
    await client.end().catch(() => {});
  }
}

async function findRefusal(login: Client, schema: string): Promise<WalRefusal | undefined> {
  const slot = await readSlotName(login, schema);
  const { rows } = await login.query<Facts>(readFacts, [slot, schema, logTables.outbox]);
  const [facts] = rows;
  if (!facts) throw new TypeError("The login has no row in pg_roles.");
  if (facts.version < oldest) {
    return refuse("version", `PostgreSQL is ${facts.version}; expected 15 or later.`, "Upgrade PostgreSQL.");
  }
  if (facts.recovering) {
    return refuse(
      "standby",
      "This server is a standby; expected the primary.",
      "Give the primary's address.",
    );
  }
  if (facts.level !== "logical") {
    return refuse(
      "wal-level",
      `wal_level is ${facts.level}; expected logical.`,
      "alter system set wal_level = logical, then restart PostgreSQL.",
    );
  }
  if (!facts.replicates) {
    return refuse(
      "role",
      `The login ${facts.login} may not replicate; expected the attribute REPLICATION.`,
      `alter role ${quote(facts.login)} with replication (on Amazon RDS: grant rds_replication to ${quote(facts.login)})`,
    );
  }
  if (!facts.made && facts.slots_used >= facts.slots) {
    return refuse(
      "slots",
      `All ${facts.slots} replication slots are taken; expected a free one.`,
      "alter system set max_replication_slots to a higher number, then restart PostgreSQL; or drop a slot that nobody reads.",
    );
  }
  if (!facts.made && facts.senders_used >= facts.senders) {
    return refuse(
      "senders",
      `All ${facts.senders} connections for replication are taken; expected a free one.`,
      "alter system set max_wal_senders to a higher number, then restart PostgreSQL.",
    );
  }
  if (!facts.publishes && (await readPublicationState(login, schema)) !== "right") {
    return refuse(
      "publication",
      `The outbox of ${schema} is not published, and the login ${facts.login} may not do it; expected its publication.`,
      publicationStatement(schema),
    );
  }
  return undefined;
}

function refuse(reason: WalRefusal["reason"], detail: string, remedy: string): WalRefusal {
  return Object.freeze({ permitted: false, reason, detail, remedy });
}
