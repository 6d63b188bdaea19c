import { failure } from "../errors.js";
import type { ServiceDatabase, Transaction } from "../postgres/index.js";
import { type LogEntry, seenStatement } from "../postgres/log/index.js";
import type { LogPosition } from "./position.js";
import type { LogReader } from "./reader.js";

/** What was read on one snapshot, and how the log goes on from there. */
export interface HandOver<T> {
  readonly result: T;
  /** Where to follow the log from. */
  readonly from: LogPosition;
  /** Whether an entry from there on was seen by the snapshot already: it is in `result`, and is to be left out. */
  isSeen(entry: LogEntry): boolean;
}

/**
 * Reads rows and hands over to the log without a gap and without a doubling: everything that `work` does not see has its entry at or
 * after `from`, and of those there `isSeen` knows what it did see. `work` reads on one snapshot (REPEATABLE READ), and cannot
 * write. It may be run again.
 *
 * @throws `DATABASE_UNAVAILABLE`, and what `work` throws
 */
export function snapshotAnd<T>(
  database: ServiceDatabase,
  schema: string,
  work: (transaction: Transaction) => Promise<T>,
): Promise<HandOver<T>> {
  return database.transaction({ readOnly: true }, async (transaction) => {
    const [seen] = await transaction.run<{ epoch: string; from: string; snapshot: string }>(
      seenStatement(schema),
    );
    if (!seen) throw failure("INTERNAL", `The log of ${schema} has no head.`);
    const sees = seenBy(seen.snapshot);
    const result = await work(transaction);
    return {
      result,
      from: { epoch: seen.epoch, position: Number(seen.from) },
      isSeen: (entry) => sees(entry.transaction.xid),
    };
  });
}

/** The entries that come after what was handed over, for ever: see {@link LogReader.tail}. */
export async function* tailAfter(
  reader: LogReader,
  { from, isSeen }: HandOver<unknown>,
  signal: AbortSignal,
): AsyncGenerator<LogEntry, void> {
  for await (const entry of reader.tail(from, signal)) if (!isSeen(entry)) yield entry;
}

/** Whether a transaction was over when a snapshot was taken: it ended before all that ran, or ran no more. */
function seenBy(snapshot: string): (xid: string) => boolean {
  const [, xmax = "0", running = ""] = snapshot.split(":");
  const next = BigInt(xmax);
  const inProgress = new Set(running.split(","));
  return (xid) => BigInt(xid) < next && !inProgress.has(xid);
}
