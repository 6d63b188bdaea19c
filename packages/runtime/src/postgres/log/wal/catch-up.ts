import { setTimeout as wait } from "node:timers/promises";
import type { CommittedBatch } from "./committed.js";
import { type SourceContext, TurnLost } from "./context.js";
import { type HeadProgress, readHeadProgress } from "./head.js";
import { asLogin } from "./login.js";
import { openLook } from "./look.js";
import { formatLsn } from "./lsn.js";
import { ensurePublication, readPublicationIdentity, readPublicationState } from "./publication.js";
import { createSlot, isReadable, readSlot, type SlotState, terminateSlotReader } from "./slot.js";
import { removeSlot } from "./take-slot.js";
import { parseSnapshot, type Snapshot, sees } from "./visibility.js";

/** From where a slot is followed. */
export interface Start {
  readonly from: bigint;
  /** What this sees has its positions already. */
  readonly seen: Snapshot | undefined;
  /** With which publication. */
  readonly publication: string | undefined;
}

/** Milliseconds between two looks while a slot is being made. */
const pause = 30;

/**
 * Sees to it that there is a slot which will tell everything that has no positions yet. Where the one that is there goes on
 * from the head of the log, there is nothing to do. Else what is visible gets positions, look after look, until there is a
 * slot and all that was under way when it was made has ended: what committed before the slot's first place is then visible,
 * and what commits after it is told by the slot.
 *
 * @throws {@link TurnLost} where it is another process's turn.
 */
export async function* catchUp(context: SourceContext): AsyncGenerator<CommittedBatch, Start> {
  const { control, options, closed, report } = context;
  const { schema, generation } = options;
  const head = await readHeadProgress(control, schema);
  if (head.generation !== generation) throw new TurnLost(generation);
  const published = (await readPublicationState(control, schema)) === "right";
  const publication = await readPublicationIdentity(control, schema);
  const slot = await readSlot(control, context.slot);
  const mismatch = mismatchOf(head, slot);
  const lack = lackOf(slot, published);
  if (head.lsn !== undefined && lack === undefined && mismatch === undefined) {
    return { from: head.lsn, seen: head.snapshot, publication };
  }
  const foreign = head.snapshot !== undefined && head.snapshot.xmax > head.now.xmax;
  const forgetting = { epoch: mismatch !== undefined, snapshot: foreign || !published };
  yield { transactions: [], progress: { forget: forgetting } };
  if (mismatch !== undefined) report({ change: "epoch-changed", reason: mismatch });
  if (lack !== undefined) {
    report({ change: "slot-wanted", reason: lack });
    await replaceSlot(context, slot);
  }

  const making = lack === undefined ? undefined : makeSlot(context);
  let since = forgetting.snapshot ? undefined : head.snapshot;
  let exact = head.exact && since !== undefined;
  let count = 0;
  let ready = making ? undefined : await readReady(context);
  try {
    for (;;) {
      if (!ready && making?.isDone()) ready = await readReady(context);
      const look = await openLook(control, schema, since?.text, exact);
      try {
        for (let over = false; !over; ) {
          const { transactions, last } = await look.page();
          over = last;
          count += transactions.length;
          if (transactions.length > 0) {
            yield { transactions, progress: last ? { snapshot: look.snapshot.text } : {} };
          }
        }
      } finally {
        await look.close();
      }
      if (ready && haveEnded(ready.running, look.snapshot)) {
        report({ change: "caught-up", transactions: count });
        yield { transactions: [], progress: { lsn: formatLsn(ready.from), snapshot: look.snapshot.text } };
        return { from: ready.from, seen: look.snapshot, publication: ready.publication };
      }
      since = look.snapshot;
      exact = true;
      await wait(pause, undefined, { signal: closed });
    }
  } finally {
    await making?.stop();
  }
}

/** Removes a slot that is of no use, and sees to the publication that another one is read with. */
async function replaceSlot({ options, control, slot }: SourceContext, found: SlotState | undefined) {
  await asLogin(options, async (login) => {
    if (found) await removeSlot(login, control, options, slot);
    await ensurePublication(login, options.schema);
  });
}

/** Why there has to be another slot. */
function lackOf(slot: SlotState | undefined, published: boolean): string | undefined {
  if (!slot) return "there was none";
  if (slot.confirmed === undefined) return "it had not been finished";
  if (!isReadable(slot)) return `it was ${slot.invalidated ?? slot.walStatus}`;
  return published ? undefined : "its publication had been changed";
}

/** Why positions that were given may be given again: the head of the log was put back, while others had seen more. */
function mismatchOf({ lsn, snapshot, walEnd, now }: HeadProgress, slot: SlotState | undefined) {
  if (lsn !== undefined && lsn > walEnd)
    return "the head of the log is beyond the end of the write-ahead log";
  if (snapshot && snapshot.xmax > now.xmax)
    return "the head of the log knows transactions that the server does not";
  if (lsn !== undefined && slot?.confirmed !== undefined && slot.confirmed > lsn) {
    return "the slot is ahead of the head of the log";
  }
  return undefined;
}

interface Ready {
  readonly publication: string | undefined;
  /** Where the slot begins. */
  readonly from: bigint;
  /** What was under way when it was there: it may have committed before its beginning and not be visible yet. */
  readonly running: Snapshot;
}

async function readReady({ control, slot, options }: SourceContext): Promise<Ready> {
  const publication = await readPublicationIdentity(control, options.schema);
  const state = await readSlot(control, slot);
  if (state?.confirmed === undefined) throw new Error(`The slot ${slot} was taken away while it was made.`);
  const { rows } = await control.query<{ now: string }>("select pg_current_snapshot()::text as now");
  return { from: state.confirmed, running: parseSnapshot(rows[0]?.now ?? ""), publication };
}

function haveEnded({ running }: Snapshot, now: Snapshot): boolean {
  for (const xid of running) if (!sees(now, xid)) return false;
  return true;
}

interface Making {
  /** @throws what making it failed with. */
  isDone(): boolean;
  stop(): Promise<void>;
}

/** Makes the slot aside, since that waits for every transaction that runs now. */
function makeSlot({ options, slot, report }: SourceContext): Making {
  let state: "under way" | "done" | { readonly error: unknown } = "under way";
  const work = asLogin(options, (login) => createSlot(login, slot), 0).then(
    () => {
      state = "done";
      report({ change: "slot-made", slot });
    },
    (error: unknown) => {
      state = { error };
    },
  );
  return {
    isDone() {
      if (typeof state === "object") throw state.error;
      return state === "done";
    },
    async stop() {
      if (state !== "under way") return;
      await asLogin(options, (login) => terminateSlotReader(login, slot)).catch(() => {});
      await work;
    },
  };
}
