import { prepare } from "../compile/prepared.js";
import { quote } from "../identifier.js";
import { textLiteral } from "../schema/literal.js";
import type { LogClient } from "./client.js";
import { headOf, type Turn } from "./head.js";
import { emptySlotName, partitionOf, ringSize } from "./names.js";

/** What lies in a slot of the ring. */
export interface SlotState {
  readonly slot: number;
  /** The position after the last one in it. */
  readonly end: number;
  /** Milliseconds since 1970 when that was given. */
  readonly lastAt: number;
  readonly bytes: number;
}

const slots = Array.from({ length: ringSize }, (_, slot) => slot);
/** The slots in which there are entries, and what time it is for the database. */
export async function readSlots(
  client: LogClient,
  schema: string,
): Promise<{ readonly now: number; readonly slots: readonly SlotState[] }> {
  const table = (kind: "outbox" | "log", slot: number) =>
    `${quote(schema)}.${quote(partitionOf(kind, slot))}`;
  const branches = slots.map(
    (slot) => `(select ${slot} as slot, l.position + l.events as "end", l.committed_at,
        pg_total_relation_size(${textLiteral(table("outbox", slot))}::regclass)
          + pg_total_relation_size(${textLiteral(table("log", slot))}::regclass) as bytes
   from ${table("log", slot)} l
  where l.slot = ${slot}
  order by l.position desc
  limit 1)`,
  );
  const rows = await client.run(
    prepare(
      "log.slots",
      `select s.slot, s."end", (extract(epoch from s.committed_at) * 1000)::bigint, s.bytes,
       (extract(epoch from clock_timestamp()) * 1000)::bigint
  from (${branches.join("\nunion all\n")}) as s`,
    ),
    [],
  );
  return {
    now: Number(rows[0]?.[4] ?? 0),
    slots: rows.map(([slot, end, lastAt, bytes]) => ({
      slot: Number(slot),
      end: Number(end),
      lastAt: Number(lastAt),
      bytes: Number(bytes),
    })),
  };
}

/** Says that what lies before a position is not kept any more. Undefined where another process holds the head. */
export async function moveFirstKept(
  client: LogClient,
  schema: string,
  turn: Turn,
  firstKept: number,
): Promise<Turn | undefined> {
  const [row] = await client.run(
    prepare(
      "log.move-first-kept",
      `update ${headOf(schema)} h
   set first_kept = greatest(h.first_kept, $4)
 where h.ctid = $1::tid and h.generation = $2 and h.position = $3
returning h.ctid`,
    ),
    [turn.tid, turn.generation, String(turn.position), String(firstKept)],
  );
  return row && { ...turn, tid: row[0] ?? "" };
}

/** Empties a slot, where all of it lies before the first position that is kept. False where something is in it that is not. */
export async function emptySlot(client: LogClient, schema: string, slot: number): Promise<boolean> {
  const [row] = await client.run(
    prepare("log.empty-slot", `select ${quote(schema)}.${quote(emptySlotName)}($1::smallint)`),
    [String(slot)],
  );
  return row?.[0] === "t";
}
