import { prepare } from "../../compile/prepared.js";
import { textLiteral } from "../../schema/literal.js";
import type { LogClient } from "../client.js";
import { slotOf } from "./names.js";

/** How far the write-ahead log is on the disk: what was told committed, and waited for the disk, ends here or before. */
export async function readFlushed(client: LogClient): Promise<string> {
  const [row] = await client.run(prepare("log.flushed", "select pg_current_wal_flush_lsn()"), []);
  return row?.[0] ?? "0/0";
}

/** The slot of a log, as any role may see it. */
export interface KeptSlot {
  readonly name: string;
  /** Whether somebody reads it now. */
  readonly isRead: boolean;
  /** `reserved`, `extended`, `unreserved`, or `lost` where nothing more can be read from it. */
  readonly state: string;
  /** Bytes of the write-ahead log that the server keeps for it. */
  readonly bytes: number;
}

/** Undefined where the log has no slot in this database. */
export async function readKeptSlot(client: LogClient, schema: string): Promise<KeptSlot | undefined> {
  const [row] = await client.run(prepare("log.slot", slotText(schema)), []);
  if (!row) return undefined;
  const [name, isRead, state, bytes] = row;
  return { name: name ?? "", isRead: isRead === "t", state: state ?? "unknown", bytes: Number(bytes ?? 0) };
}

const oid = 0;

function slotText(schema: string): string {
  const [start, end] = slotOf(oid, schema).split(`_${oid}_`);
  return `select s.slot_name, s.active, s.wal_status,
       greatest(0, coalesce(pg_wal_lsn_diff(pg_current_wal_lsn(), s.restart_lsn), 0))::bigint
  from pg_replication_slots s
  join pg_database d on d.datname = s.database
 where s.slot_name = ${textLiteral(`${start}_`)} || d.oid || ${textLiteral(`_${end}`)}
   and d.datname = current_database()`;
}
