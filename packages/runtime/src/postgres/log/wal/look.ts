import type pg from "pg";
import { quote } from "../../identifier.js";
import type { CommittedTransaction } from "../append.js";
import { logTables } from "../tables.js";
import { parseSnapshot, type Snapshot } from "./visibility.js";

interface Row {
  readonly slot: number;
  readonly xid: string;
  readonly first: string;
  readonly last: string;
  readonly events: number;
  readonly at: string;
}

/** One look at what is visible, given in pages. */
export interface Look {
  /** What it saw. Once its last page is in the log, everything that this sees has its positions. */
  readonly snapshot: Snapshot;
  /** The next transactions, by the last `seq` of each, and whether they are the last ones. */
  page(): Promise<{ readonly transactions: readonly CommittedTransaction[]; readonly last: boolean }>;
  /** Ends the look, wherever it is. */
  close(): Promise<void>;
}

/** Transactions of a page, so that memory does not grow with how much there is. */
const pageSize = 5_000;

/**
 * Looks for transactions that are visible and have no positions. A transaction that had to wait for another's row comes after
 * it; the order is else that of the last `seq`.
 *
 * `since` is the snapshot in the head of the log: what it sees is passed over. `exact` says that nothing else has
 * positions; otherwise it is asked of the log, which reads the partitions that are concerned.
 */
export async function openLook(
  client: pg.Client,
  schema: string,
  since: string | undefined,
  exact: boolean,
): Promise<Look> {
  const name = (table: string) => `${quote(schema)}.${quote(table)}`;
  await client.query("begin isolation level repeatable read read only");
  try {
    const { rows } = await client.query<{ snapshot: string }>(
      "select pg_current_snapshot()::text as snapshot",
    );
    const snapshot = parseSnapshot(rows[0]?.snapshot ?? "");
    await client.query(
      `declare unpositioned no scroll cursor for
select o.slot,
       o.xid::text                                             as xid,
       min(o.seq)::text                                        as first,
       max(o.seq)::text                                        as last,
       count(*)::int                                           as events,
       to_json(transaction_timestamp()) #>> '{}'               as at
  from ${name(logTables.outbox)} o
 where ($1::pg_snapshot is null
        or o.xid >= pg_snapshot_xmax($1::pg_snapshot)
        or o.xid = any (array (select pg_snapshot_xip($1::pg_snapshot))))
   and ($2 or not exists (select from ${name(logTables.log)} l where l.slot = o.slot and l.xid = o.xid))
 group by o.slot, o.xid
 order by max(o.seq)`,
      [since ?? null, exact],
    );
    return {
      snapshot,
      async page() {
        const found = await client.query<Row>(`fetch forward ${pageSize} from unpositioned`);
        const transactions = found.rows.map(({ slot, xid, first, last, events, at }) => ({
          slot,
          xid,
          firstSeq: first,
          lastSeq: last,
          events,
          committedAt: at,
        }));
        return { transactions, last: transactions.length < pageSize };
      },
      async close() {
        await client.query("rollback");
      },
    };
  } catch (error) {
    await client.query("rollback").catch(() => {});
    throw error;
  }
}
