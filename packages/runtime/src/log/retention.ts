import type { Facts } from "../facts.js";
import {
  emptySlot,
  isLockTimeout,
  type LogClient,
  moveFirstKept,
  readHead,
  readSlots,
  type SlotState,
  type Turn,
} from "../postgres/log/index.js";
import type { Archive } from "./archive/index.js";

/** For how long entries are kept, and how many bytes of them at most. */
export interface Keeping {
  readonly keep: number;
  readonly maxBytes?: number | undefined;
}

/**
 * The slots that are to be emptied, the oldest first: those in which everything is older than is kept; and as long as all together take
 * more than they may, the oldest of the others, but never the one that was written last.
 */
export function slotsToEmpty(
  slots: readonly SlotState[],
  { keep, maxBytes }: Keeping,
  now: number,
): readonly SlotState[] {
  const byAge = [...slots].sort((one, other) => one.end - other.end);
  let bytes = slots.reduce((sum, one) => sum + one.bytes, 0);
  return byAge.filter(({ lastAt, bytes: own }, at) => {
    const isOld = lastAt < now - keep;
    const isTooMuch = maxBytes !== undefined && bytes > maxBytes && at < byAge.length - 1;
    if (isOld || isTooMuch) bytes -= own;
    return isOld || isTooMuch;
  });
}

export interface Retaining {
  readonly client: LogClient;
  readonly schema: string;
  readonly service: string;
  readonly facts: Facts;
  readonly keeping: Keeping;
  /** Where entries are written before they are thrown away. */
  readonly archive?: Archive | undefined;
  /** Milliseconds since 1970; the database's clock unless told. */
  readonly now?: number | undefined;
}

/**
 * Throws away what is not kept any more. First the head says so, in a transaction of its own, so that a reader is told that a
 * position is gone and never finds a hole; then slots are emptied. With an archive all that happens only when it is in files:
 * until then everything stays. One that cannot be locked at once is left for the next time.
 * Undefined where another process holds the head.
 */
export async function retain(
  turn: Turn,
  { client, schema, service, facts, keeping, archive, now }: Retaining,
): Promise<Turn | undefined> {
  const state = await readSlots(client, schema);
  const old = slotsToEmpty(state.slots, keeping, now ?? state.now);
  const firstKept = old[old.length - 1]?.end;
  if (firstKept === undefined) return turn;
  if (archive) {
    const head = await readHead(client, schema);
    const isArchived =
      head.firstKept >= firstKept ||
      (await archive.has({ epoch: head.epoch, from: head.firstKept, to: firstKept - 1 }));
    if (!isArchived) return turn;
  }
  const moved = await moveFirstKept(client, schema, turn, firstKept);
  if (!moved) return undefined;
  for (const { slot, bytes } of old) {
    try {
      if (await emptySlot(client, schema, slot))
        facts.report({ fact: "log.emptied", service, slot, firstKept, bytes });
    } catch (error) {
      // The order goes on; where the connection is what failed, the next statement tells.
      if (!isLockTimeout(error)) facts.report({ fact: "log.failed", service, error });
    }
  }
  return moved;
}
