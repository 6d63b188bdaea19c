import type pg from "pg";
import { failure, LintelError } from "../../errors.js";
import { quote } from "../identifier.js";
import { ensureMentionedRoles } from "../schema/index.js";
import { type BackfillState, type BackfillStore, noBackfillStore } from "./backfill-store.js";
import { concurrentIndexOf, makeWay } from "./concurrent-index.js";
import { inTransaction } from "./connect.js";
import { messageOf } from "./database-message.js";
import { type Journal, noJournal } from "./journal.js";
import { type LockWatch, noWatch } from "./lock-watch.js";
import type { Migration, MigrationStatement } from "./migration-file.js";
import { type BlockedAttempt, defaultPatience, type Patience, patiently } from "./patience.js";
import { lockQuietly } from "./quiet-lock.js";
import { runBackfill } from "./run-backfill.js";

/** What a run needs where people rely on the database; a scratch database needs none of it. */
export interface RunOptions {
  /** Done after the statements, in the transaction of the file or in one of its own. */
  readonly after?: (() => Promise<void>) | undefined;
  readonly journal?: Journal | undefined;
  readonly watch?: LockWatch | undefined;
  readonly patience?: Patience | undefined;
  readonly onBlocked?: ((line: number, attempt: BlockedAttempt) => void) | undefined;
  /**
   * Gives the service its privileges, in the transaction of a statement that says `with privileges` or brings columns: a
   * column that is made anew has lost those that it had, and programs are reading meanwhile.
   */
  readonly grant?: (() => Promise<void>) | undefined;
  /** Where the backfill of a statement remembers how far it has come. */
  readonly backfills?: ((position: number) => BackfillStore) | undefined;
  /** Returns when there is room for a batch of the backfill at this line. */
  readonly room?: ((line: number) => Promise<void>) | undefined;
  readonly onBatch?: ((line: number, state: BackfillState) => void) | undefined;
}

interface Run {
  readonly client: pg.Client;
  readonly migration: Migration;
  readonly after: () => Promise<void>;
  readonly journal: Journal;
  readonly watch: LockWatch;
  readonly patience: Patience;
  readonly onBlocked: (line: number, attempt: BlockedAttempt) => void;
  readonly options: RunOptions;
}

/**
 * Runs a file and then `after`, all in one transaction, or, where the file says so, one statement after another:
 * each in a transaction of its own that also writes it into the journal, so that it happens once however often the
 * process dies; or outside of any, made repeatable. `schema` is where names without one are looked for. What finds
 * a lock taken steps back and tries again.
 *
 * @throws `MIGRATION_FAILED` with file, line, PostgreSQL's message and the statement, and `MIGRATION_BLOCKED` with who held
 * a lock too long. Nothing of the file has happened then, or what stands before that line.
 */
export async function runMigration(
  client: pg.Client,
  migration: Migration,
  schema: string,
  options: RunOptions = {},
): Promise<void> {
  const { after = async () => {}, patience = defaultPatience, onBlocked = () => {} } = options;
  const { journal = noJournal, watch = noWatch } = options;
  const run: Run = { client, migration, journal, after, patience, onBlocked, watch, options };
  try {
    await setSession(client, "search_path", `${quote(schema)}, public`);
    await waitFor(run, patience.lock);
    await ensureMentionedRoles(
      client,
      migration.statements.map(({ text }) => text),
    );
    await (migration.transaction ? runWhole(run) : runOneByOne(run));
  } catch (error) {
    if (error instanceof LintelError) throw error;
    throw failure("MIGRATION_FAILED", `${migration.path}: ${messageOf(error)}`, { cause: error });
  }
}

const bringsColumns = /\b(?:add\s+column|create\s+table)\b/i;

function runWhole(run: Run): Promise<void> {
  const line = run.migration.statements[0]?.line ?? 1;
  return untilUnblocked(run, line, () =>
    inTransaction(run.client, async () => {
      await waitQuietly(run, run.migration.statements);
      for (const statement of run.migration.statements) await runStatement(run, statement);
      await run.after();
    }),
  );
}

