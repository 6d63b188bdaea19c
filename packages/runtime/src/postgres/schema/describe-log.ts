import { quote } from "../identifier.js";
import { logTables, partitionOf, ringSize, windowOf } from "../log/names.js";
import type { ColumnDescription, SchemaDescription, TableDescription } from "./description.js";
import { textLiteral } from "./literal.js";

/**
 * The tables and the sequence of the log of a service, which is kept for `keep` milliseconds.
 *
 * - `slot` is the partition of a transaction's rows in `outbox`, and of its one row in `log`.
 * - `outbox.xid` is the transaction, `seq` the order of rows within it and, where two transactions write one row, across
 *   them; `at` is when the transaction began. All four come by themselves, so that whatever writes leaves them out.
 * - `outbox.kind` is `insert`, `update`, `delete`, `truncate` or `event`; `subject` the entity's or event's name; `key` the
 *   row's id or the event's key (empty for `truncate`, and for an event without a key); `version` the row's version after it
 *   (before it, for `delete`; 0 for `truncate`), or the event's schema version.
 * - `before` and `after` are the row as columns of the table, without columns that are private or Lintel's own;
 *   `after` of an event is its data.
 * - `cause` is `{ actor, request, trace }` of who asked, where known.
 * - `log.position` is the position of a transaction's first event; the others (`events` of them) follow it without a gap, in
 *   the order of `seq`. The next transaction's position is `position + events`.
 * - `log_head` is one row: the last position that was given, the first that is kept, whose turn it is to give them
 *   (`generation`, `holder` and until when), and how far it has looked: `snapshot` where it looks at what is visible, `lsn`
 *   where it reads the write-ahead log. `epoch` changes when positions that were given may mean something else: `origin` says
 *   which server, timeline, database and table they were given in.
 */
export function describeLogTables(
  schema: string,
  keep: number,
): Pick<SchemaDescription, "sequences" | "tables"> {
  const sequence = `${quote(schema)}.${quote(logTables.sequence)}`;
  const slot = `(floor(extract(epoch from now()) / ${windowOf(keep)})::bigint % ${ringSize})::smallint`;
  const outbox = ring("outbox", ["slot", "xid", "seq"], "What has happened, written by what caused it.", [
    { ...column("slot", "smallint"), default: slot },
    { ...column("xid", "xid8"), default: "pg_current_xact_id()" },
    { ...column("seq", "bigint"), default: `nextval(${textLiteral(sequence)}::regclass)` },
    { ...column("at", "timestamptz"), default: "now()" },
    column("kind", "text"),
    column("subject", "text"),
    column("key", "text"),
    column("version", "integer"),
    column("before", "jsonb", false),
    column("after", "jsonb", false),
    column("cause", "jsonb", false),
  ]);
  const log = ring("log", ["slot", "position"], "In which order it was committed.", [
    column("slot", "smallint"),
    column("position", "bigint"),
    column("events", "integer"),
    column("xid", "xid8"),
    column("first_seq", "bigint"),
    column("last_seq", "bigint"),
    column("committed_at", "timestamptz"),
  ]);
  return { sequences: [{ name: logTables.sequence }], tables: [...outbox, ...log, head(schema)] };
}

function column(name: string, type: string, notNull = true): ColumnDescription {
  return { name, type, notNull };
}

const bare = { constraints: [], indexes: [], triggers: [], rowSecurity: false, policies: [] } as const;

function ring(
  name: "outbox" | "log",
  key: readonly string[],
  comment: string,
  columns: readonly ColumnDescription[],
): readonly TableDescription[] {
  const parts = Array.from({ length: ringSize }, (_, slot) => ({
    ...bare,
    name: partitionOf(name, slot),
    columns: [],
    partOf: { table: name, values: `for values in (${slot})` },
  }));
  return [
    { ...bare, name, comment, columns, constraints: [primaryKey(name, key)], partitionedBy: "list (slot)" },
    ...parts,
  ];
}

function head(schema: string): TableDescription {
  const { head: name } = logTables;
  return {
    ...bare,
    name,
    comment: "How far the log is, and whose turn it is to go on with it.",
    columns: [
      { ...column("only_one", "boolean"), default: "true" },
      { ...column("epoch", "uuid"), default: "gen_random_uuid()" },
      { ...column("position", "bigint"), default: "0" },
      { ...column("first_kept", "bigint"), default: "1" },
      { ...column("generation", "bigint"), default: "0" },
      column("holder", "text", false),
      column("held_until", "timestamptz", false),
      column("snapshot", "pg_snapshot", false),
      column("lsn", "pg_lsn", false),
      column("origin", "text", false),
    ],
    constraints: [
      primaryKey(name, ["only_one"]),
      {
        name: `${name}_only_one_check`,
        kind: "check",
        definition: `check (${quote("only_one")})`,
        columns: ["only_one"],
      },
    ],
    firstRow: `insert into ${quote(schema)}.${quote(name)} default values`,
  };
}

function primaryKey(table: string, columns: readonly string[]) {
  const definition = `primary key (${columns.map(quote).join(", ")})`;
  return { name: `${table}_pkey`, kind: "primary key", definition, columns } as const;
}
