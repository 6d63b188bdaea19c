import { prepare } from "../compile/prepared.js";
import { quote } from "../identifier.js";
import { textLiteral } from "../schema/literal.js";
import { appendedChannel } from "./channels.js";
import type { LogClient } from "./client.js";
import { headOf, nowhere, type Turn } from "./head.js";
import { leaseTimes } from "./lease.js";
import { logTables, ringSize } from "./tables.js";

/** What one look at committed transactions came to. */
export interface Look {
  /** The head as it is held now. */
  readonly turn: Turn;
  /** How far was looked: where the next look begins. */
  readonly snapshot: string;
  /** Transactions that were given positions, and their events. */
  readonly transactions: number;
  readonly events: number;
  /** Events of transactions that were found and left for the next look. */
  readonly waiting: number;
}

/** Before anything was looked at: every transaction comes after it. */
export const nothingSeen = "1:1:";

/** From where, and how, is looked. */
export interface Looking {
  readonly schema: string;
  readonly turn: Turn;
  readonly snapshot: string;
  /** Transactions at most. */
  readonly limit: number;
  /**
   * Whether some that `snapshot` does not see may have positions: the order of commits has been in force. Then the log
   * is asked for them, and the head keeps only the snapshot.
   */
  readonly again?: boolean | undefined;
}

/**
 * Gives positions to what became visible since `snapshot`, at most `limit` transactions of it: finds, orders, advances
 * the head, appends and wakes readers in one statement that commits by itself. A look that finds nothing writes nothing,
 * not even a transaction id. Undefined where another process holds the head by now.
 *
 * Every transaction that the statement sees and that was not over when `snapshot` was taken is new: its id is at or above
 * the snapshot's `xmax`, or among those that were in progress. Found by the outbox's primary key, with the slot and both
 * ends of the range given (`offset 0` keeps the id of each that was in progress beside the slot, whatever the planner
 * thinks of the table), so nothing that has its positions is read again, and no old snapshot and no idle writer makes
 * the range longer.
 *
 * New transactions are ordered by their last `seq`. Of two that wrote one row the later one waited for the earlier one to
 * end, and took a `seq` for that row afterwards, so its last is higher than any of the earlier one's; and what is visible
 * in an earlier look comes before what is visible in a later one. So it is for a part of them, too: where there are more
 * than `limit`, those with the lowest last `seq` are taken, and the snapshot that is kept says of the others that they
 * were still in progress.
 */
export async function look(client: LogClient, at: Looking): Promise<Look | undefined> {
  const { schema, turn, again = false } = at;
  const statement = again
    ? prepare("log.look-again", makeText(schema, true))
    : prepare("log.look", lookText(schema));
  const [row] = await client.run(statement, [
    turn.generation,
    String(turn.position),
    turn.tid,
    at.snapshot,
    String(at.limit),
    schema,
    String(leaseTimes.lasts),
  ]);
  const [snapshot, position, tid, transactions, events, waiting, isFenced] = row ?? [];
  if (isFenced !== "f") return undefined;
  return {
    turn: tid ? { generation: turn.generation, position: Number(position), tid } : turn,
    snapshot: snapshot ?? at.snapshot,
    transactions: Number(transactions),
    events: Number(events),
    waiting: Number(waiting),
  };
}

const texts = new Map<string, string>();

/** The statement, whose text is made once for a schema. */
export function lookText(schema: string): string {
  const made = texts.get(schema) ?? makeText(schema, false);
  texts.set(schema, made);
  return made;
}

