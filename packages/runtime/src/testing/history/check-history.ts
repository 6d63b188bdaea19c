import type { LogEntry } from "../../postgres/log/index.js";
import type { Change, History, Read, Write } from "./history.js";

/** What is wrong with a history: which promise was broken, and how. */
export interface HistoryFault {
  readonly promise:
    | "complete"
    | "contiguous"
    | "once"
    | "whole transactions"
    | "order of a key"
    | "order within a transaction"
    | "only what was committed"
    | "one log";
  readonly detail: string;
}

/**
 * Decides whether a history keeps every promise of the log:
 *
 * - contiguous: each reader's positions follow one another without a gap, from where it began;
 * - once: no change comes at two positions, and none twice;
 * - complete: what was told committed came to every reader that began at 1 and read to the end;
 * - only what was committed: nothing came of a transaction that was rolled back, or that nobody wrote;
 * - whole transactions: the entries of one stand together, all of them or none;
 * - order within a transaction: as it wrote them;
 * - order of a key: versions of a row go up by one, and begin anew only after it was deleted or truncated;
 * - one log: two readers that saw one position saw the same entry there.
 *
 * An empty list means that all of them are kept. Writers must write no two changes alike (subject, key, version and
 * kind) that could be mistaken for each other, but for rows that were deleted and made again.
 */
export function checkHistory({ writes, reads }: History): readonly HistoryFault[] {
  return [...reads.flatMap((read) => checkRead(read, writes)), ...checkAgreement(reads)];
}

function checkRead(read: Read, writes: readonly Write[]): readonly HistoryFault[] {
  const transactions = transactionsOf(read);
  return [
    ...contiguous(read),
    ...keyOrder(read),
    ...transactions.faults,
    ...matched(read, transactions.whole, writes),
  ];
}

function* contiguous({ name, from, entries }: Read): Generator<HistoryFault> {
  let expected = from;
  for (const { position } of entries) {
    if (position < expected)
      yield {
        promise: "once",
        detail: `${name} was given position ${position} again, after ${expected - 1}.`,
      };
    if (position > expected)
      yield {
        promise: "contiguous",
        detail: `${name} was given position ${position}; expected ${expected}.`,
      };
    expected = Math.max(expected, position + 1);
  }
}

function* keyOrder({ name, from, entries }: Read): Generator<HistoryFault> {
  const last = new Map<string, Map<string, number>>();
  for (const { kind, subject, key, version, position } of entries) {
    if (kind === "event") continue;
    const keys = last.get(subject) ?? new Map<string, number>();
    last.set(subject, keys);
    if (kind === "truncate") {
      keys.clear();
      continue;
    }
    const before = keys.get(key);
    const fresh = before === undefined && (from > 1 || kind === "insert");
    const follows =
      kind === "insert" ? before === undefined : before === undefined || isNext(kind, before, version);
    if (!follows || (before === undefined && !fresh))
      yield {
        promise: "order of a key",
        detail: `${name} was given ${kind} of ${subject} ${key} version ${version} at ${position}, after version ${before ?? "none"}.`,
      };
    if (kind === "delete") keys.delete(key);
    else keys.set(key, version);
  }
}

/** An update makes the next version; a deletion tells the version that it took away. */
function isNext(kind: LogEntry["kind"], before: number, version: number): boolean {
  return version === (kind === "delete" ? before : before + 1);
}

interface Transactions {
  readonly whole: readonly (readonly LogEntry[])[];
  readonly faults: readonly HistoryFault[];
}

/** The transactions that a reader saw from beginning to end. It may have begun and ended within one. */
function transactionsOf({ name, from, entries, isWhole }: Read): Transactions {
  const groups: LogEntry[][] = [];
  for (const entry of entries) {
    const group = groups[groups.length - 1];
    if (group?.[0]?.transaction.xid === entry.transaction.xid) group.push(entry);
    else groups.push([entry]);
  }
  const faults: HistoryFault[] = [];
  const seen = new Set<string>();
  const whole = groups.filter((group, at) => {
    const [first] = group;
    if (!first) return false;
    const { xid, events, position } = first.transaction;
    if (seen.has(xid))
      faults.push({
        promise: "whole transactions",
        detail: `${name} was given transaction ${xid} in two parts.`,
      });
    seen.add(xid);
    if (group.length > events)
      faults.push({
        promise: "once",
        detail: `${name} was given ${group.length} entries of transaction ${xid} at ${first.position}, which has ${events}.`,
      });
    const cut = position < from || (at === groups.length - 1 && !isWhole);
    const isAll = group.length === events && first.position === position;
    if (!isAll && !cut)
      faults.push({
        promise: "whole transactions",
        detail: `${name} was given ${group.length} of ${events} entries of transaction ${xid} at ${first.position}.`,
      });
    return isAll;
  });
  return { whole, faults };
}

function* matched(
  { name, from, isWhole }: Read,
  seen: readonly (readonly LogEntry[])[],
  writes: readonly Write[],
): Generator<HistoryFault> {
  const left = new Map<string, { write: Write; times: number }>();
  const unordered = new Map<string, Write>();
  for (const write of writes) {
    if (write.outcome === "rolled back" || write.changes.length === 0) continue;
    const text = textOf(write.changes);
    left.set(text, { write, times: (left.get(text)?.times ?? 0) + 1 });
    unordered.set(sorted(write.changes), write);
  }
  const allowed = new Map([...left].map(([text, { times }]) => [text, times]));
  for (const group of seen) {
    const text = textOf(group);
    const at = group[0]?.position;
    const times = allowed.get(text);
    if (times === undefined && unordered.has(sorted(group)))
      yield {
        promise: "order within a transaction",
        detail: `${name} was given ${text} at ${at} in another order.`,
      };
    else if (times === undefined)
      yield {
        promise: "only what was committed",
        detail: `${name} was given ${text} at ${at}, which nobody committed.`,
      };
    else if (times === 0)
      yield { promise: "once", detail: `${name} was given ${text} at ${at} once more than it was written.` };
    else allowed.set(text, times - 1);
  }
  if (from !== 1 || !isWhole) return;
  for (const [text, { write }] of left)
    if (write.outcome === "committed" && (allowed.get(text) ?? 0) > 0)
      yield { promise: "complete", detail: `${name} was never given ${text}, which was committed.` };
}

function* checkAgreement(reads: readonly Read[]): Generator<HistoryFault> {
  const known = new Map<number, { readonly name: string; readonly text: string }>();
  for (const { name, entries } of reads) {
    for (const entry of entries) {
      const text = `${entry.transaction.xid} ${textOf([entry])} ${entry.after}`;
      const other = known.get(entry.position);
      if (!other) known.set(entry.position, { name, text });
      else if (other.text !== text)
        yield {
          promise: "one log",
          detail: `At ${entry.position} ${name} was given ${text}, and ${other.name} ${other.text}.`,
        };
    }
  }
}

function textOf(changes: readonly Change[]): string {
  return changes.map(({ kind, subject, key, version }) => `${kind} ${subject} ${key} ${version}`).join("; ");
}

function sorted(changes: readonly Change[]): string {
  return textOf([...changes].sort((one, other) => (textOf([one]) < textOf([other]) ? -1 : 1)));
}
