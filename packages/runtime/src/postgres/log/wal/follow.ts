import { setTimeout as wait } from "node:timers/promises";
import { ConnectionLost } from "../../connection/lost.js";
import type { ServerMoment } from "../append.js";
import type { Start } from "./catch-up.js";
import type { CommittedBatch } from "./committed.js";
import { PublicationChanged, type SourceContext } from "./context.js";
import { createInbox } from "./inbox.js";
import { formatLsn, parseLsn } from "./lsn.js";
import { publicationOf } from "./names.js";
import { createDecoder, type DecodedTransaction } from "./pgoutput.js";
import { publicationIdentity } from "./publication-identity.js";
import type { ReplicationStream } from "./replication-stream.js";
import { takeSlot } from "./take-slot.js";
import { parseSnapshot, type Snapshot, sees } from "./visibility.js";

/** A slot that is followed. */
export interface Following {
  readonly waiting: number;
  /** All that ends here or before was given out; undefined where that is not known. */
  readonly reached: bigint | undefined;
  batches(): AsyncGenerator<CommittedBatch, never>;
  /** What is in the log up to here is not needed again. `moment`: of when it was appended, where that was done on a condition. */
  confirm(lsn: bigint, moment?: ServerMoment): void;
  /** What was given on a condition was not appended. */
  putBack(): void;
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
/** Milliseconds between two looks at the publication while there is nothing to give. */
const watching = 1_000;

interface MarkRow {
  readonly snapshot: string;
  readonly lsn: string;
  readonly publication: string | null;
}

/** The snapshot is taken first: what it sees is in the write-ahead log before the place that is read then. */
const markText = `
select pg_current_snapshot()::text       as snapshot,
       pg_current_wal_insert_lsn()::text as lsn,
       ${publicationIdentity("$1")} as publication`;

/**
 * Gives what the slot tells, many transactions at a time. A transaction is given only when it is visible: its commit is in the
 * write-ahead log before that, and stays invisible for as long as a synchronous standby does not answer.
 *
 * With the progress goes from time to time a snapshot of which everything has positions: one that was taken before a place
 * in the write-ahead log that is reached. Whoever orders by snapshots afterwards begins there.
 */
export async function followSlot(context: SourceContext, start: Start): Promise<Following> {
  const { control, options } = context;
  const { batch = 5_000, waiting = 50_000, idleBytes = 1 << 20, conditional = false } = options;
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
    lost(error) {
      inbox.fail(error);
      // What the server says may be mended by another slot; where it says nothing, it may never answer elsewhere either.
      if (error instanceof ConnectionLost) context.fail(error);
    },
  });
  const following = stream;
  following.confirm(start.from);
  context.report({ change: "following", slot: context.slot, from: formatLsn(start.from) });

  let lookedAt = 0;
  const readMark = async (): Promise<Mark> => {
    lookedAt = performance.now();
    const { rows } = await control.query<MarkRow>({
      name: "mark",
      text: markText,
      values: [publicationOf(options.schema)],
    });
    const [row] = rows;
    if (!row || row.publication !== start.publication) throw new PublicationChanged();
    return { snapshot: parseSnapshot(row.snapshot), lsn: parseLsn(row.lsn) };
  };

  const condition = { publication: publicationOf(options.schema), identity: start.publication };
  let mark: Mark | undefined;
  /** Transactions that were given on a condition. They wait in the inbox until it is known what became of them. */
  let given = 0;
  let isSpent = false;
  let isEarly = false;

  return {
    get waiting() {
      return inbox.events;
    },
    get reached() {
      return inbox.reached;
    },
    async *batches() {
      let written = start.from;
      let delay = shortest;
      const progressTo = (lsn: bigint, next?: Mark) => {
        const snapshot = mark && mark.lsn <= lsn ? mark.snapshot.text : undefined;
        isSpent = snapshot !== undefined || !mark;
        if (isSpent) mark = next;
        written = lsn;
        const progress = { lsn: formatLsn(lsn) };
        return snapshot === undefined ? progress : { ...progress, snapshot };
      };
      for (;;) {
        await inbox.arrival();
        const { reached } = inbox;
        if (inbox.size === 0) {
          inbox.take(0);
          const isDue = reached !== undefined && reached - written >= idleBytes;
          if (isDue || performance.now() - lookedAt > watching) await readMark();
          if (isDue) yield { transactions: [], progress: progressTo(reached) };
          continue;
        }
        const waitingNow = inbox.first(batch);
        const newest = waitingNow.at(-1);
        if (conditional && !isEarly && newest) {
          const before = { mark, written };
          given = waitingNow.length;
          yield {
            transactions: waitingNow.map(({ transaction }) => transaction),
            progress: progressTo(newest.commitEnd),
            condition,
          };
          if (isEarly) ({ mark, written } = before);
          continue;
        }
        const now = await readMark();
        const visible = visiblePart(waitingNow, now.snapshot);
        const last = visible.at(-1);
        if (!last) {
          await wait(delay, undefined, { signal: context.closed });
          delay = Math.min(delay * 2, longest);
          continue;
        }
        delay = shortest;
        isEarly = false;
        inbox.take(visible.length);
        yield {
          transactions: visible.map(({ transaction }) => transaction),
          progress: progressTo(last.commitEnd, now),
        };
      }
    },
    confirm(lsn, moment) {
      following.confirm(lsn);
      if (given === 0) return;
      inbox.take(given);
      given = 0;
      if (moment && isSpent) mark = { snapshot: parseSnapshot(moment.snapshot), lsn: parseLsn(moment.lsn) };
    },
    putBack() {
      given = 0;
      isEarly = true;
    },
    close() {
      inbox.fail(new Error("The source was closed."));
      following.close();
    },
  };
}

/** Whether it has no positions yet. After a start the slot tells again what was not acknowledged, or is visible since. */
function isNew({ commitEnd, id }: DecodedTransaction, { from, seen }: Start): boolean {
  return commitEnd > from && !(seen && sees(seen, id));
}

function visiblePart(
  transactions: readonly DecodedTransaction[],
  snapshot: Snapshot,
): readonly DecodedTransaction[] {
  const hidden = transactions.findIndex(({ id }) => !sees(snapshot, id));
  return hidden < 0 ? transactions : transactions.slice(0, hidden);
}
