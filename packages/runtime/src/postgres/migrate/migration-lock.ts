import { setTimeout as wait } from "node:timers/promises";
import type pg from "pg";

/** Two numbers that mean "the schema of this database is being changed": the letters `lint`, `el`. */
export const migrationLock = [0x6c696e74, 0x656c] as const;
const interval = 100;

/**
 * Holds the database's one migration lock while `work` runs. Whoever comes second asks again ten times a second
 * and reports how long it has waited, in milliseconds; it never waits inside of a statement, whose snapshot would
 * hold up `create index concurrently` of the first. The lock goes with the connection when the process dies.
 */
export async function withMigrationLock<T>(
  client: pg.Client,
  onWaiting: (milliseconds: number) => void,
  work: () => Promise<T>,
): Promise<T> {
  const began = Date.now();
  while (!(await tryLock(client))) {
    onWaiting(Date.now() - began);
    await wait(interval);
  }
  try {
    return await work();
  } finally {
    await client.query("select pg_advisory_unlock($1, $2)", [...migrationLock]).catch(() => {});
  }
}

async function tryLock(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ held: boolean }>("select pg_try_advisory_lock($1, $2) as held", [
    ...migrationLock,
  ]);
  return rows[0]?.held ?? false;
}
