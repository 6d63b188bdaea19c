import { prepare } from "../compile/prepared.js";
import { quote } from "../identifier.js";
import type { TextRow } from "../json.js";
import { encodeArray, type Parameter } from "../parameter.js";
import { appendedChannel } from "./channels.js";
import type { LogClient } from "./client.js";
import { headOf, nowhere, type Turn } from "./head.js";
import { leaseTimes } from "./lease.js";
import { logTables } from "./tables.js";
import { publicationIdentity } from "./wal/publication-identity.js";

/** A transaction that has committed and has no positions yet. */
export interface CommittedTransaction {
  /** The partition that holds its rows. */
  readonly slot: number;
  readonly xid: string;
  readonly firstSeq: string;
  readonly lastSeq: string;
  /** How many rows it left. */
  readonly events: number;
  /** RFC 3339, or as PostgreSQL writes a moment. */
  readonly committedAt: string;
}

export interface Appending {
  readonly schema: string;
  readonly turn: Turn;
  /** In the order in which they get their positions. */
  readonly transactions: readonly CommittedTransaction[];
  readonly progress: Progress;
}

/** How far the log has come when transactions are in it. What is left out stays as it was. */
export interface Progress {
  /** Every transaction whose commit ends here (`pg_lsn`) or before has its positions. */
  readonly lsn?: string | undefined;
  /** Every transaction that this snapshot (`pg_snapshot`) sees has its positions. */
  readonly snapshot?: string | undefined;
  /** What in the head does not hold any more, to be forgotten. It comes by itself, without transactions. */
  readonly forget?: Forgetting | undefined;
}

/** The place in the write-ahead log is forgotten in any case: there is no slot that goes on from there. */
export interface Forgetting {
  /** Positions that were given may now mean something else: the epoch changes. */
  readonly epoch: boolean;
  /** What the snapshot in the head sees may lack positions all the same. */
  readonly snapshot: boolean;
}

/** The head after transactions were given positions, and the epoch of those. */
export interface Appended extends Turn {
  readonly epoch: string;
}

/** What must hold of transactions that the write-ahead log told of before they are given positions. */
export interface AppendCondition {
  /** The publication that they were told by, and what it was known by then: it must be the same still. */
  readonly publication: string;
  readonly identity: string | undefined;
}

/** A moment of the server: what `snapshot` sees is in the write-ahead log before `lsn`. */
export interface ServerMoment {
  readonly snapshot: string;
  readonly lsn: string;
}

/** What became of transactions that were appended on a condition. `early`: it did not hold, and nothing was written. */
export type ConditionalAppend =
  | { readonly outcome: "appended"; readonly head: Appended; readonly moment?: ServerMoment }
  | { readonly outcome: "early" }
  | { readonly outcome: "fenced" };

/**
 * Gives transactions the positions after the head's, keeps how far was looked, renews the lease and wakes readers: all
 * of it or nothing, in one statement that commits by itself. Undefined where another process holds the head by now:
 * nothing was written then.
 */
export async function appendTransactions(
  client: LogClient,
  appending: Appending,
): Promise<Appended | undefined> {
  const [row] = await client.run(prepare("log.append", appendText(appending.schema)), valuesOf(appending));
  return row && appendedOf(appending, row);
}

/**
 * The same where every one of the transactions is visible by now, and the publication is what it was: looked at in the same
 * statement, so that it takes no statement of its own.
 */
export async function appendOnCondition(
  client: LogClient,
  appending: Appending,
  { publication, identity }: AppendCondition,
): Promise<ConditionalAppend> {
  const [row] = await client.run(prepare("log.append-if", conditionalText(appending.schema)), [
    ...valuesOf(appending),
    publication,
    identity ?? null,
  ]);
  const [position, , , , isSo, snapshot, lsn] = row ?? [];
  if (!row || isSo !== "t") return { outcome: "early" };
  if (position === null) return { outcome: "fenced" };
  const moment = { snapshot: snapshot ?? "", lsn: lsn ?? "" };
  return { outcome: "appended", head: appendedOf(appending, row), moment };
}

function appendedOf({ turn }: Appending, [position, tid, epoch]: TextRow): Appended {
  return { generation: turn.generation, position: Number(position), tid: tid ?? "", epoch: epoch ?? "" };
}

function valuesOf({ schema, turn, transactions, progress }: Appending): readonly Parameter[] {
  const column = (of: (transaction: CommittedTransaction) => string | number) =>
    encodeArray(transactions.map(of), String);
  return [
    turn.generation,
    String(turn.position),
    turn.tid,
    column(({ slot }) => slot),
    column(({ xid }) => xid),
    column(({ firstSeq }) => firstSeq),
    column(({ lastSeq }) => lastSeq),
    column(({ events }) => events),
    column(({ committedAt }) => committedAt),
    progress.snapshot ?? null,
    progress.forget ? nowhere : (progress.lsn ?? null),
    schema,
    String(leaseTimes.lasts),
    String(progress.forget?.snapshot === true),
    String(progress.forget?.epoch === true),
  ];
}

function appendText(schema: string): string {
  return `${writingText(schema, "", "")}
select a.position, a.ctid, a.epoch, ${notifyText}
  from advanced a`;
}

function conditionalText(schema: string): string {
  const allowed = `,
  now as materialized (
    select pg_current_snapshot() as snapshot
  ),
  allowed as materialized (
    select ${publicationIdentity("$16")} is not distinct from $17
           and not exists (
             select from placed p where not pg_visible_in_snapshot(p.xid, now.snapshot)
           ) as is_so
      from now
  )`;
  return `${writingText(schema, allowed, " and (select is_so from allowed)")}
select a.position, a.ctid, a.epoch, case when a.position is not null then ${notifyText} end,
       allowed.is_so, now.snapshot, pg_current_wal_insert_lsn()
  from allowed
 cross join now
  left join advanced a on true`;
}

const notifyText = `pg_notify('${appendedChannel}', $12::text || ' ' || a.position)`;

/** The parts that write: `more` stands before them, and `condition` must hold for them. */
function writingText(schema: string, more: string, condition: string): string {
  return `with
  placed as materialized (
    select t.*,
           $2::bigint + 1 + sum(t.events) over (order by t.n) - t.events as position
      from unnest($4::smallint[], $5::xid8[], $6::bigint[], $7::bigint[], $8::integer[], $9::timestamptz[])
           with ordinality as t (slot, xid, first_seq, last_seq, events, committed_at, n)
  )${more},
  advanced as (
    update ${headOf(schema)} h
       set position   = $2::bigint + (select coalesce(sum(events), 0) from placed),
           snapshot   = case when $14::boolean then null else coalesce($10::pg_snapshot, h.snapshot) end,
           lsn        = coalesce($11::pg_lsn, h.lsn),
           epoch      = case when $15::boolean then gen_random_uuid() else h.epoch end,
           held_until = clock_timestamp() + $13::integer * interval '1 millisecond'
     where h.ctid = $3::tid and h.generation = $1 and h.position = $2${condition}
    returning h.position, h.ctid, h.epoch
  ),
  written as (
    insert into ${quote(schema)}.${quote(logTables.log)}
           (slot, position, events, xid, first_seq, last_seq, committed_at)
    select p.slot, p.position, p.events, p.xid, p.first_seq, p.last_seq, p.committed_at
      from placed p, advanced
  )`;
}
