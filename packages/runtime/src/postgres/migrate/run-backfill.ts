import type pg from "pg";
import { failure } from "../../errors.js";
import type { BackfillMark } from "./backfill-mark.js";
import type { BackfillState, BackfillStore } from "./backfill-store.js";
import { inTransaction } from "./connect.js";
import { messageOf } from "./database-message.js";
import { type Batch, findFailingRow, isAboutRows } from "./failing-row.js";

export interface BackfillRun {
  readonly client: pg.Client;
  readonly mark: BackfillMark;
  /** What is run for each batch, with its first key as `$1` and its last as `$2`. */
  readonly sql: string;
  /** `migrations/catalog/0002_title.sql:12` */
  readonly place: string;
  readonly store: BackfillStore;
  /** Does a piece of work that a lock may keep from being done, until it is. */
  readonly patiently: <T>(work: () => Promise<T>) => Promise<T>;
  /** Returns when there is room for a batch. */
  readonly room: () => Promise<void>;
  readonly onBatch: (state: BackfillState) => void;
  /** Done in the transaction that finds nothing left. */
  readonly finish: () => Promise<void>;
}

/** A batch that takes longer is halved, and one that takes much less is doubled: its rows are locked meanwhile. */
const longestBatch = 200;

/**
 * Runs a statement over a table, a batch of keys after another, each committed with its place: what was done is not done
 * again, however often the process dies. Counts as no change of a row: `version` and `updated_at` stay.
 *
 * @throws `MIGRATION_FAILED` with the row that the statement cannot be done for. What was filled before stays, and
 * the next run goes on there.
 */
export async function runBackfill(run: BackfillRun): Promise<void> {
  let state = (await run.store.read()) ?? (await begin(run));
  let size = run.mark.batch;
  for (;;) {
    await run.room();
    const began = performance.now();
    const next = await run.patiently(() => runBatch(run, state, size));
    if (next === undefined) return;
    const took = performance.now() - began;
    if (took > longestBatch) size = Math.max(1, Math.floor(size / 2));
    else if (took < longestBatch / 4) size = Math.min(run.mark.batch, size * 2);
    state = next;
    run.onBatch(state);
  }
}

/** Written before the first batch, so that one that fails there is seen to be under way too. */
async function begin(run: BackfillRun): Promise<BackfillState> {
  const state: BackfillState = { last: null, rows: 0, total: await aboutRows(run) };
  await run.store.write(state);
  return state;
}

async function runBatch(
  run: BackfillRun,
  state: BackfillState,
  size: number,
): Promise<BackfillState | undefined> {
  const { client, sql, store, finish } = run;
  let batch: Batch | undefined;
  try {
    return await inTransaction(client, async () => {
      await client.query("select set_config('lintel.backfill', 'on', true)");
      batch = await nextBatch(run, state.last, size);
      if (batch === undefined) {
        await finish();
        return undefined;
      }
      await client.query(sql, [batch.low, batch.high]);
      const next = { ...state, last: batch.high, rows: state.rows + batch.rows };
      await store.write(next);
      return next;
    });
  } catch (error) {
    if (!isAboutRows(error)) throw error;
    throw await describeFailure(run, batch, error);
  }
}

async function nextBatch(
  { client, mark: { table, key } }: BackfillRun,
  last: string | null,
  size: number,
): Promise<Batch | undefined> {
  const { rows } = await client.query<Batch>(
    `select (array_agg(k order by k))[1]::text      as low,
            (array_agg(k order by k desc))[1]::text as high,
            count(*)::int                           as rows
       from (select ${key} as k
               from ${table}
              ${last === null ? "" : `where ${key} > $1`}
              order by ${key}
              limit ${size}) as batch
     having count(*) > 0`,
    last === null ? [] : [last],
  );
  return rows[0];
}

async function describeFailure(run: BackfillRun, batch: Batch | undefined, error: unknown): Promise<Error> {
  const { client, mark, sql, place } = run;
  const found = batch && (await findFailingRow(client, mark, sql, batch));
  const cause = found?.error ?? error;
  const columns = [mark.from, mark.to].filter((one) => one !== undefined).join(" to ");
  const what = [columns && `${columns}: `, messageOf(cause)].join("");
  const row = found ? `the row ${mark.key} = '${found.key}' of ${mark.table}` : `a row of ${mark.table}`;
  return failure(
    "MIGRATION_FAILED",
    `${place}: the backfill cannot do ${row}. ${what}\nThe batches before it are done. Mend the row, and migrate again: it goes on there.`,
    { cause },
  );
}

/** PostgreSQL's estimate, or where it has none, the count. */
async function aboutRows({ client, mark: { table } }: BackfillRun): Promise<number> {
  const { rows } = await client.query<{ about: number }>(
    "select reltuples::float8 as about from pg_class where oid = $1::regclass",
    [table],
  );
  const about = rows[0]?.about ?? -1;
  if (about >= 0) return about;
  const counted = await client.query<{ rows: number }>(`select count(*)::float8 as rows from ${table}`);
  return counted.rows[0]?.rows ?? 0;
}
