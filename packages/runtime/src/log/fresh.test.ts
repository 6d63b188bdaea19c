import { describe, expect, it } from "vitest";
import type { LogEntry } from "../postgres/log/index.js";
import { createInlet, type FreshPage, type Inlet } from "./fresh.js";

const entryAt = (position: number): LogEntry => ({
  position,
  transaction: { position, events: 1, xid: String(position), committedAt: "2026-01-01T00:00:00Z" },
  kind: "insert",
  subject: "item",
  key: String(position),
  version: 1,
  at: "2026-01-01T00:00:00Z",
  before: null,
  after: "{}",
  cause: null,
});
const pageOf = (
  positions: readonly number[],
  epoch = "one",
  next = (positions.at(-1) ?? 0) + 1,
): FreshPage => ({
  epoch,
  entries: positions.map(entryAt),
  next: { position: next },
});
const waitingAt = (position: number, most = 3): { inlet: Inlet; move(to: number): void } => {
  let at = position;
  return {
    inlet: createInlet(() => ({ epoch: "one", position: at }), most),
    move(to) {
      at = to;
    },
  };
};
const taken = (page: FreshPage, position = 5) => {
  const { inlet } = waitingAt(position);
  inlet.announce(5, 7);
  inlet.settle(page);
  return inlet.take()?.entries.map((entry) => entry.position);
};

describe("a page that is handed over", () => {
  it("is taken where it begins exactly where it is waited for, and once", () => {
    const { inlet } = waitingAt(5);
    expect(inlet.announce(5, 6)).toBe(true);
    inlet.settle(pageOf([5, 6]));
    expect(inlet.take()).toEqual(pageOf([5, 6]));
    expect(inlet.take()).toBeUndefined();
  });

  it.each([
    ["begins before", pageOf([4, 5])],
    ["begins after", pageOf([6, 7])],
    ["has a hole", pageOf([5, 7])],
    ["is out of order", pageOf([5, 7, 6])],
    ["does not reach to the next page", pageOf([5, 6], "one", 8)],
    ["goes on where it began", pageOf([5, 6], "one", 6)],
    ["has nothing", pageOf([], "one", 5)],
    ["is of another epoch", pageOf([5, 6], "other")],
    ["is larger than what is taken at once", pageOf([5, 6, 7, 8])],
  ])("is left to be read where it %s", (_, page) => {
    expect(taken(page)).toBeUndefined();
    expect(taken(pageOf([5, 6, 7]))).toEqual([5, 6, 7]);
  });

  it("is dropped where the place was read in the meantime", () => {
    const { inlet, move } = waitingAt(5);
    inlet.announce(5, 6);
    inlet.settle(pageOf([5, 6]));
    move(6);
    expect(inlet.take()).toBeUndefined();
    move(5);
    expect(inlet.take()).toBeUndefined();
  });

  it("is the first one where another comes before it was taken", () => {
    const { inlet } = waitingAt(5);
    inlet.announce(5, 6);
    inlet.settle(pageOf([5, 6]));
    expect(inlet.announce(5, 5)).toBe(false);
    inlet.settle(pageOf([5]));
    expect(inlet.take()).toEqual(pageOf([5, 6]));
  });

  it("is announced to nobody who waits elsewhere", () => {
    expect(waitingAt(4).inlet.announce(5, 6)).toBe(false);
    expect(waitingAt(6).inlet.announce(5, 6)).toBe(false);
  });
});

describe("a notification", () => {
  it("of what is announced or was taken is no news, and any other is", () => {
    const { inlet } = waitingAt(5);
    expect(inlet.isNews(5)).toBe(true);
    inlet.announce(5, 6);
    expect([5, 6, 7].map(inlet.isNews)).toEqual([false, false, true]);
    inlet.settle(pageOf([5, 6]));
    inlet.take();
    expect([6, 7].map(inlet.isNews)).toEqual([false, true]);
  });

  it("of what was announced and did not come is news", () => {
    const { inlet } = waitingAt(5);
    inlet.announce(5, 6);
    inlet.settle(undefined);
    expect(inlet.take()).toBeUndefined();
    expect(inlet.isNews(5)).toBe(true);
  });
});
