import { prepare } from "../compile/prepared.js";
import { quote } from "../identifier.js";
import type { CommittedTransaction } from "./append.js";
import type { LogClient } from "./client.js";
import { type EntryPage, pageOf } from "./read.js";
import { partitionOf } from "./tables.js";

/** Entries and bytes of rows at most: more than that is better read by whoever wants it. */
const most = { events: 500, bytes: 1_000_000 };

/**
 * The entries of transactions that have been given the positions after `position` by the statement before this one on the same connection: both are
 * sent together. Undefined where they are many or large, where they are in more than one slot, or where they have been given no positions.
 */
export async function readPlaced(
  client: LogClient,
  schema: string,
  position: number,
  transactions: readonly CommittedTransaction[],
): Promise<EntryPage | undefined> {
  const [first] = transactions;
  let events = 0;
  for (const transaction of transactions) events += transaction.events;
  if (!first || events > most.events || transactions.some(({ slot }) => slot !== first.slot))
    return undefined;
  const from = position + 1;
  const rows = await client.run(prepare(`log.placed-${first.slot}`, textOf(schema, first.slot)), [
    String(from),
    String(from + events),
    String(most.bytes),
  ]);
  return rows.length === events ? pageOf(rows, { position: from }) : undefined;
}

const texts = new Map<string, string>();

function textOf(schema: string, slot: number): string {
  const key = `${slot} ${schema}`;
  const made = texts.get(key) ?? makeText(schema, slot);
  texts.set(key, made);
  return made;
}

/** One slot, so one table of each kind: planned, locked and opened in a fraction of the time that all of them take. */
function makeText(schema: string, slot: number): string {
  const name = (table: "outbox" | "log") => `${quote(schema)}.${quote(partitionOf(table, slot))}`;
  return `with
  entry as (
    select l.position, l.events, l.xid, l.committed_at,
           o.seq, o.at, o.kind, o.subject, o.key, o.version, o.before, o.after, o.cause,
           lag(l.position) over log is distinct from l.position as begins,
           sum(coalesce(pg_column_size(o.before), 0) + coalesce(pg_column_size(o.after), 0)) over log as bytes
      from ${name("log")} l
     cross join lateral (
       select o.*
         from ${name("outbox")} o
        where o.slot = ${slot} and o.xid = l.xid and o.seq between l.first_seq and l.last_seq
        order by o.seq
        limit $2::bigint - l.position
     ) o
     where l.slot = ${slot} and l.position >= $1::bigint and l.position < $2::bigint
    window log as (order by l.position, o.seq rows unbounded preceding)
  )
select case when begins then position end, case when begins then events end, case when begins then xid end,
       case when begins then committed_at end, seq, at, kind, subject, key, version, before, after, cause
  from entry
 where bytes < $3::bigint
 order by position, seq`;
}
