import { setTimeout as wait } from "node:timers/promises";
import type pg from "pg";
import { failure } from "../../errors.js";

/** When a backfill waits, so that it takes nothing from those who use the database. */
export interface Pace {
  /** Write-ahead log that a replica has not replayed, in bytes. */
  readonly lagBytes: number;
  /** How far a replica is behind, in milliseconds. */
  readonly lagTime: number;
  /** Sessions of this database that wait for a lock. */
  readonly waiting: number;
  /** Sessions of this database that are at work, as a share of `max_connections`. */
  readonly busy: number;
  /** How long it waits in all for one batch, in milliseconds. */
  readonly budget: number;
  /** Between two looks, in milliseconds. */
  readonly interval: number;
}

export const defaultPace: Pace = {
  lagBytes: 64 * 1024 * 1024,
  lagTime: 10_000,
  waiting: 8,
  busy: 0.7,
  budget: 3_600_000,
  interval: 500,
};

interface Load {
  readonly replica: string | null;
  readonly lagBytes: number;
  readonly lagTime: number;
  readonly waiting: number;
  readonly active: number;
  readonly connections: number;
}

/** A login without `pg_monitor` sees no positions of replicas; it then goes by the load alone. */
const loadOf = `
with
  replica as (
    select application_name                                                            as name,
           pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn)::float8                    as bytes,
           coalesce(extract(epoch from replay_lag) * 1000, 0)::float8                   as time
      from pg_stat_replication
     where replay_lsn is not null
     order by bytes desc
     limit 1
  ),
  sessions as (
    select count(*) filter (where wait_event_type = 'Lock')::int as waiting,
           count(*) filter (where state = 'active')::int         as active
      from pg_stat_activity
     where datname = current_database()
       and backend_type = 'client backend'
       and pid <> pg_backend_pid()
  )
select (select name from replica)                       as "replica",
       coalesce((select bytes from replica), 0)          as "lagBytes",
       coalesce((select max(time) from replica), 0)      as "lagTime",
       waiting,
       active,
       current_setting('max_connections')::int           as "connections"
  from sessions`;

/**
 * Returns when there is room for a batch. While there is none it looks again and again, and says why it waits.
 *
 * @throws `MIGRATION_BLOCKED` where that takes longer than the budget.
 */
export async function waitForRoom(
  client: pg.Client,
  pace: Pace,
  place: string,
  onPaused: (reason: string, milliseconds: number) => void,
): Promise<void> {
  const began = performance.now();
  for (;;) {
    const { rows } = await client.query<Load>(loadOf);
    const reason = rows[0] && reasonToWait(rows[0], pace);
    if (reason === undefined) return;
    const milliseconds = performance.now() - began;
    if (milliseconds + pace.interval >= pace.budget) {
      throw failure(
        "MIGRATION_BLOCKED",
        `${place}: the backfill waited ${Math.round(milliseconds)} ms: ${reason}`,
      );
    }
    onPaused(reason, milliseconds);
    await wait(pace.interval);
  }
}

function reasonToWait(load: Load, pace: Pace): string | undefined {
  if (load.lagBytes > pace.lagBytes) {
    return `the replica ${load.replica} has ${Math.round(load.lagBytes / 1024)} kB of the log to replay`;
  }
  if (load.lagTime > pace.lagTime) {
    return `the replica ${load.replica} is ${Math.round(load.lagTime)} ms behind`;
  }
  if (load.waiting > pace.waiting) return `sessions that wait for locks: ${load.waiting}`;
  if (load.active > pace.busy * load.connections)
    return `sessions at work: ${load.active} of ${load.connections}`;
  return undefined;
}
