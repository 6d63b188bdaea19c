import type { Statement } from "../database.js";
import { quote } from "../identifier.js";
import { logTables, ringSize } from "./tables.js";

/** What a transaction on one snapshot sees of a log. */
export interface Seen {
  readonly epoch: string;
  /** The first position of which something may not be seen. */
  readonly from: number;
  /** The snapshot, as a `pg_snapshot`. */
  readonly snapshot: string;
  /** The transactions that it sees and that have no position below `from`; some that have one may be among them. */
  readonly pending: readonly string[];
}

/** Transactions that are looked through for those that have a position already, in each slot at most. */
const mostRecent = 20_000;

/**
 * Asks for {@link Seen}, as one row. All is seen up to the head's position, in either order: nothing is given a position before
 * somebody's snapshot saw it, and what one has seen, every later one sees. What is seen and has no position yet is found as `look` finds
 * it; in the order of the write-ahead log the head's snapshot is older, so what got a position since is taken off.
 *
 * It is planned anew each time: the outbox may have been empty the last time.
 */
export function seenStatement(schema: string): Statement {
  const log = `${quote(schema)}.${quote(logTables.log)}`;
  const outbox = `${quote(schema)}.${quote(logTables.outbox)}`;
  return {
    text: `with
  head as materialized (
    select h.epoch, h.lsn, coalesce(h.snapshot, '1:1:'::pg_snapshot) as snapshot,
           h.position + 1 as "from"
      from ${quote(schema)}.${quote(logTables.head)} h
  ),
  unplaced as materialized (
    select distinct o.xid
      from head h
     cross join generate_series(0, ${ringSize - 1}) as ring (slot)
     cross join lateral (
       select o.xid
         from ${outbox} o
        where o.slot = ring.slot
          and o.xid >= pg_snapshot_xmax(h.snapshot)
       union all
       select o.xid
         from pg_snapshot_xip(h.snapshot) x
        cross join lateral (
          select o.slot, o.xid, o.seq
            from ${outbox} o
           where o.slot = ring.slot
             and o.xid = x
          offset 0
        ) o
        where pg_visible_in_snapshot(x, pg_current_snapshot())
     ) o
  ),
  placed as materialized (
    select l.xid
      from head h
     cross join generate_series(0, ${ringSize - 1}) as ring (slot)
     cross join lateral (
       select l.xid
         from ${log} l
        where l.slot = ring.slot
          and l.position < h."from"
        order by l.position desc
        limit ${mostRecent}
     ) l
     where h.lsn is not null
  )
select h.epoch::text,
       pg_current_snapshot()::text as snapshot,
       h."from"::text as "from",
       array(select u.xid::text from unplaced u where u.xid not in (select p.xid from placed p)) as pending
  from head h`,
    values: [],
  };
}
