import { setTimeout as wait } from "node:timers/promises";
import { sqlStateOf } from "../../connection/lost.js";
import type { Client } from "./login.js";
import { parseLsn } from "./lsn.js";
import { slotOf } from "./names.js";

/** The slot of a log, as `pg_replication_slots` shows it. */
export interface SlotState {
  readonly name: string;
  /** The process of the server that reads it. */
  readonly activePid: number | undefined;
  /** `reserved`, `extended` or `unreserved`; `lost` where nothing more can be read from it. */
  readonly walStatus: string;
  /** Why it can no longer be read, where the server says so (PostgreSQL 16 and later). */
  readonly invalidated: string | undefined;
  /** Bytes that may still be written before it is in danger; undefined where the server sets no limit. */
  readonly safeBytes: number | undefined;
  /** Bytes of the write-ahead log that the server keeps for it. */
  readonly retainedBytes: number;
  /** Undefined while it is being made. */
  readonly confirmed: bigint | undefined;
  /** Whether standbys keep a copy of it (PostgreSQL 17 and later). */
  readonly failover: boolean;
}

interface Row {
  readonly slot: {
    readonly slot_name: string;
    readonly active_pid: number | null;
    readonly wal_status: string | null;
    readonly safe_wal_size: number | null;
    readonly confirmed_flush_lsn: string | null;
    readonly plugin: string;
    readonly conflicting?: boolean | null;
    readonly invalidation_reason?: string | null;
    readonly failover?: boolean;
  };
  readonly retained: string | null;
}

const readState = `
select to_jsonb(s)                                         as slot,
       pg_wal_lsn_diff(pg_current_wal_lsn(), s.restart_lsn) as retained
  from pg_replication_slots s
 where s.slot_name = $1
   and s.database = current_database()
   and s.plugin = 'pgoutput'`;

/** The name of the slot of a schema's log in the database of the connection. */
export async function readSlotName(client: Client, schema: string): Promise<string> {
  const { rows } = await client.query<{ oid: number }>(
    "select oid from pg_database where datname = current_database()",
  );
  return slotOf(rows[0]?.oid ?? 0, schema);
}

/** Undefined where there is no such slot in this database. */
export async function readSlot(client: Client, name: string): Promise<SlotState | undefined> {
  const { rows } = await client.query<Row>(readState, [name]);
  const [row] = rows;
  if (!row) return undefined;
  const { slot, retained } = row;
  return {
    name,
    activePid: slot.active_pid ?? undefined,
    walStatus: slot.wal_status ?? "unknown",
    invalidated: slot.invalidation_reason ?? (slot.conflicting ? "conflicting" : undefined),
    safeBytes: slot.safe_wal_size ?? undefined,
    retainedBytes: Math.max(0, Number(retained ?? 0)),
    confirmed: slot.confirmed_flush_lsn === null ? undefined : parseLsn(slot.confirmed_flush_lsn),
    failover: slot.failover ?? false,
  };
}

/** Whether what was written since it was confirmed last can still be read from it. */
export function isReadable(slot: SlotState): boolean {
  return slot.walStatus !== "lost" && slot.invalidated === undefined;
}

/**
 * Makes the slot, and waits until every transaction that runs now has ended: from there on it misses none. Standbys keep
 * it too, where the server can do that.
 */
export async function createSlot(client: Client, name: string): Promise<void> {
  const { rows } = await client.query<{ failover: boolean }>(
    "select current_setting('server_version_num')::int >= 170000 as failover",
  );
  await client.query(
    rows[0]?.failover
      ? "select pg_create_logical_replication_slot($1, 'pgoutput', failover => true)"
      : "select pg_create_logical_replication_slot($1, 'pgoutput')",
    [name],
  );
}

const terminateReader = `
select pg_terminate_backend(s.active_pid)
  from pg_replication_slots s
 where s.slot_name = $1
   and s.active_pid is not null`;

/** Ends whoever reads the slot or makes it, and says whether anyone did. Whoever does that asks first whether it is its turn. */
export async function terminateSlotReader(client: Client, name: string): Promise<boolean> {
  return (await client.query(terminateReader, [name])).rowCount !== 0;
}

/** Gives the slot up, and with it the write-ahead log that is kept for it. Fails with 55006 while it is read. */
export async function dropSlot(client: Client, name: string): Promise<void> {
  await client.query(
    "select pg_drop_replication_slot(slot_name) from pg_replication_slots where slot_name = $1",
    [name],
  );
}

/** Milliseconds that a reader of a slot is given to end. */
const patience = 10_000;

/** Does what fails while somebody reads the slot, and ends that one until it does not. */
export async function insteadOfReader<T>(attempt: () => Promise<T>, end: () => Promise<void>): Promise<T> {
  const deadline = performance.now() + patience;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (sqlStateOf(error) !== beingRead || performance.now() > deadline) throw error;
      await end();
      await wait(20);
    }
  }
}

/** `object_in_use` */
const beingRead = "55006";
