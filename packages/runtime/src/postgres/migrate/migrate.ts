import type pg from "pg";
import type { SystemModel } from "../../blueprint/index.js";
import { failure } from "../../errors.js";
import { ensureRoles, privilegeStatements } from "../schema/index.js";
import { findDone } from "./adopt.js";
import { backfillStoreOf, forgetBackfills } from "./backfill-store.js";
import { inTransaction, prepareSession, withClient } from "./connect.js";
import { closeJournal, noJournal, openJournal, readBegun } from "./journal.js";
import { compareRecords, type Ledger, refuseOtherPast } from "./ledger.js";
import { type LockWatch, withLockWatch } from "./lock-watch.js";
import type { Migration } from "./migration-file.js";
import { withMigrationLock } from "./migration-lock.js";
import { defaultPace, type Pace, waitForRoom } from "./pace.js";
import { defaultPatience, describeBlocker, type Patience } from "./patience.js";
import { publishLogs, type Unpublished } from "./publish-logs.js";
import { readMigrations } from "./read-migrations.js";
import { ensureRecords, forgetPushed, readPushed, readRecords, record } from "./records.js";
import { findRowsInTheWay, type PendingFile } from "./rows-in-the-way.js";
import { runMigration } from "./run-migration.js";
import { tellLongWork, type UnderWay } from "./under-way.js";

/** What a migration run tells while it runs. Times are milliseconds. */
export type MigrationProgress =
  | { readonly kind: "waiting"; readonly milliseconds: number }
  /** Looks, before anything is changed, whether rows of a table are in the way. */
  | { readonly kind: "checking"; readonly migration: Migration; readonly table: string }
  | {
      readonly kind: "applying";
      readonly migration: Migration;
      readonly done: number;
      readonly total: number;
    }
  | {
      /** A lock was not to be had; the statement steps back, and is tried again. */
      readonly kind: "blocked";
      readonly migration: Migration;
      /** The line of the statement in its file. */
      readonly line: number;
      /** Since the statement was first tried. */
      readonly milliseconds: number;
      /** Who is in the way, a sentence each. */
      readonly by: readonly string[];
    }
  /** A file has taken long already; told again and again, less and less often. */
  | ({ readonly kind: "working" } & UnderWay)
  | {
      /** A batch of a backfill is done. */
      readonly kind: "backfilling";
      readonly migration: Migration;
      readonly line: number;
      /** The rows that were looked at, of about so many. */
      readonly rows: number;
      readonly total: number;
    }
  | {
      /** A backfill waits, since replicas lag or the database has enough to do. */
      readonly kind: "paused";
      readonly migration: Migration;
      readonly line: number;
      readonly milliseconds: number;
      readonly reason: string;
    }
  | { readonly kind: "applied" | "adopted"; readonly migration: Migration; readonly milliseconds: number };

export interface MigrateOptions {
  readonly url: string;
  readonly model: SystemModel;
  /** The folder with a folder for each service. */
  readonly directory: string;
  /** A server on which scratch databases may be made; that of `url` unless told. */
  readonly scratchUrl?: string | undefined;
  /** How long locks are waited for; what is not told is as in `defaultPatience`. */
  readonly patience?: Partial<Patience> | undefined;
  /** When a backfill waits; what is not told is as in `defaultPace`. */
  readonly pace?: Partial<Pace> | undefined;
  readonly onProgress?: ((progress: MigrationProgress) => void) | undefined;
}

export interface MigrateResult {
  readonly applied: readonly Migration[];
  /** Remembered as applied without being run: the database was already so. */
  readonly adopted: readonly Migration[];
  /** Logs that cannot have the order of commits yet, since the login at `url` may not publish their outboxes. */
  readonly unpublished: readonly Unpublished[];
}

/**
 * Applies every file that the database does not know yet, each in a transaction of its own or one statement at a
 * time, as it says, under a lock that lets one run at a time. A statement that finds a lock taken lets the others
 * through and tries again. A file that was left half way goes on where it stopped. Files of a database that `push` kept up to date are adopted instead where it already is as
 * they would make it. Roles, privileges and the publications of logs are set right in any case. Rows that break what the files ask for are looked
 * for first.
 *
 * @throws `MIGRATIONS_INVALID`, `MIGRATION_EDITED`, `MIGRATION_REFUSED`, `MIGRATION_FAILED`, `MIGRATION_BLOCKED`,
 * `DATABASE_PRIVILEGE_MISSING`, `DATABASE_UNAVAILABLE`.
 */