/** `again`: those that the log has are left out, and the head is written whether there are others or not. */
function makeText(schema: string, again: boolean): string {
  const outbox = `${quote(schema)}.${quote(logTables.outbox)}`;
  const log = `${quote(schema)}.${quote(logTables.log)}`;
  const newRows = (columns: string) => `generate_series(0, ${ringSize - 1}) as ring (slot)
     cross join lateral (
       select ${columns}
         from ${outbox} o
        where o.slot = ring.slot
          and o.xid >= pg_snapshot_xmax($4::pg_snapshot)
          and o.xid < pg_snapshot_xmax(now.snapshot)
       union all
       select ${columns}
         from unnest(ended.xids) as e (xid)
        cross join lateral (
          select o.slot, o.xid, o.seq
            from ${outbox} o
           where o.slot = ring.slot
             and o.xid = e.xid
          offset 0
        ) o
     ) o`;
  const visible = `select o.slot, o.xid, min(o.seq) as first_seq, max(o.seq) as last_seq, count(*)::integer as events
      from head, now, ended, ${newRows("o.slot, o.xid, o.seq")}
     group by o.slot, o.xid`;
  return `with
  now as materialized (
    select pg_current_snapshot() as snapshot
  ),
  ended as materialized (
    select coalesce(array_agg(x), '{}') as xids
      from now, pg_snapshot_xip($4::pg_snapshot) x
     where pg_visible_in_snapshot(x, now.snapshot)
  ),
  something as materialized (
    select exists (
      select from now, ended, ${newRows("")}
    ) as is_new
  ),
  head as materialized (
    select h.ctid
      from ${headOf(schema)} h, something
     where ${again ? "" : "something.is_new and "}h.ctid = $3::tid and h.generation = $1 and h.position = $2
       for update of h
  ),
  found as materialized (
    ${again ? without(log, visible) : visible}
  ),
  placed as materialized (
    select f.*, $2::bigint + 1 + sum(f.events) over (order by f.last_seq) - f.events as position
      from found f
     order by f.last_seq
     limit $5
  ),
  total as materialized (
    select (select count(*) from placed)                            as transactions,
           (select coalesce(sum(events), 0) from placed)            as events,
           (select coalesce(sum(events), 0) from found)             as found_events,
           (select count(*) from found)                             as found_transactions
  ),
  edge as materialized (
    select greatest(max(p.xid::text::bigint) + 1, pg_snapshot_xmax($4::pg_snapshot)::text::bigint) as xid,
           max(p.last_seq) as seq
      from placed p
  ),
  undone as materialized (
    select x::text::bigint as xid
      from now, edge, pg_snapshot_xip(now.snapshot) x
     where x::text::bigint < edge.xid
     union
    select f.xid::text::bigint
      from found f, edge
     where f.last_seq > edge.seq and f.xid::text::bigint < edge.xid
  ),
  progress as materialized (
    select case
             when total.transactions = total.found_transactions then now.snapshot
             else (select format('%s:%s:%s', coalesce(min(u.xid), edge.xid), edge.xid,
                                 string_agg(u.xid::text, ',' order by u.xid))::pg_snapshot
                     from undone u)
           end as snapshot
      from now, total, edge
  ),
  advanced as (
    update ${headOf(schema)} h
       set position   = $2::bigint + total.events,
           snapshot   = progress.snapshot,${again ? `\n           lsn        = case when total.transactions < total.found_transactions then ${textLiteral(nowhere)}::pg_lsn end,` : ""}
           held_until = clock_timestamp() + $7::integer * interval '1 millisecond'
      from head, total, progress
     where h.ctid = head.ctid and h.generation = $1 and h.position = $2${again ? "" : " and total.transactions > 0"}
    returning h.position, h.ctid
  ),
  written as (
    insert into ${log} (slot, position, events, xid, first_seq, last_seq, committed_at)
    select p.slot, p.position, p.events, p.xid, p.first_seq, p.last_seq, statement_timestamp()
      from placed p, advanced
  )
select progress.snapshot, a.position, a.ctid, total.transactions, total.events,
       total.found_events - total.events,
       ${again ? "" : "something.is_new and "}a.position is null,
       case when a.position is not null then pg_notify('${appendedChannel}', $6::text || ' ' || a.position) end
  from something
 cross join total
 cross join progress
  left join advanced a on true`;
}

/** Of transactions those that the log does not have: its narrow rows of later ids are read for that. */
function without(log: string, visible: string): string {
  return `select c.slot, c.xid, min(c.first_seq) as first_seq, max(c.last_seq) as last_seq, sum(c.events)::integer as events
      from (
        select v.*, false as is_given
          from (${visible}) v
         union all
        select l.slot, l.xid, l.first_seq, l.last_seq, l.events, true
          from ${log} l
         where l.xid >= pg_snapshot_xmin($4::pg_snapshot)
      ) c
     group by c.slot, c.xid
    having not bool_or(c.is_given)`;
}
