import type pg from "pg";
import { backfillTable } from "./backfill-store.js";
import type { Migration } from "./migration-file.js";

/** A migration that the database remembers. */
export interface AppliedMigration {
  readonly service: string;
  readonly number: number;
  readonly name: string;
  readonly checksum: string;
  readonly appliedAt: Date;
  readonly milliseconds: number;
  /** True where the database already was as the file would make it, and the file was not run. */
  readonly adopted: boolean;
}

const tables = `
create schema if not exists lintel;

create table if not exists lintel.migrations (
  service      text        not null,
  number       integer     not null,
  name         text        not null,
  checksum     text        not null,
  applied_at   timestamptz not null default now(),
  milliseconds integer     not null,
  adopted      boolean     not null default false,
  primary key (service, number)
);

create table if not exists lintel.migration_progress (
  service  text        not null,
  number   integer     not null,
  position integer     not null,
  digest   text        not null,
  state    text        not null check (state in ('begun', 'done')),
  at       timestamptz not null default now(),
  primary key (service, number, position)
);

create table if not exists lintel.state (
  key        text        primary key,
  value      text        not null,
  updated_at timestamptz not null default now()
);
${backfillTable}`;

/** Creates the tables in which Lintel remembers what was done to a database, where they are not there. */
export async function ensureRecords(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ there: boolean }>(
    `select to_regclass('lintel.migrations') is not null
        and to_regclass('lintel.migration_progress') is not null
        and to_regclass('lintel.backfills') is not null
        and to_regclass('lintel.state') is not null as there`,
  );
  if (!rows[0]?.there) await client.query(tables);
}

/** What was applied, by service and number; nothing where Lintel was never here. */
export async function readRecords(client: pg.Client): Promise<readonly AppliedMigration[]> {
  const { rows } = await client.query<{ there: boolean }>(
    "select to_regclass('lintel.migrations') is not null as there",
  );
  if (!rows[0]?.there) return [];
  const applied = await client.query<AppliedMigration>(
    `select service, number, name, checksum, applied_at as "appliedAt", milliseconds, adopted
       from lintel.migrations
      order by service, number`,
  );
  return applied.rows;
}

/** Remembers a migration. */
export async function record(
  client: pg.Client,
  migration: Migration,
  how: { readonly milliseconds: number; readonly adopted: boolean },
): Promise<void> {
  await client.query(
    `insert into lintel.migrations (service, number, name, checksum, milliseconds, adopted)
     values ($1, $2, $3, $4, $5, $6)`,
    [
      migration.service,
      migration.number,
      migration.name,
      migration.checksum,
      Math.round(how.milliseconds),
      how.adopted,
    ],
  );
}

/** What `push` remembers of a system: the digest of its blueprint and the schemas that it made. */
export interface PushedState {
  readonly digest: string;
  readonly schemas: readonly string[];
}

const stateKey = (system: string) => `blueprint:${system}`;

/** What was pushed last, in one query; undefined where nothing was, or where a migration ran since. */
export async function readPushed(client: pg.Client, system: string): Promise<PushedState | undefined> {
  try {
    const { rows } = await client.query<{ value: string }>("select value from lintel.state where key = $1", [
      stateKey(system),
    ]);
    return rows[0] && (JSON.parse(rows[0].value) as PushedState);
  } catch (error) {
    if ((error as { code?: string }).code === "42P01") return undefined;
    throw error;
  }
}

/** Remembers what was pushed. */
export async function writePushed(client: pg.Client, system: string, state: PushedState): Promise<void> {
  await client.query(
    `insert into lintel.state (key, value)
     values ($1, $2)
     on conflict (key) do update set value = excluded.value, updated_at = now()`,
    [stateKey(system), JSON.stringify(state)],
  );
}

/** Forgets what was pushed, since the database has gone on by migrations. */
export async function forgetPushed(client: pg.Client, system: string): Promise<void> {
  await client.query("delete from lintel.state where key = $1", [stateKey(system)]);
}
