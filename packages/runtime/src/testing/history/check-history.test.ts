import { describe, expect, it } from "vitest";
import type { LogEntry } from "../../postgres/log/index.js";
import { checkHistory } from "./check-history.js";
import type { Change, History } from "./history.js";

const change = (kind: Change["kind"], key: string, version: number): Change => ({
  kind,
  subject: "item",
  key,
  version,
});
const transactions: readonly (readonly Change[])[] = [
  [change("insert", "a", 1), change("insert", "b", 1)],
  [change("update", "a", 2)],
  [change("update", "b", 2), change("update", "a", 3), change("event", "a", 1)],
  [change("delete", "a", 3)],
  [change("insert", "a", 1)],
];

function entriesOf(all: readonly (readonly Change[])[]): LogEntry[] {
  let position = 0;
  return all.flatMap((changes, at) => {
    const transaction = {
      position: position + 1,
      events: changes.length,
      xid: String(700 + at),
      committedAt: "",
    };
    return changes.map((one) => {
      position += 1;
      return { ...one, position, transaction, at: "", before: null, after: `{"n":${position}}`, cause: null };
    });
  });
}

/** A history in which all is well, with the entries that a second reader saw changed. */
function historyWith(edit: (entries: LogEntry[]) => LogEntry[] = (entries) => entries): History {
  const entries = entriesOf(transactions);
  return {
    writes: [
      ...transactions.map((changes) => ({ outcome: "committed" as const, changes })),
      { outcome: "rolled back", changes: [change("insert", "never", 1)] },
      { outcome: "unknown", changes: [change("insert", "perhaps", 1)] },
    ],
    reads: [
      { name: "first", from: 1, entries, isWhole: true },
      { name: "second", from: 1, entries: edit(entries.map((entry) => ({ ...entry }))), isWhole: true },
    ],
  };
}

const promises = (history: History) => new Set(checkHistory(history).map(({ promise }) => promise));
const renumbered = (entries: readonly LogEntry[]) =>
  entries.map((entry, at) => ({ ...entry, position: at + 1 }));

describe("a history in which all is well", () => {
  it("has no fault", () => {
    expect(checkHistory(historyWith())).toEqual([]);
  });

  it("has none where a reader begins late, or ends within a transaction", () => {
    const entries = entriesOf(transactions);
    const reads = [
      { name: "late", from: 5, entries: entries.slice(4), isWhole: true },
      { name: "early", from: 1, entries: entries.slice(0, 5), isWhole: false },
    ];
    expect(checkHistory({ ...historyWith(), reads })).toEqual([]);
  });

  it("has none where a commit of unknown outcome came, or did not", () => {
    const entries = entriesOf([...transactions, [change("insert", "perhaps", 1)]]);
    const reads = [{ name: "one", from: 1, entries, isWhole: true }];
    expect(checkHistory({ ...historyWith(), reads })).toEqual([]);
  });

  it("has none where a truncation takes all rows away and they are made anew", () => {
    const all = [...transactions, [change("truncate", "", 0)], [change("insert", "a", 1)]];
    const writes = all.map((changes) => ({ outcome: "committed" as const, changes }));
    const reads = [{ name: "one", from: 1, entries: entriesOf(all), isWhole: true }];
    expect(checkHistory({ writes, reads })).toEqual([]);
  });
});

describe("a planted fault", () => {
  it.each<[string, (entries: LogEntry[]) => LogEntry[]]>([
    ["contiguous", (entries) => entries.filter((_, at) => at !== 2)],
    ["complete", (entries) => entries.slice(0, -1)],
    ["once", (entries) => [...entries.slice(0, 3), ...entries.slice(2)]],
    ["once", (entries) => renumbered([...entries.slice(0, 3), ...entries.slice(2)])],
    ["whole transactions", (entries) => entries.filter((_, at) => at !== 1)],
    ["order within a transaction", (entries) => swap(entries, 0, 1)],
    ["order of a key", (entries) => swap(entries, 2, 6)],
    ["one log", (entries) => entries.map((entry) => ({ ...entry, after: "{}" }))],
    [
      "only what was committed",
      (entries) => entries.map((entry) => (entry.key === "b" ? { ...entry, key: "c" } : entry)),
    ],
  ])("breaks: %s", (promise, edit) => {
    expect(promises(historyWith(edit))).toContain(promise);
  });

  it("is found where positions are contiguous and only versions tell of a loss", () => {
    const lost = entriesOf(transactions.filter((_, at) => at !== 1));
    const faults = checkHistory({
      ...historyWith(),
      reads: [{ name: "one", from: 1, entries: lost, isWhole: true }],
    });
    expect(new Set(faults.map(({ promise }) => promise))).toEqual(new Set(["order of a key", "complete"]));
  });

  it("is found where something comes of what was rolled back", () => {
    const reads = [
      {
        name: "one",
        from: 1,
        entries: entriesOf([...transactions, [change("insert", "never", 1)]]),
        isWhole: true,
      },
    ];
    expect(promises({ ...historyWith(), reads })).toContain("only what was committed");
  });

  it("is found where two transactions of one row stand in the wrong order", () => {
    const wrong = [transactions[0], transactions[2], transactions[1], transactions[3], transactions[4]];
    const entries = entriesOf(wrong.filter((one) => one !== undefined));
    const faults = promises({ ...historyWith(), reads: [{ name: "one", from: 1, entries, isWhole: true }] });
    expect(faults).toEqual(new Set(["order of a key"]));
  });
});

/** Two entries change places, and their positions stay where they are. */
function swap(entries: readonly LogEntry[], one: number, other: number): LogEntry[] {
  const copy = [...entries];
  const [first, second] = [copy[one], copy[other]];
  if (!first || !second) throw new RangeError("There are no such entries.");
  copy[one] = { ...second, position: first.position };
  copy[other] = { ...first, position: second.position };
  return copy;
}
