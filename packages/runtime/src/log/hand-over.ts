import { failure } from "../errors.js";
import { quote, type ServiceDatabase, type Transaction } from "../postgres/index.js";
import { type LogEntry, type LogHead, type Seen, seenStatement } from "../postgres/log/index.js";
import type { LogPosition } from "./position.js";
import type { LogReader } from "./reader.js";

/** What was read on one snapshot, and how the log goes on from there. */
export interface HandOver<T> {
  readonly result: T;
  /** Where to follow the log from. */
  readonly from: LogPosition;
  /** Whether an entry from there on was seen by the snapshot already: it is in `result`, and is to be left out. */
  isSeen(entry: { readonly transaction: { readonly xid: string } }): boolean;
  /**
   * The transactions that the snapshot saw and that have their entries from there on: when all of them have come, nothing that
   * comes was seen. Some of them may have come before, so {@link isPassed} is to be asked too.
   */
  readonly pending: ReadonlySet<string>;
  /** Whether everything that the snapshot saw has a position at or before that of this head. */
  isPassed(head: LogHead): boolean;
}

/**
 * Reads rows and hands over to the log without a gap and without a doubling: everything that `work` does not see has its entry at or
 * after `from`, and of those there `isSeen` knows what it did see. `work` reads on one snapshot (REPEATABLE READ), and cannot
 * write; it is told `from`. It may be run again. The `tables` of the schema that it reads are locked against `TRUNCATE` before the snapshot is
 * taken: a snapshot of before shows such a table empty.
 *
 * @throws `DATABASE_UNAVAILABLE`, and what `work` throws
 */
export function snapshotAnd<T>(
  database: ServiceDatabase,
  schema: string,
  work: (transaction: Transaction, from: LogPosition) => Promise<T>,
  tables: readonly string[] = [],
): Promise<HandOver<T>> {
  return database.transaction({ readOnly: true }, async (transaction) => {
    for (const table of tables)
      await transaction.run({
        text: `lock table ${quote(schema)}.${quote(table)} in access share mode`,
        values: [],
      });
    const [seen] = await transaction.run<{ [name in keyof Seen]: name extends "from" ? string : Seen[name] }>(
      seenStatement(schema),
    );
    if (!seen) throw failure("INTERNAL", `The log of ${schema} has no head.`);
    const sees = seenBy(seen.snapshot);
    const from = { epoch: seen.epoch, position: Number(seen.from) };
    const result = await work(transaction, from);
    return {
      result,
      from,
      isSeen: (entry) => sees(entry.transaction.xid),
      pending: new Set(seen.pending),
      isPassed: ({ snapshot }) => snapshot !== undefined && includes(snapshot, seen.snapshot),
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
  const { next, running } = parseSnapshot(snapshot);
  return (xid) => BigInt(xid) < next && !running.has(xid);
}

/** Whether one snapshot sees everything that the other does. */
function includes(one: string, other: string): boolean {
  const { next, running } = parseSnapshot(one);
  const seen = parseSnapshot(other);
  if (next < seen.next) return false;
  return [...running].every((xid) => BigInt(xid) >= seen.next || seen.running.has(xid));
}

function parseSnapshot(snapshot: string): { readonly next: bigint; readonly running: ReadonlySet<string> } {
  const [, xmax = "0", running = ""] = snapshot.split(":");
  return { next: BigInt(xmax), running: new Set(running === "" ? [] : running.split(",")) };
}
