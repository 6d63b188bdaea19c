import type pg from "pg";
import { openClient } from "./connect.js";
import type { Ledger } from "./ledger.js";
import type { Migration } from "./migration-file.js";
import { migrationLock } from "./migration-lock.js";

/** How far a file has come that runs one statement at a time. */
export interface UnderWay {
  readonly migration: Migration;
  /** Of its statements. */
  readonly done: number;
  readonly total: number;
  /** How much of a backfill that it is in is done, from 0 to 1; undefined where it is in none. */
  readonly backfill?: number | undefined;
  /** What a process does with it now; undefined where none does, and it waits for the next `migrate`. */
  readonly work?: Work | undefined;
}

/** What the database does for a migration at this moment. */
export interface Work {
  /** Since its statement began. */
  readonly milliseconds: number;
  /** In words, where PostgreSQL tells more: `building the index products_stock_idx: 42%`. */
  readonly doing?: string | undefined;
}

/** Which pending files have come part of the way, and what is being done with them. */
export async function readUnderWay(
  client: pg.Client,
  ledgers: readonly Ledger[],
): Promise<readonly UnderWay[]> {
  const done = await readDone(client);
  if (done.size === 0) return [];
  const begun = ledgers.flatMap(({ pending }) => pending).filter((file) => done.has(keyOf(file)));
  const work = begun.length > 0 ? await readWork(client, await readRunner(client)) : undefined;
  return begun.map((migration) => ({
    migration,
    ...(done.get(keyOf(migration)) ?? nothingDone),
    total: migration.statements.length,
    work,
  }));
}

const firstLook = 2_000;
const longestPause = 15_000;

/**
 * Does `work`, which runs a file on `client`, and tells how far it is when that takes long: after 2 s, then less and
 * less often. Looks from a connection of its own; what cannot be seen is not told, and stops nothing.
 */
export async function tellLongWork<T>(
  client: pg.Client,
  url: string,
  migration: Migration,
  onLong: (now: UnderWay) => void,
  work: () => Promise<T>,
): Promise<T> {
  const { rows } = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
  let second: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> = Promise.resolve();
  const look = async (pause: number) => {
    second ??= await openClient(url);
    const now = await readWork(second, rows[0]?.pid);
    const come = (await readDone(second)).get(keyOf(migration)) ?? nothingDone;
    if (timer && now) onLong({ migration, ...come, total: migration.statements.length, work: now });
    if (timer) start(Math.min(longestPause, pause * 1.5));
  };
  const start = (pause: number) => {
    timer = setTimeout(() => {
      looking = look(pause).catch(() => {});
    }, pause);
  };
  start(firstLook);
  try {
    return await work();
  } finally {
    clearTimeout(timer);
    timer = undefined;
    await looking;
    await (second as pg.Client | undefined)?.end().catch(() => {});
  }
}

function keyOf({ service, number }: Migration): string {
  return `${service} ${number}`;
}

type Come = Pick<UnderWay, "done" | "backfill">;

const nothingDone: Come = Object.freeze({ done: 0 });

async function readDone(client: pg.Client): Promise<ReadonlyMap<string, Come>> {
  const { rows: tables } = await client.query<{ there: boolean }>(
    `select to_regclass('lintel.migration_progress') is not null
        and to_regclass('lintel.backfills') is not null as there`,
  );
  if (!tables[0]?.there) return new Map();
  const { rows } = await client.query<{ key: string; done: number; backfill: number | null }>(
    `with
       counted as (
         select service, number, count(*) filter (where state = 'done')::int as done
           from lintel.migration_progress
          group by service, number
       ),
       filling as (
         select service, number, max(least(1, rows / greatest(total, rows, 1)::float8)) as backfill
           from lintel.backfills b
          where not exists (select
                              from lintel.migration_progress s
                             where s.state = 'done'
                               and (s.service, s.number, s.position) = (b.service, b.number, b.position))
          group by service, number
       )
     select service || ' ' || number as key, coalesce(done, 0) as done, backfill
       from counted
       full join filling using (service, number)`,
  );
  return new Map(
    rows.map(({ key, done, backfill }) => [key, backfill === null ? { done } : { done, backfill }]),
  );
}

/** The process that holds the migration lock of this database. */
async function readRunner(client: pg.Client): Promise<number | undefined> {
  const { rows } = await client.query<{ pid: number }>(
    `select l.pid
       from pg_locks l
       join pg_database d on d.oid = l.database
      where l.locktype = 'advisory'
        and l.granted
        and d.datname = current_database()
        and l.classid = $1
        and l.objid = $2`,
    [...migrationLock],
  );
  return rows[0]?.pid;
}

async function readWork(client: pg.Client, pid: number | undefined): Promise<Work | undefined> {
  if (pid === undefined) return undefined;
  const { rows } = await client.query<{
    milliseconds: number;
    index: string | null;
    phase: string | null;
    percent: number | null;
  }>(
    `select coalesce(extract(epoch from clock_timestamp() - a.query_start) * 1000, 0)::float8 as milliseconds,
            c.relname                                                                         as index,
            p.phase,
            floor(case
                    when p.blocks_total > 0  then 100.0 * p.blocks_done / p.blocks_total
                    when p.tuples_total > 0  then 100.0 * p.tuples_done / p.tuples_total
                    when p.lockers_total > 0 then 100.0 * p.lockers_done / p.lockers_total
                  end)::int                                                                   as percent
       from pg_stat_activity a
       left join pg_stat_progress_create_index p on p.pid = a.pid
       left join pg_class c on c.oid = p.index_relid
      where a.pid = $1`,
    [pid],
  );
  const [row] = rows;
  if (!row) return undefined;
  const { milliseconds, index, phase, percent } = row;
  if (phase === null) return { milliseconds };
  const what = `building the index ${index ?? ""}`.trimEnd();
  return { milliseconds, doing: `${what}: ${percent === null ? "" : `${percent}%, `}${phase}` };
}
