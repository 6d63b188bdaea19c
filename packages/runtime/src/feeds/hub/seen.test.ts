import { describe, expect, it } from "vitest";
import type { HandOver } from "../../log/index.js";
import { type LogSheet, sheetOf } from "../../postgres/log/index.js";
import { collectChanges, type ViewChange, type ViewChanges } from "../view/changes.js";
import { seenBySnapshot } from "./seen.js";

type Entry = readonly [position: number, xid: string];
const entry = (position: number, xid: string): Entry => [position, xid];
/** A sheet of transactions of one entry each. */
const page = (...entries: Entry[]): LogSheet =>
  sheetOf(entries.map(([at, xid]) => `${at} 1 ${xid}\ti\t"item"\t"a"\t1\t1\t\t{}`).join("\n"), {
    position: entries[0]?.[0] ?? 0,
  });
const change = (position: number, ends = position): ViewChange => ({ position, ends, text: "" });
const changesOf = (...changes: ViewChange[]): ViewChanges => {
  const all = collectChanges();
  for (const { position, ends, text } of changes) all.add(position, ends, text);
  return all.finish();
};
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
    expect([...seen.without(all, changesOf(change(1), change(2), change(3)))]).toEqual([
      change(1, 2),
      change(3),
    ]);
    expect([seen.isOver, seen.until]).toEqual([true, 2]);
  });

  it("is waited for on later pages, which may come again", () => {
    const seen = seenBySnapshot(handed);
    expect([...seen.without(page(entry(1, "3")), changesOf(change(1)))]).toEqual([
      change(1, Number.POSITIVE_INFINITY),
    ]);
    expect(seen.isOver).toBe(false);
    for (const _ of [1, 2]) expect([...seen.without(page(entry(2, "2")), changesOf(change(2)))]).toEqual([]);
    expect([...seen.without(page(entry(1, "3")), changesOf(change(1)))]).toEqual([change(1, 2)]);
    expect([...seen.without(page(entry(3, "4")), changesOf(change(3)))]).toEqual([change(3)]);
  });

  it("has come where the head says so", () => {
    const seen = seenBySnapshot(handed);
    seen.reached({ position: 1 } as never);
    expect(seen.isOver).toBe(false);
    seen.reached({ position: 2 } as never);
    expect(seen.until).toBe(2);
  });
});
