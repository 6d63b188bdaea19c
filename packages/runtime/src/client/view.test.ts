import { describe, expect, it } from "vitest";
import type { AnyRow, Change, ViewMessage } from "./protocol.js";
import { createView } from "./view.js";

const put = (position: number): Change<AnyRow> => {
  const row = { id: `${position}`, version: 1 };
  return { op: "put", position, key: row.id, version: 1, row };
};
const gone = (position: number, key: string): Change<AnyRow> => ({ op: "remove", position, key, version: 1 });
const subscribed = (position: number): ViewMessage => ({ type: "subscribed", id: 1, epoch: "new", position });
const changes = (previous: number, positions: readonly number[], partial = false): ViewMessage => ({
  type: "changes",
  id: 1,
  previous,
  position: positions.at(-1) ?? previous,
  changes: positions.map(put),
  partial,
});

describe("what the messages of a view come to", () => {
  it("passes over changes at or before the cursor, of a server that begins further back", () => {
    const view = createView("old:5", true);
    expect(view.take(subscribed(3))).toBeUndefined();
    expect(view.cursor).toBe("new:5");
    expect(view.take(changes(3, [4, 5]))).toEqual({ type: "advance", cursor: "new:5" });
    expect(view.take(changes(5, [6]))).toMatchObject({ changes: [{ position: 6 }], cursor: "new:6" });
  });

  it("passes over those of one message alone", () => {
    const view = createView("old:5", true);
    view.take(subscribed(3));
    expect(view.take(changes(3, [4, 5, 6]))).toMatchObject({ changes: [{ position: 6 }], cursor: "new:6" });
  });

  it("has lost something where the server begins beyond the cursor", () => {
    expect(createView("old:5", true).take(subscribed(6))).toBe("lost");
  });

  it("has lost something where what goes on is not what came before", () => {
    const view = createView(undefined, false);
    view.take(subscribed(3));
    expect(view.take(changes(4, [5]))).toBe("lost");
    expect(view.take({ type: "advance", id: 1, previous: 4, position: 6 })).toBe("lost");
    expect(view.take(changes(3, [4], true))).toBeUndefined();
    expect(view.take({ type: "advance", id: 1, previous: 4, position: 6 })).toBe("lost");
    expect(view.cursor).toBe("new:3");
  });

  it("has lost something where changes come, or it is live, before its snapshot is whole", () => {
    const view = createView(undefined, true);
    view.take(subscribed(3));
    expect(view.take(changes(3, [4]))).toBe("lost");
    expect(view.take({ type: "live", id: 1, position: 3 })).toBe("lost");
    expect(view.take({ type: "snapshot", id: 1, rows: [], position: 3 })).toEqual({
      type: "snapshot",
      rows: [],
      cursor: "new:3",
    });
    expect(view.take({ type: "live", id: 1, position: 3 })).toEqual({ type: "live", cursor: "new:3" });
  });

  it("gives a snapshot that stands at no position together with what makes it whole, and has no cursor before", () => {
    const view = createView(undefined, true);
    const row = { id: "6", version: 4 };
    view.take(subscribed(3));
    expect(view.take({ type: "snapshot", id: 1, rows: [row, { id: "9", version: 1 }] })).toBeUndefined();
    expect(view.take({ type: "snapshot", id: 1, rows: [], position: 3, partial: true })).toBeUndefined();
    expect(view.cursor).toBeUndefined();
    expect(view.take(changes(3, [5, 6], true))).toBeUndefined();
    expect(view.take({ type: "changes", id: 1, previous: 6, position: 8, changes: [gone(8, "9")] })).toEqual({
      type: "snapshot",
      rows: [row, { id: "5", version: 1 }],
      cursor: "new:8",
    });
    expect(view.take(changes(8, [9]))).toMatchObject({ type: "changes", cursor: "new:9" });
  });

  it("is whole where nothing had to come, and begins anew where the connection breaks before", () => {
    const view = createView(undefined, true);
    view.take(subscribed(3));
    view.take({ type: "snapshot", id: 1, rows: [{ id: "1", version: 1 }], position: 3, partial: true });
    view.take(subscribed(4));
    expect(view.take({ type: "live", id: 1, position: 4 })).toBe("lost");
    view.take({ type: "snapshot", id: 1, rows: [{ id: "2", version: 1 }], position: 4, partial: true });
    expect(view.take({ type: "live", id: 1, position: 4 })).toBe("lost");
    expect(view.take(changes(4, []))).toEqual({
      type: "snapshot",
      rows: [{ id: "2", version: 1 }],
      cursor: "new:4",
    });
  });
});
