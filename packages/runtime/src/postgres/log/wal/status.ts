import { sqlStateOf } from "../../connection/lost.js";
import { asLogin, type LoginOptions } from "./login.js";
import { readSlot, readSlotName, type SlotState } from "./slot.js";
import { readWalSupport, type WalSupport } from "./support.js";

/** How a log stands that takes its order from the write-ahead log. */
export interface WalStatus {
  readonly support: WalSupport;
  /** Undefined where there is none: the order comes from what is visible, or nobody has ordered yet. */
  readonly slot: SlotState | undefined;
}

type Where = LoginOptions & { readonly schema: string };

/** Reads it. Rejects where the server cannot be asked. */
export async function readWalStatus(where: Where): Promise<WalStatus> {
  const support = await readWalSupport(where);
  const slot = await asLogin(where, async (login) =>
    readSlot(login, await readSlotName(login, where.schema)),
  );
  return { support, slot };
}

const dropIdle = `
select pg_drop_replication_slot(s.slot_name),
       pg_wal_lsn_diff(pg_current_wal_lsn(), s.restart_lsn) as retained
  from pg_replication_slots s
 where s.slot_name = $1
   and not s.active
   and coalesce(pg_wal_lsn_diff(pg_current_wal_lsn(), s.restart_lsn), 0) >= $2`;

/**
 * Gives the slot up where nobody reads it and the server keeps `most` bytes or more for it, before a disk is full; gives
 * the bytes then. Nothing is lost by that: whoever orders next finds in the outbox what the slot would have told. With 0 it
 * takes away the slot of a log that is no longer there.
 */
export async function dropIdleSlot(where: Where, most: number): Promise<number | undefined> {
  return asLogin(where, async (login) => {
    const name = await readSlotName(login, where.schema);
    try {
      const { rows } = await login.query<{ retained: string | null }>(dropIdle, [name, most]);
      return rows[0] && Number(rows[0].retained ?? 0);
    } catch (error) {
      // Somebody has begun to read it.
      if (sqlStateOf(error) === "55006") return undefined;
      throw error;
    }
  });
}
