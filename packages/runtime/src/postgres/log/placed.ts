import { prepare } from "../compile/prepared.js";
import { quote } from "../identifier.js";
import { encodeArray } from "../parameter.js";
import type { LogClient } from "./client.js";
import { logTables, ringSize } from "./tables.js";

/** Where a committed transaction stands in a log. */
export interface Placing {
  readonly xid: string;
  /**
   * `ahead`: no transaction of this number has begun. `absent`: it wrote nothing into the log, or nothing that is kept. `waiting`: it has
   * no positions yet. `placed`: its positions are at or before the head's.
   */
  readonly state: "ahead" | "absent" | "waiting" | "placed";
  /** The head's position, at or after the transaction's where it is placed. */
  readonly position: number;
}

/** Positions before the head's among which a transaction is looked for, where the log does not keep a snapshot at each step. */
const lookedBack = 5_000;

/** Where transactions stand in the log of a service, all of them in one look. */
export async function placeTransactions(
  client: LogClient,
  schema: string,
  xids: readonly string[],
): Promise<readonly Placing[]> {
  const table = (name: string) => `${quote(schema)}.${quote(name)}`;
  const slots = Array.from({ length: ringSize }, (_, slot) => slot).join(", ");
  const rows = await client.run(
    prepare(
      "log.place",
      `select x.xid,
       case
         when x.xid >= pg_snapshot_xmax(pg_current_snapshot()) then 'ahead'
         when not exists (
           select from ${table(logTables.outbox)} o where o.slot in (${slots}) and o.xid = x.xid
         ) then 'absent'
         when pg_visible_in_snapshot(x.xid, h.snapshot) then 'placed'
         when h.lsn is not null and exists (
           select from ${table(logTables.log)} l
            where l.slot in (${slots}) and l.position > h.position - ${lookedBack} and l.xid = x.xid
         ) then 'placed'
         else 'waiting'
       end,
       h.position
  from unnest($1::xid8[]) as x (xid)
 cross join ${table(logTables.head)} h`,
    ),
    [encodeArray(xids, String)],
  );
  return rows.map(([xid, state, position]) => ({
    xid: xid ?? "",
    state: (state ?? "waiting") as Placing["state"],
    position: Number(position),
  }));
}
