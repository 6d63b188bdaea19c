import { describe, expect, it } from "vitest";
import type { LogEntry } from "../../postgres/log/index.js";
import { checkFollower, type Followed } from "./index.js";

/** Transactions, each a list of `kind key version[ shown]`: a row whose word is `hidden` is in nobody's view. */
const transactions = [
  ["insert a 1 seen", "insert b 1 hidden"],
  ["update a 2 seen", "update b 2 seen", "update c 9 hidden"],
  ["update a 3 hidden"],
  ["delete b 2 seen"],
];
const log: readonly LogEntry[] = (() => {
  const entries: LogEntry[] = [];
  const rows = new Map<string, string>();
  for (const [at, written] of transactions.entries()) {
    const begins = entries.length + 1;
    for (const text of written) {
      const [kind = "", key = "", version = "", word = ""] = text.split(" ");
      const row = JSON.stringify({ id: key, version: Number(version), word });
      entries.push({
        position: entries.length + 1,
        transaction: { position: begins, events: written.length, xid: String(at), committedAt: "" },
        kind: kind as LogEntry["kind"],
        subject: "item",
        key,
        version: Number(version),
        at: "",
        before: kind === "insert" ? null : (rows.get(key) ?? null),
        after: kind === "delete" ? null : row,
        cause: null,
      });
      rows.set(key, row);
    }
  }
  return entries;
})();

type Message = Followed["sessions"][number]["messages"][number];
const row = (id: string, version: number) => ({ id, version });
const put = (position: number, key: string, version: number) =>
  ({ op: "put", position, key, version, row: row(key, version) }) as const;
const remove = (position: number, key: string, version: number) =>
  ({ op: "remove", position, key, version }) as const;
const right: readonly Message[] = [
  { type: "subscribed", position: 2 },
  { type: "snapshot", rows: [row("a", 1)], position: 2 },
  { type: "live", position: 2 },
  { type: "changes", previous: 2, position: 3, partial: true, changes: [put(3, "a", 2)] },
  { type: "changes", previous: 3, position: 5, changes: [put(4, "b", 2)] },
  { type: "changes", previous: 5, position: 6, changes: [remove(6, "a", 3)] },
  { type: "changes", previous: 6, position: 7, changes: [remove(7, "b", 2)] },
  { type: "advance", previous: 7, position: 7 },
];
const check = (messages: readonly Message[], more: readonly Message[] = []) =>
  checkFollower(log, {
    name: "one",
    entity: "item",
    begins: "rows",
    rowOf: ({ id, version, word }) =>
      word === "seen" ? { id: String(id), version: Number(version) } : undefined,
    sessions: [{ resumed: false, messages }, ...(more.length > 0 ? [{ resumed: true, messages: more }] : [])],
  }).map(({ promise }) => promise);
const changed = (at: number, message: Partial<Message>) =>
  right.map((one, index) => (index === at ? { ...one, ...message } : one));
const without = (at: number) => right.filter((_, index) => index !== at);

describe("what a follower was given", () => {
  it("is right where it holds the rows of its view at every position", () => {
    expect(check(right)).toEqual([]);
  });

  it("is right where it was cut within a transaction, and went on from before that", () => {
    const rest = right.slice(3);
    expect(check(right.slice(0, 4), [{ type: "subscribed", position: 2 }, ...rest])).toEqual([]);
  });

  it.each<[string, readonly Message[], string]>([
    ["a message that was lost", without(5), "chain"],
    ["a change that was lost", changed(4, { changes: [] }), "copy equals the table"],
    ["a removal that was lost", changed(5, { changes: [] }), "copy equals the table"],
    ["a change that came twice", changed(5, { changes: [put(4, "b", 2), remove(6, "a", 3)] }), "once"],
    ["a row that was hidden", changed(1, { rows: [row("a", 1), row("b", 1)] }), "never wider"],
    [
      "a row with another member",
      changed(4, { changes: [{ ...put(4, "b", 2), row: { ...row("b", 2), word: "seen" } }] }),
      "never wider",
    ],
    [
      "a change of a row that was never seen",
      changed(4, { changes: [put(4, "b", 2), remove(5, "c", 9)] }),
      "never wider",
    ],
    ["a change told at another position", changed(4, { changes: [put(5, "b", 2)] }), "never wider"],
    ["a row that is missing in the snapshot", changed(1, { rows: [] }), "copy equals the table"],
    ["a row that is twice in the snapshot", changed(1, { rows: [row("a", 1), row("a", 1)] }), "once"],
    [
      "a part of a transaction that is told as the whole",
      changed(3, { partial: false }),
      "whole transactions",
    ],
    ["live within a transaction", [...right.slice(0, 4), { type: "live", position: 3 }], "live is live"],
    ["live at a position that was not told", changed(2, { position: 5 }), "live is live"],
  ])("is found to be wrong of %s", (_, messages, promise) => {
    expect(check(messages)).toContain(promise);
  });

  it("is found to be wrong where it resumed elsewhere than it stood", () => {
    expect(check(right.slice(0, 5), [{ type: "subscribed", position: 6 }])).toContain("chain");
  });
});
