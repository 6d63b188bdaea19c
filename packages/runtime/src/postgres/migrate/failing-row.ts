import type pg from "pg";
import type { BackfillMark } from "./backfill-mark.js";

/** Rows of a table by the first and the last of their keys, as text. */
export interface Batch {
  readonly low: string;
  readonly high: string;
  readonly rows: number;
}

/** Whether an error says that a row's values do not fit: data exceptions, broken constraints, and what a function raises. */
export function isAboutRows(error: unknown): boolean {
  const { code } = error as pg.DatabaseError;
  return code !== undefined && /^(?:22|23|P0001)/.test(code);
}

/**
 * The first row of a batch for which a statement fails, found by halving: each half is tried and undone. Undefined
 * where the rows fail only together, or no longer.
 */
export async function findFailingRow(
  client: pg.Client,
  { table, key }: BackfillMark,
  sql: string,
  { low, high }: Batch,
): Promise<{ readonly key: string; readonly error: unknown } | undefined> {
  await client.query("begin");
  try {
    await client.query("select set_config('lintel.backfill', 'on', true)");
    const { rows } = await client.query<{ key: string }>(
      `select ${key}::text as key from ${table} where ${key} between $1 and $2 order by ${key}`,
      [low, high],
    );
    let keys = rows.map((row) => row.key);
    for (;;) {
      const half = keys.slice(0, Math.ceil(keys.length / 2));
      const error = await errorOf(client, sql, half);
      if (error === undefined && keys.length <= 1) return undefined;
      if (error !== undefined && half.length === 1) return { key: half[0] ?? "", error };
      keys = error === undefined ? keys.slice(half.length) : half;
    }
  } finally {
    await client.query("rollback").catch(() => {});
  }
}

/** Tries the statement on these rows; what it does is kept only where it works, as later rows may rest on it. */
async function errorOf(client: pg.Client, sql: string, keys: readonly string[]): Promise<unknown> {
  if (keys.length === 0) return undefined;
  await client.query("savepoint lintel_row");
  try {
    await client.query(sql, [keys[0], keys.at(-1)]);
    return undefined;
  } catch (error) {
    if (!isAboutRows(error)) throw error;
    await client.query("rollback to savepoint lintel_row");
    return error;
  }
}
