import { describe, expect, it } from "vitest";
import { createWindow } from "./window.js";

const most = { changes: 100, bytes: 10_000 };

/** A client that acknowledges as late as it may: when half of either has come. */
function lateClient(window: ReturnType<typeof createWindow>) {
  let changes = 0;
  let bytes = 0;
  return (position: number, more: number, size: number) => {
    window.sent(position, more, size);
    changes += more;
    bytes += size;
    if (changes * 2 < most.changes && bytes * 2 < most.bytes) return;
    window.acknowledge(position);
    changes = 0;
    bytes = 0;
  };
}

describe("the window of what is not acknowledged", () => {
  it.each([
    ["messages that are larger than what is left of it", [1], [4_999, 6_000]],
    ["messages that are larger than all of it", [1], [10, 20_000]],
    ["messages with more changes than what is left of it", [49, 60], [10]],
    ["messages of all sizes", [1, 7, 49, 50, 51, 150], [10, 3_333, 4_999, 5_000, 5_001, 9_999, 12_000, 1]],
  ])("lets a client that acknowledges as late as it may have %s", (_, counts, sizes) => {
    const window = createWindow(most);
    const take = lateClient(window);
    for (let position = 1; position <= 200; position += 1) {
      const [changes = 0, bytes = 0] = [counts[position % counts.length], sizes[position % sizes.length]];
      expect(window.admits(changes, bytes)).toBe(true);
      take(position, changes, bytes);
    }
  });

  it("lets one that acknowledges nothing have no more than it, or less than half of it and one message", () => {
    const window = createWindow(most);
    let sent = 0;
    for (let position = 1; window.admits(1, 900); position += 1) {
      window.sent(position, 1, 900);
      sent += 900;
    }
    expect(sent).toBe(9_900);
    expect(window.admits(0, 100)).toBe(true);
    window.acknowledge(5);
    expect(window.admits(1, 90_000)).toBe(false);
    window.acknowledge(6);
    expect(window.admits(1, 90_000)).toBe(true);
    window.sent(12, 1, 90_000);
    expect(window.admits(0, 1)).toBe(false);
  });
});
