import { prepare } from "../compile/prepared.js";
import { instantOf, type TextRow } from "../json.js";
import type { LogClient } from "./client.js";
import { entriesText, locateText } from "./read-text.js";

export type EntryKind = "insert" | "update" | "delete" | "truncate" | "event";

/** One entry of a log: a changed row, or an event. */
export interface LogEntry {
  readonly position: number;
  /** The transaction that it was written in: where that begins, and how many entries it has, one after another. */
  readonly transaction: {
    readonly position: number;
    readonly events: number;
    readonly xid: string;
    /** When it was given its position, RFC 3339: at or after its commit. */
    readonly committedAt: string;
  };
  readonly kind: EntryKind;
  /** The name of the entity or of the event. */
  readonly subject: string;
  /** The row's id, or the event's key. */
  readonly key: string;
  /** The row's version after it (before it, where it was deleted), or the version of the event's schema. */
  readonly version: number;
  /** When it was written, RFC 3339. */
  readonly at: string;
  /** The row before and after, as the text of JSON by column: exact numbers keep every digit. `after` of an event is its data. */
  readonly before: string | null;
  readonly after: string | null;
  /** Who caused it, as the text of JSON: `actor`, `request`, `trace`. */
  readonly cause: string | null;
}

/**
 * Where reading begins. `transaction` and `seq` are where the last page ended, if it ended within a transaction: with them the next page begins there
 * without counting from the transaction's beginning.
 */
export interface ReadFrom {
  readonly position: number;
  readonly transaction?: number | undefined;
  readonly seq?: string | undefined;
}

export interface ReadLimits {
  /** Entries at most. */
  readonly count: number;
  /** Bytes of rows after which no further entry is given; one is always given. */
  readonly bytes: number;
}

export interface EntryPage {
  readonly entries: readonly LogEntry[];
  /** Where the next page begins. */
  readonly next: ReadFrom;
}

/**
 * Entries from a position on, in order, whole or in part. Reads no more rows than there are entries on the page, however
 * large a transaction is.
 */
export async function readEntries(
  client: LogClient,
  schema: string,
  from: ReadFrom,
  limits: ReadLimits,
): Promise<EntryPage> {
  const values = await rangeOf(client, schema, from, limits);
  return pageOf(await client.run(prepare("log.read", entriesText(schema)), values), from);
}

/** The values of a statement that reads entries: where the first transaction begins, the range, and the bounds. */
export async function rangeOf(
  client: LogClient,
  schema: string,
  from: ReadFrom,
  limits: ReadLimits,
): Promise<readonly string[]> {
  const first = from.transaction ?? (await firstOf(client, schema, from.position));
  return [
    String(first),
    String(from.position),
    String(from.position + limits.count),
    from.seq ?? "0",
    String(limits.bytes),
  ];
}

/** Where the transaction begins that has this position. */
async function firstOf(client: LogClient, schema: string, position: number): Promise<number> {
  const [row] = await client.run(prepare("log.locate", locateText(schema)), [String(position)]);
  return row?.[0] ? Number(row[0]) : position;
}

/**
 * A page of rows that a statement has given, in their order; `from` is where it was asked from. What is said of a transaction stands in the first
 * row of it, and is null in the others.
 */
export function pageOf(rows: readonly TextRow[], from: ReadFrom): EntryPage {
  const entries: LogEntry[] = [];
  let transaction: LogEntry["transaction"] | undefined;
  let position = from.position;
  let seq = "0";
  const [subjectOf, causeOf] = [lastOne(same), lastOne(same)];
  const atOf = lastOne(instantOf);
  for (const row of rows) {
    if (row[0] !== null || !transaction) {
      const begins = Number(row[0]);
      transaction = {
        position: begins,
        events: Number(row[1]),
        xid: row[2] ?? "",
        committedAt: instantOf(row[3] ?? ""),
      };
      position = Math.max(begins, from.position);
    }
    seq = row[4] ?? "0";
    entries.push({
      position,
      transaction,
      at: atOf(row[5] ?? ""),
      kind: kinds.get(row[6] ?? "") ?? "event",
      subject: subjectOf(row[7] ?? ""),
      key: row[8] ?? "",
      version: Number(row[9]),
      before: row[10] ?? null,
      after: row[11] ?? null,
      cause: row[12] ? causeOf(row[12]) : null,
    });
    position += 1;
  }
  if (!transaction) return { entries, next: from };
  const isWhole = position === transaction.position + transaction.events;
  return {
    entries,
    next: isWhole
      ? { position, transaction: position }
      : { position, transaction: transaction.position, seq },
  };
}

const kinds: ReadonlyMap<string, EntryKind> = new Map(
  (["insert", "update", "delete", "truncate", "event"] as const).map((kind) => [kind, kind]),
);
const same = (text: string) => text;

/** Gives the same string as the last time for the same text: of what stands in all entries alike, a page then holds one. */
function lastOne(make: (text: string) => string): (text: string) => string {
  let [last, made] = ["", make("")];
  return (text) => {
    if (text !== last) [last, made] = [text, make(text)];
    return made;
  };
}
