import { describe, expect, it } from "vitest";
import type { HandOver, LogPage } from "../../log/index.js";
import type { LogEntry } from "../../postgres/log/index.js";
import { seenBySnapshot } from "./seen.js";

const entry = (position: number, xid: string) =>
  ({ position, transaction: { position, events: 1, xid, committedAt: "" } }) as LogEntry;
const page = (...entries: LogEntry[]): LogPage => ({
  epoch: "",
  entries,
  next: { position: (entries.at(-1)?.position ?? 0) + 1 },
});
const change = (position: number, ends = position) => ({ position, ends, text: "" });
/** The snapshot saw transaction 2, which got its position after 3, which it did not see. */
const handed: HandOver<unknown> = {
  result: undefined,
  from: { epoch: "", position: 1 },
  isSeen: ({ transaction }) => transaction.xid === "2",
  isPassed: ({ position }) => position >= 2,
  pending: new Set(["2"]),
};

describe("what a snapshot saw of the log after it", () => {
  it("is left out, and what stands before the last of it is one step", () => {
    const seen = seenBySnapshot(handed);
    const all = page(entry(1, "3"), entry(2, "2"), entry(3, "4"));
    expect(seen.without(all, [change(1), change(2), change(3)])).toEqual([change(1, 2), change(3)]);
    expect([seen.isOver, seen.until]).toEqual([true, 2]);
  });

  it("is waited for on later pages, which may come again", () => {
    const seen = seenBySnapshot(handed);
    expect(seen.without(page(entry(1, "3")), [change(1)])).toEqual([change(1, Number.POSITIVE_INFINITY)]);
    expect(seen.isOver).toBe(false);
    for (const _ of [1, 2]) expect(seen.without(page(entry(2, "2")), [change(2)])).toEqual([]);
    expect(seen.without(page(entry(1, "3")), [change(1)])).toEqual([change(1, 2)]);
    expect(seen.without(page(entry(3, "4")), [change(3)])).toEqual([change(3)]);
  });

  it("has come where the head says so", () => {
    const seen = seenBySnapshot(handed);
    seen.reached({ position: 1 } as never);
    expect(seen.isOver).toBe(false);
    seen.reached({ position: 2 } as never);
    expect(seen.until).toBe(2);
  });
});
