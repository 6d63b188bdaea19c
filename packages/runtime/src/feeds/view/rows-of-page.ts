import { type LoggedRow, loggedRow } from "../../log/index.js";
import type { LogEntry } from "../../postgres/log/index.js";

/** Rows of a page's entries, taken apart once, and written once for each choice of fields, for all views that look at the page. */
export interface RowsOfPage {
  before(entry: LogEntry): LoggedRow;
  after(entry: LogEntry): LoggedRow;
  /** The row after an entry as JSON. `select` is the same text for the same fields. */
  written(entry: LogEntry, select: string, write: (row: LoggedRow) => string): string;
}

/** To be kept for as long as the page is looked at, and no longer: it holds every row that was asked for. */
export function createRowsOfPage(): RowsOfPage {
  const before = new Map<LogEntry, LoggedRow>();
  const after = new Map<LogEntry, LoggedRow>();
  const texts = new Map<string, Map<LogEntry, string>>();
  const once = <K, V>(made: Map<K, V>, key: K, make: () => V): V => {
    const known = made.get(key);
    if (known !== undefined) return known;
    const value = make();
    made.set(key, value);
    return value;
  };
  const afterOf = (entry: LogEntry) => once(after, entry, () => loggedRow(entry.after));
  return {
    before: (entry) => once(before, entry, () => loggedRow(entry.before)),
    after: afterOf,
    written(entry, select, write) {
      const ofSelect = once(texts, select, () => new Map<LogEntry, string>());
      return once(ofSelect, entry, () => write(afterOf(entry)));
    },
  };
}

/** For a view that looks at a page by itself: one row is kept, the one that was asked for last. */
export function createLastRow(): RowsOfPage {
  let last: { readonly entry: LogEntry; readonly row: LoggedRow } | undefined;
  const after = (entry: LogEntry): LoggedRow => {
    if (last?.entry !== entry) last = { entry, row: loggedRow(entry.after) };
    return last.row;
  };
  return {
    before: (entry) => loggedRow(entry.before),
    after,
    written: (entry, _select, write) => write(after(entry)),
  };
}
