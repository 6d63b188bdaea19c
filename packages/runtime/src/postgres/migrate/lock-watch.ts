import type pg from "pg";
import { openClient } from "./connect.js";

/** A session that holds what another one waits for. */
export interface Blocker {
  readonly pid: number;
  /** The age of its transaction. */
  readonly seconds: number;
  /** As `pg_stat_activity` says it: `active`, `idle in transaction`. */
  readonly state: string;
  /** The first words of what it runs, or ran last. */
  readonly query: string;
}

/** Looks from a second connection at who is in the way of the first. */
export interface LockWatch {
  /** Does `work`, looks every `interval` milliseconds, and says who was last seen in its way. Never throws. */
  during<T>(
    work: () => Promise<T>,
    interval: number,
  ): Promise<{ readonly result: PromiseSettledResult<T>; readonly blockers: readonly Blocker[] }>;
}

const blockersOf = `
select pid,
       coalesce(floor(extract(epoch from clock_timestamp() - coalesce(xact_start, query_start)))::int, 0) as seconds,
       coalesce(state, 'unknown')                                                            as state,
       left(regexp_replace(coalesce(query, ''), '\\s+', ' ', 'g'), 80)                        as query
  from pg_stat_activity
 where pid = any (pg_blocking_pids($1))
 order by pid`;

/** Does `work` with a watch over `client`. The second connection is made when something first takes long. */
export async function withLockWatch<T>(
  client: pg.Client,
  url: string,
  work: (watch: LockWatch) => Promise<T>,
): Promise<T> {
  const { rows } = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
  const pid = rows[0]?.pid ?? 0;
  let second: Promise<pg.Client> | undefined;
  const look = async (): Promise<readonly Blocker[]> => {
    second ??= openClient(url);
    return (await (await second).query<Blocker>(blockersOf, [pid])).rows;
  };
  const watch: LockWatch = {
    async during(run, interval) {
      let seen: readonly Blocker[] = [];
      let looking: Promise<void> | undefined;
      const timer = setInterval(() => {
        looking ??= look()
          .then((found) => {
            if (found.length > 0) seen = found;
          })
          .catch(() => {})
          .finally(() => {
            looking = undefined;
          });
      }, interval);
      const [result] = await Promise.allSettled([run()]);
      clearInterval(timer);
      await looking;
      return { result, blockers: seen };
    },
  };
  try {
    return await work(watch);
  } finally {
    await second?.then((opened) => opened.end()).catch(() => {});
  }
}

/** For a database that nobody else is in. */
export const noWatch: LockWatch = {
  async during(run) {
    const [result] = await Promise.allSettled([run()]);
    return { result, blockers: [] };
  },
};
