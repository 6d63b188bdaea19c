import type pg from "pg";
import { digestOf } from "./journal.js";
import type { Migration } from "./migration-file.js";

/** How far a backfill has come. */
export interface BackfillState {
  /** The last key that was done, as text; null before the first batch. */
  readonly last: string | null;
  /** The rows that were looked at. */
  readonly rows: number;
  /** About how many the table held when it began. */
  readonly total: number;
}

/** Where a backfill remembers how far it has come, in the transaction of each batch. */
export interface BackfillStore {
  read(): Promise<BackfillState | undefined>;
  write(state: BackfillState): Promise<void>;
}

/** Keeps nothing: for a scratch database. */
export const noBackfillStore: BackfillStore = { read: async () => undefined, write: async () => {} };

/** The table of backfills under way; the rows of a file go when it is applied. */
export const backfillTable = `
create table if not exists lintel.backfills (
  service  text        not null,
  number   integer     not null,
  position integer     not null,
  digest   text        not null,
  last_key text,
  rows     bigint      not null,
  total    bigint      not null,
  at       timestamptz not null default now(),
  primary key (service, number, position)
);`;

/** The store of one statement of a file. A statement that was edited begins anew. */
export function backfillStoreOf(client: pg.Client, migration: Migration, position: number): BackfillStore {
  const { service, number, statements } = migration;
  const key = [service, number, position, digestOf(statements[position])];
  return {
    async read() {
      const { rows } = await client.query<BackfillState>(
        `select last_key as last, rows::float8 as rows, total::float8 as total
           from lintel.backfills
          where service = $1 and number = $2 and position = $3 and digest = $4`,
        key,
      );
      return rows[0];
    },
    async write({ last, rows, total }) {
      await client.query(
        `insert into lintel.backfills (service, number, position, digest, last_key, rows, total)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (service, number, position) do update
           set digest = excluded.digest, last_key = excluded.last_key, rows = excluded.rows,
               total = excluded.total, at = now()`,
        [...key, last, rows, total],
      );
    },
  };
}

/** Forgets the backfills of a file, since it is applied. */
export async function forgetBackfills(client: pg.Client, { service, number }: Migration): Promise<void> {
  await client.query("delete from lintel.backfills where service = $1 and number = $2", [service, number]);
}
