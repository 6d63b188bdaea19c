import { quote } from "../identifier.js";

/**
 * The tables of a service's log. `outbox` is written in the transaction that causes a change, and holds what the log
 * says; `log` gives each committed transaction its positions, and is written after the commit, by one process at a time.
 * Both are rings of partitions: what is old is emptied a partition at a time, and never deleted row by row.
 */
export const logTables = Object.freeze({
  outbox: "outbox",
  log: "log",
  head: "log_head",
  sequence: "outbox_seq",
});

/**
 * How many partitions the rings of `outbox` and `log` have. What a transaction leaves is in the slot of the time at which it
 * began: `floor(epoch seconds / window) % ringSize`, with a window of a sixth of the time for which the log is kept. A slot
 * is emptied when all in it is older than that time, and is written to again a sixth of that time later at the earliest.
 */
export const ringSize = 8;

/** A partition of a ring: `outbox_3`. */
export function partitionOf(table: "outbox" | "log", slot: number): string {
  return `${table}_${slot}`;
}

/**
 * The statements that make the tables of the log of a service in its schema, in order.
 *
 * - `slot` is the partition of a transaction's rows in `outbox`, and of its one row in `log`.
 * - `outbox.xid` is the transaction, `seq` the order of rows within it and, where two transactions write one row, across them.
 * - `outbox.kind` is `insert`, `update`, `delete`, `truncate` or `event`; `subject` the entity's or event's name; `key` the
 *   row's id or the event's key (empty for `truncate`); `version` the row's version after it (before it, for `delete`), or the event's schema version.
 * - `before` and `after` are the row as columns of the table, without columns that are private or Lintel's own;
 *   `after` of an event is its data.
 * - `cause` is `{ actor, request, trace }` of who asked, where known.
 * - `log.position` is the position of a transaction's first event; the others (`events` of them) follow it without a gap, in
 *   the order of `seq`. The next transaction's position is `position + events`.
 * - `log_head` is one row: the last position that was given, the first that is kept, whose turn it is to give them
 *   (`generation`, `holder` and until when), and how far it has looked: `snapshot` where it looks at what is visible, `lsn`
 *   where it reads the write-ahead log. `epoch` changes when positions that were given may mean something else.
 */
export function logTableStatements(schema: string): readonly string[] {
  const name = (table: string) => `${quote(schema)}.${quote(table)}`;
  const slots = Array.from({ length: ringSize }, (_, slot) => slot);
  const ring = (table: "outbox" | "log") =>
    slots.map(
      (slot) =>
        `create table ${name(partitionOf(table, slot))}\n  partition of ${name(table)} for values in (${slot})`,
    );
  return [
    `create sequence ${name(logTables.sequence)} as bigint`,
    `create table ${name(logTables.outbox)} (
  slot    smallint    not null,
  xid     xid8        not null,
  seq     bigint      not null,
  at      timestamptz not null,
  kind    text        not null,
  subject text        not null,
  key     text        not null,
  version integer     not null,
  before  jsonb,
  after   jsonb,
  cause   jsonb,
  constraint outbox_pkey primary key (slot, xid, seq)
) partition by list (slot)`,
    ...ring("outbox"),
    `create table ${name(logTables.log)} (
  slot         smallint    not null,
  position     bigint      not null,
  events       integer     not null,
  xid          xid8        not null,
  first_seq    bigint      not null,
  last_seq     bigint      not null,
  committed_at timestamptz not null,
  constraint log_pkey primary key (slot, position)
) partition by list (slot)`,
    ...ring("log"),
    `create table ${name(logTables.head)} (
  only_one    boolean     not null default true,
  epoch       uuid        not null default gen_random_uuid(),
  position    bigint      not null default 0,
  first_kept  bigint      not null default 1,
  generation  bigint      not null default 0,
  holder      text,
  held_until  timestamptz,
  snapshot    pg_snapshot,
  lsn         pg_lsn,
  constraint log_head_pkey primary key (only_one),
  constraint log_head_only_one_check check (only_one)
)`,
    `insert into ${name(logTables.head)} default values`,
  ];
}
