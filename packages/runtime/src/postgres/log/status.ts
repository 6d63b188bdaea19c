import { prepare } from "../compile/prepared.js";
import { quote } from "../identifier.js";
import { instantOf } from "../json.js";
import type { LogClient } from "./client.js";
import { isByCommits, type LogHead, readHead } from "./head.js";
import { logTables } from "./tables.js";
import { type KeptSlot, readKeptSlot } from "./wal/watch.js";

/** How a log stands. */
export interface LogStatus extends LogHead {
  /** Where its order comes from: that of commits, or that of what is visible. */
  readonly order: "commits" | "visible";
  /** The slot with which it follows the write-ahead log, and what the server keeps for it; undefined where there is none. */
  readonly slot: KeptSlot | undefined;
  /** Events that are committed and have no position yet. */
  readonly waiting: number;
  /** When the oldest entry that is kept was given its position, RFC 3339. */
  readonly keptSince: string | undefined;
  /** What its tables and their indexes take on the disk. */
  readonly bytes: number;
}

/** Asks how the log of a service stands. */
export async function readLogStatus(client: LogClient, schema: string): Promise<LogStatus> {
  const outbox = `${quote(schema)}.${quote(logTables.outbox)}`;
  const log = `${quote(schema)}.${quote(logTables.log)}`;
  const [row] = await client.run(
    prepare(
      "log.status",
      `select (
         select count(*)
           from ${outbox} o
          where h.snapshot is null
             or (not pg_visible_in_snapshot(o.xid, h.snapshot) and o.xid < '4611686018427387904'::xid8)
       ) - (
         select coalesce(sum(l.events), 0)
           from ${log} l
          where h.lsn is not null
            and (h.snapshot is null
                 or (not pg_visible_in_snapshot(l.xid, h.snapshot) and l.xid < '4611686018427387904'::xid8))
       ),
       (select min(l.committed_at) from ${log} l where l.position >= h.first_kept),
       (select coalesce(sum(pg_total_relation_size(t.relid)), 0)
          from (values ('${quote(schema).replaceAll("'", "''")}')) as s (name),
               unnest(array[s.name || '.${logTables.outbox}', s.name || '.${logTables.log}']) as root,
               pg_partition_tree(root::regclass) t)
  from ${quote(schema)}.${quote(logTables.head)} h`,
    ),
    [],
  );
  // Afterwards: where nothing waited, everything that had been committed then has its position at or below this one.
  const head = await readHead(client, schema);
  const [waiting, keptSince, bytes] = row ?? [];
  return {
    ...head,
    order: isByCommits(head) ? "commits" : "visible",
    slot: await readKeptSlot(client, schema),
    waiting: Math.max(0, Number(waiting ?? 0)),
    keptSince: keptSince ? instantOf(keptSince) : undefined,
    bytes: Number(bytes ?? 0),
  };
}
