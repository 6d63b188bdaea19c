import type { Statement } from "../database.js";
import { quote } from "../identifier.js";
import { logTables } from "./tables.js";

/** What a transaction on one snapshot sees of a log. */
export interface Seen {
  readonly epoch: string;
  /** The first position of which something may not be seen. */
  readonly from: number;
  /** The snapshot, as a `pg_snapshot`. */
  readonly snapshot: string;
}

/**
 * Asks for {@link Seen}; its one row has `epoch`, `from` and `snapshot`. Of a log in the order of snapshots all is seen up to the head's position. One in
 * the order of the write-ahead log may give a position to a transaction a moment before others see it: there the first of
 * those is looked for.
 */
export function seenStatement(schema: string): Statement {
  const log = `${quote(schema)}.${quote(logTables.log)}`;
  return {
    name: "log.seen",
    text: `select h.epoch::text,
       pg_current_snapshot()::text as snapshot,
       coalesce(
         case when h.lsn is not null then (
           select min(l.position)
             from ${log} l
            where not pg_visible_in_snapshot(l.xid, pg_current_snapshot())
         ) end,
         h.position + 1
       )::text as "from"
  from ${quote(schema)}.${quote(logTables.head)} h`,
    values: [],
  };
}