export async function migrate(options: MigrateOptions): Promise<MigrateResult> {
  const migrations = await readMigrations(options.directory);
  const report = options.onProgress ?? (() => {});
  return withClient(options.url, async (client) => {
    await prepareSession(client);
    const waiting = (milliseconds: number) => report({ kind: "waiting", milliseconds });
    return withMigrationLock(client, waiting, async () => {
      const ledgers = compareRecords(options.model, migrations, await readRecords(client));
      refuseOtherPast(ledgers);
      await ensureRecords(client);
      await ensureRoles(client, options.model.services);
      const done = await doneAlready(client, options, ledgers);
      const pending = ledgers.flatMap((ledger) => ledger.pending.map((file) => ({ ledger, file })));
      await refuseRowsInTheWay(client, ledgers, done, report);
      await withLockWatch(client, options.url, async (watch) => {
        for (const [position, { ledger, file }] of pending.entries()) {
          report({ kind: "applying", migration: file, done: position, total: pending.length });
          const adopted = done.has(file);
          const milliseconds = await (adopted
            ? adopt(client, file)
            : apply({ client, watch, options, report }, ledger, file));
          report({ kind: adopted ? "adopted" : "applied", migration: file, milliseconds });
        }
      });
      await settle(client, ledgers);
      const unpublished = await publishLogs(client, options.model);
      const files = pending.map(({ file }) => file);
      return {
        applied: files.filter((file) => !done.has(file)),
        adopted: files.filter((file) => done.has(file)),
        unpublished,
      };
    });
  });
}

/** Asks for adoption only where it can be: a pushed database, or one with tables and no history. */
async function doneAlready(
  client: pg.Client,
  { model, url, scratchUrl }: MigrateOptions,
  ledgers: readonly Ledger[],
): Promise<ReadonlySet<Migration>> {
  const waiting = ledgers.filter((ledger) => ledger.pending.length > 0);
  const pushed = waiting.length > 0 && (await readPushed(client, model.name)) !== undefined;
  const begun = await readBegun(client);
  const isBegun = ({ service, pending }: Ledger) =>
    pending.some((file) => begun.has(`${service} ${file.number}`));
  return findDone(
    client,
    scratchUrl ?? url,
    waiting.filter((ledger) => (pushed || ledger.applied.length === 0) && !isBegun(ledger)),
  );
}

/** Refuses to begin what rows would end half way. */
async function refuseRowsInTheWay(
  client: pg.Client,
  ledgers: readonly Ledger[],
  done: ReadonlySet<Migration>,
  report: (progress: MigrationProgress) => void,
): Promise<void> {
  const found: string[] = [];
  for (const { pending } of ledgers) {
    const files: PendingFile[] = [];
    for (const file of pending.filter((one) => !done.has(one))) {
      const journal = file.transaction ? noJournal : await openJournal(client, file);
      files.push({ file, isDone: (position) => journal.before(position) === "done" });
    }
    const onTable = (migration: Migration, table: string) => report({ kind: "checking", migration, table });
    found.push(...(await findRowsInTheWay(client, files, onTable)));
  }
  if (found.length > 0) throw failure("MIGRATION_REFUSED", `${found.join("\n")}\nNothing was changed.`);
}

async function adopt(client: pg.Client, file: Migration): Promise<number> {
  await record(client, file, { milliseconds: 0, adopted: true });
  return 0;
}

interface Applying {
  readonly client: pg.Client;
  readonly watch: LockWatch;
  readonly options: MigrateOptions;
  readonly report: (progress: MigrationProgress) => void;
}

async function apply(
  { client, watch, options, report }: Applying,
  ledger: Ledger,
  file: Migration,
): Promise<number> {
  const began = performance.now();
  const pace = { ...defaultPace, ...options.pace };
  const journal = file.transaction ? noJournal : await openJournal(client, file);
  const grant = async () => {
    if (!ledger.model || !(await schemaExists(client, ledger.schema))) return;
    for (const statement of privilegeStatements(ledger.model)) await client.query(statement);
  };
  const run = () =>
    runMigration(client, file, ledger.schema, {
      grant,
      backfills: (position) => backfillStoreOf(client, file, position),
      room: (line) =>
        waitForRoom(client, pace, `${file.path}:${line}`, (reason, milliseconds) =>
          report({ kind: "paused", migration: file, line, milliseconds, reason }),
        ),
      onBatch: (line, { rows, total }) => report({ kind: "backfilling", migration: file, line, rows, total }),
      watch,
      patience: { ...defaultPatience, ...options.patience },
      journal,
      onBlocked: (line, { milliseconds, blockers }) =>
        report({ kind: "blocked", migration: file, line, milliseconds, by: blockers.map(describeBlocker) }),
      after: async () => {
        await grant();
        await record(client, file, { milliseconds: performance.now() - began, adopted: false });
        await closeJournal(client, file);
        await forgetBackfills(client, file);
        await forgetPushed(client, options.model.name);
      },
    });
  await tellLongWork(client, options.url, file, (now) => report({ kind: "working", ...now }), run);
  return performance.now() - began;
}

/** Privileges of every schema, those too in which nothing was to be done. */
async function settle(client: pg.Client, ledgers: readonly Ledger[]): Promise<void> {
  await inTransaction(client, async () => {
    for (const { model, schema } of ledgers) {
      if (!model || !(await schemaExists(client, schema))) continue;
      for (const statement of privilegeStatements(model)) await client.query(statement);
    }
  });
}

async function schemaExists(client: pg.Client, schema: string): Promise<boolean> {
  const { rows } = await client.query<{ there: boolean }>(
    "select exists (select from pg_namespace where nspname = $1) as there",
    [schema],
  );
  return rows[0]?.there ?? false;
}
