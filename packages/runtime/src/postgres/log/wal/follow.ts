import { setTimeout as wait } from "node:timers/promises";
import type { Start } from "./catch-up.js";
import type { CommittedBatch } from "./committed.js";
import { PublicationChanged, type SourceContext } from "./context.js";
import { createInbox } from "./inbox.js";
import { formatLsn, parseLsn } from "./lsn.js";
import { createDecoder, type DecodedTransaction } from "./pgoutput.js";
import { readPublicationIdentity } from "./publication.js";
import type { ReplicationStream } from "./replication-stream.js";
import { takeSlot } from "./take-slot.js";
import { parseSnapshot, type Snapshot, sees } from "./visibility.js";

/** A slot that is followed. */
export interface Following {
  batches(): AsyncGenerator<CommittedBatch, never>;
  /** What is in the log up to here is not needed again. */
  confirm(lsn: bigint): void;
  close(): void;
}

/** What a moment of the server says about what is in the write-ahead log before `lsn`. */
interface Mark {
  readonly snapshot: Snapshot;
  readonly lsn: bigint;
}

/** Milliseconds between two looks whether what is decoded is visible too; doubled up to the second. */
const shortest = 1;
const longest = 50;
/** Milliseconds between two looks at the publication. */
const watching = 1_000;

/**
 * Gives what the slot tells, many transactions at a time. A transaction is given only when it is visible: its commit is in the
 * write-ahead log before that, and stays invisible for as long as a synchronous standby does not answer.
 *
 * With the progress goes from time to time a snapshot of which everything has positions: one that was taken before a place
 * in the write-ahead log that is reached. Whoever orders by snapshots afterwards begins there.
 */
export async function followSlot(context: SourceContext, start: Start): Promise<Following> {
  const { control, options } = context;
  const { batch = 5_000, waiting = 50_000, idleBytes = 1 << 20 } = options;
  let stream: ReplicationStream | undefined;
  const inbox = createInbox(
    waiting,
    () => stream?.pause(),
    () => stream?.resume(),
  );
  const decoder = createDecoder();
  stream = await takeSlot(context, start.from, {
    message(bytes, at) {
      const transaction = decoder.decode(bytes, at);
      if (transaction && isNew(transaction, start)) inbox.put(transaction);
      else if (transaction) inbox.reach(transaction.commitEnd);
    },
    reached(lsn) {
      if (!decoder.within) inbox.reach(lsn);
    },
    lost: inbox.fail,
  });
  const following = stream;
  following.confirm(start.from);
  context.report({ change: "following", slot: context.slot, from: formatLsn(start.from) });

  const readMark = async (): Promise<Mark> => {
    const { rows } = await control.query<{ snapshot: string; lsn: string }>(
      "select pg_current_snapshot()::text as snapshot, pg_current_wal_insert_lsn()::text as lsn",
    );
    return { snapshot: parseSnapshot(rows[0]?.snapshot ?? ""), lsn: parseLsn(rows[0]?.lsn ?? "") };
  };

  let watchedAt = 0;
  const watchPublication = async () => {
    const now = performance.now();
    if (now - watchedAt < watching) return;
    watchedAt = now;
    if ((await readPublicationIdentity(control, options.schema)) !== start.publication) {
      throw new PublicationChanged();
    }
  };

  return {
    async *batches() {
      let mark: Mark | undefined;
      let written = start.from;
      let delay = shortest;
      const progressTo = (lsn: bigint, next?: Mark) => {
        const snapshot = mark && mark.lsn <= lsn ? mark.snapshot.text : undefined;
        if (snapshot !== undefined || !mark) mark = next;
        written = lsn;
        return snapshot === undefined ? { lsn } : { lsn, snapshot };
      };
      for (;;) {
        await inbox.arrival();
        await watchPublication();
        const { reached } = inbox;
        if (inbox.size === 0) {
          inbox.take(0);
          if (reached !== undefined && reached - written >= idleBytes) {
            yield { transactions: [], progress: progressTo(reached) };
          }
          continue;
        }
        const now = await readMark();
        const waitingNow = inbox.first(batch);
        const visible = visiblePart(waitingNow, now.snapshot);
        const last = visible.at(-1);
        if (!last) {
          await wait(delay, undefined, { signal: context.closed });
          delay = Math.min(delay * 2, longest);
          continue;
        }
        delay = shortest;
        inbox.take(visible.length);
        yield { transactions: visible, progress: progressTo(last.commitEnd, now) };
      }
    },
    confirm: following.confirm,
    close() {
      inbox.fail(new Error("The source was closed."));
      following.close();
    },
  };
}

/** Whether it has no positions yet. After a start the slot tells again what was not acknowledged, or is visible since. */
function isNew({ commitEnd, xid }: DecodedTransaction, { from, seen }: Start): boolean {
  return commitEnd > from && !(seen && sees(seen, xid));
}

function visiblePart(
  transactions: readonly DecodedTransaction[],
  snapshot: Snapshot,
): readonly DecodedTransaction[] {
  const hidden = transactions.findIndex(({ xid }) => !sees(snapshot, xid));
  return hidden < 0 ? transactions : transactions.slice(0, hidden);
}