async function runOneByOne(run: Run): Promise<void> {
  for (const [position, statement] of run.migration.statements.entries()) {
    if (run.journal.before(position) === "done") continue;
    if (statement.alone) await runAlone(run, position, statement);
    else if (statement.backfill) await runInBatches(run, position, statement);
    else {
      await untilUnblocked(run, statement.line, () =>
        inTransaction(run.client, async () => {
          await waitQuietly(run, [statement]);
          await runStatement(run, statement);
          if (statement.privileges || bringsColumns.test(statement.text)) await run.options.grant?.();
          await run.journal.write(position, "done");
        }),
      );
    }
  }
  await untilUnblocked(run, run.migration.statements.at(-1)?.line ?? 1, () =>
    inTransaction(run.client, run.after),
  );
}

async function runInBatches(run: Run, position: number, statement: MigrationStatement): Promise<void> {
  const { client, migration, journal } = run;
  const { backfills, room, onBatch } = run.options;
  if (!statement.backfill) return;
  await runBackfill({
    client,
    mark: statement.backfill,
    sql: statement.text,
    place: `${migration.path}:${statement.line}`,
    store: backfills?.(position) ?? noBackfillStore,
    patiently: (work) => untilUnblocked(run, statement.line, work),
    room: async () => room?.(statement.line),
    onBatch: (state) => onBatch?.(statement.line, state),
    finish: () => journal.write(position, "done"),
  });
}

/**
 * Runs a statement outside of a transaction. A build waits long for others, since nobody waits behind it; one that
 * fails takes its invalid index away, or, where even that is blocked, leaves that to the next attempt.
 */
async function runAlone(run: Run, position: number, statement: MigrationStatement): Promise<void> {
  const { client, journal, patience } = run;
  const index = concurrentIndexOf(statement.text);
  let begun = journal.before(position) === "begun";
  await untilUnblocked(run, statement.line, async () => {
    if (index) await waitFor(run, patience.build);
    try {
      if (index && (await makeWay(client, index, begun))) return;
      await journal.write(position, "begun");
      await runStatement(run, statement);
    } catch (error) {
      await waitFor(run, patience.lock);
      if (index?.verb === "create") await makeWay(client, index, false).catch(() => {});
      await journal.forget(position);
      begun = false;
      throw error;
    }
  });
  await waitFor(run, patience.lock);
  await journal.write(position, "done");
}

function untilUnblocked<T>(run: Run, line: number, work: () => Promise<T>): Promise<T> {
  const { patience, watch, migration } = run;
  const onBlocked = (attempt: BlockedAttempt) => run.onBlocked(line, attempt);
  return patiently({ patience, watch, place: `${migration.path}:${line}`, onBlocked }, work);
}

/** A fourth of the time for all attempts, so that who is in the way is told before it is over. */
function waitQuietly({ client, patience }: Run, statements: readonly MigrationStatement[]): Promise<void> {
  return lockQuietly(
    client,
    statements.map(({ text }) => text),
    patience.budget / 4,
  );
}

function waitFor({ client }: Run, milliseconds: number): Promise<void> {
  return setSession(client, "lock_timeout", `${Math.round(milliseconds)}ms`);
}

async function setSession(client: pg.Client, name: string, value: string): Promise<void> {
  await client.query("select set_config($1, $2, false)", [name, value]);
}

async function runStatement({ client, migration }: Run, statement: MigrationStatement): Promise<void> {
  try {
    await client.query(statement.text);
  } catch (error) {
    const position = Number((error as { position?: string }).position ?? 1);
    const line =
      statement.line + [...statement.text].slice(0, position - 1).filter((one) => one === "\n").length;
    const kept = migration.transaction
      ? ""
      : `\nThe file runs one statement at a time: what stands before line ${statement.line} has happened.`;
    throw failure(
      "MIGRATION_FAILED",
      `${migration.path}:${line}: ${messageOf(error)}${kept}\n${excerpt(statement.text)}`,
      { cause: error },
    );
  }
}

function excerpt(text: string): string {
  const lines = text.split("\n");
  const shown = lines.slice(0, 12).map((line) => `  ${line}`);
  return [...shown, ...(lines.length > 12 ? ["  ..."] : [])].join("\n");
}
