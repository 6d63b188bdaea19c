import type pg from "pg";
import type { Ledger } from "./ledger.js";

/** How far a pending file has come that runs one statement at a time. */
export interface FileProgress {
  readonly service: string;
  /** `0002_title` */
  readonly name: string;
  /** The statements that are done, of so many. */
  readonly done: number;
  readonly total: number;
  /** How much of a backfill under way is done, from 0 to 1; undefined where there is none. */
  readonly backfill?: number | undefined;
}

/** The pending files that have come part of the way. */
export async function readProgress(
  client: pg.Client,
  ledgers: readonly Ledger[],
): Promise<readonly FileProgress[]> {
  const { rows: tables } = await client.query<{ steps: boolean; backfills: boolean }>(
    `select to_regclass('lintel.migration_progress') is not null as steps,
            to_regclass('lintel.backfills') is not null          as backfills`,
  );
  if (!tables[0]?.steps || !tables[0].backfills) return [];
  const { rows } = await client.query<{
    service: string;
    number: number;
    done: number;
    backfill: number | null;
  }>(
    `with
       steps as (
         select service, number, position from lintel.migration_progress where state = 'done'
       ),
       counted as (
         select service, number, count(*)::int as done from steps group by service, number
       ),
       filling as (
         select service, number, max(least(1, rows / greatest(total, rows, 1)::float8)) as backfill
           from lintel.backfills b
          where not exists (select from steps s where (s.service, s.number, s.position) = (b.service, b.number, b.position))
          group by service, number
       )
     select service, number, coalesce(done, 0) as done, backfill
       from counted
       full join filling using (service, number)`,
  );
  return ledgers.flatMap(({ service, pending }) =>
    pending.flatMap(({ number, name, statements }) => {
      const row = rows.find((one) => one.service === service && one.number === number);
      if (!row) return [];
      const backfill = row.backfill ?? undefined;
      return [{ service, name, done: row.done, total: statements.length, backfill }];
    }),
  );
}
