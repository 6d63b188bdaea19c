import { failure } from "../../errors.js";
import { prepare } from "../compile/prepared.js";
import type { LogClient } from "./client.js";
import { type EntryKind, type ReadFrom, type ReadLimits, rangeOf } from "./read.js";
import { laterSheetText, wholeSheetText } from "./read-text.js";

/** A transaction on a sheet, or the part of one that is there. */
export interface SheetTransaction {
  /** The position of its first entry, which may lie before the sheet, and how many it has. */
  readonly position: number;
  readonly events: number;
  readonly xid: string;
}

/** Where a part of an entry stands in the text of its sheet: `from` up to and without `to`. Empty where there is none. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Entries of a log as one text, of which a part is taken out only when it is asked for. They are numbered from 0. */
export interface LogSheet {
  readonly text: string;
  readonly length: number;
  /** The position of the first entry; those of the others follow it. */
  readonly position: number;
  /** Whether it begins where it was asked for, and has every position from there on. */
  readonly isWhole: boolean;
  /** Where the next sheet begins. */
  readonly next: ReadFrom;
  /** The last position of an entry's transaction. */
  ends(at: number): number;
  kind(at: number): EntryKind;
  /** As JSON: the name of the entity or the event; the row's id, or the event's key. */
  subject(at: number): string;
  key(at: number): string;
  version(at: number): string;
  /** The row before and after an entry, as the text of JSON by column. `before` is empty on a sheet that was asked for without. */
  before(at: number): Span;
  after(at: number): Span;
  /** In the order of the log. */
  transactions(): readonly SheetTransaction[];
}

/**
 * The same entries as `readEntries`, made to be looked at by many and held for a while: a handful of objects, however many entries there
 * are. Without `before` the rows as they were before are neither read nor counted.
 */
export async function readSheet(
  client: LogClient,
  schema: string,
  from: ReadFrom,
  { before, ...limits }: ReadLimits & { readonly before: boolean },
): Promise<LogSheet> {
  const text = before ? wholeSheetText(schema) : laterSheetText(schema);
  const [row] = await client.run(prepare("log.sheet", text), await rangeOf(client, schema, from, limits));
  return sheetOf(row?.[0] ?? "", from);
}

const kinds: ReadonlyMap<number, EntryKind> = new Map(
  (["insert", "update", "delete", "truncate", "event"] as const).map((kind) => [kind.charCodeAt(0), kind]),
);
const tab = 0x09;
/** Bounds of an entry: the beginning of its line, the tabs, and the end of its line. */
const stride = 9;
const part = {
  transaction: 0,
  kind: 1,
  subject: 2,
  key: 3,
  version: 4,
  seq: 5,
  before: 6,
  after: 7,
} as const;

/** Takes in a text as the statement gives it. */
export function sheetOf(text: string, from: ReadFrom): LogSheet {
  const bounds: number[] = [];
  const ends: number[] = [];
  let transaction = { position: from.position, events: 0 };
  let isWhole = true;
  for (let line = 0; line < text.length; line = (bounds.at(-1) ?? 0) + 1) {
    const expected = from.position + ends.length;
    if (text.charCodeAt(line) !== tab) {
      const found = transactionAt(text, line);
      // It begins where it is expected; the first one before that where the sheet begins in its midst.
      isWhole &&= found.position === expected || (ends.length === 0 && found.position < expected);
      transaction = found;
    }
    ends.push(transaction.position + transaction.events - 1);
    markLine(text, line, bounds);
  }
  const { length } = ends;
  const position = from.position + length;
  const isClosed = position === transaction.position + transaction.events;
  const start = (at: number, index: number) => (bounds[at * stride + index] ?? 0) + (index === 0 ? 0 : 1);
  const end = (at: number, index: number) => bounds[at * stride + index + 1] ?? 0;
  const taken = (at: number, index: number) => text.slice(start(at, index), end(at, index));
  const span = (at: number, index: number): Span => ({ from: start(at, index), to: end(at, index) });
  return {
    text,
    length,
    position: from.position,
    isWhole: isWhole && length > 0,
    next:
      length === 0
        ? { position: from.position }
        : isClosed
          ? { position, transaction: position }
          : { position, transaction: transaction.position, seq: taken(length - 1, part.seq) },
    ends: (at) => ends[at] ?? 0,
    kind: (at) => kinds.get(text.charCodeAt(start(at, part.kind))) ?? "event",
    subject: (at) => taken(at, part.subject),
    key: (at) => taken(at, part.key),
    version: (at) => taken(at, part.version),
    before: (at) => span(at, part.before),
    after: (at) => span(at, part.after),
    transactions() {
      const found: SheetTransaction[] = [];
      for (let at = 0; at < length; at += 1) {
        const from = start(at, part.transaction);
        if (end(at, part.transaction) > from) found.push(transactionAt(text, from));
      }
      return found;
    },
  };
}

/** Adds the bounds of the line that begins here: rows are looked through natively, the short parts before them are not worth the call. */
function markLine(text: string, line: number, bounds: number[]): void {
  bounds.push(line);
  let at = line;
  for (let tabs = 0; tabs < 6; tabs += 1) {
    while (at < text.length && text.charCodeAt(at) !== tab) at += 1;
    bounds.push(at);
    at += 1;
  }
  const before = text.indexOf("\t", at);
  if (before < 0) throw failure("INTERNAL", `The log was given with a line of too few parts, at ${line}.`);
  const end = text.indexOf("\n", before);
  bounds.push(before, end < 0 ? text.length : end);
}

function transactionAt(text: string, from: number): SheetTransaction {
  const [position, events, xid = ""] = text.slice(from, text.indexOf("\t", from)).split(" ");
  return { position: Number(position), events: Number(events), xid };
}
