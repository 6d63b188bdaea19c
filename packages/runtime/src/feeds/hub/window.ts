import type { FeedWindow } from "./interface.js";

/** What was sent to a client and not acknowledged yet. */
export interface Unacknowledged {
  /** Whether a message of this size may be sent: always where less than half is outstanding, of which a client need not say anything yet. */
  admits(changes: number, bytes: number): boolean;
  sent(position: number, changes: number, bytes: number): void;
  /** Everything up to this position was taken in. */
  acknowledge(position: number): void;
}

/** For a transport without acknowledgements: everything is admitted. */
export const unbounded: Unacknowledged = Object.freeze({
  admits: () => true,
  sent() {},
  acknowledge() {},
});

/** Keeps three numbers for each message that is outstanding, of which the window admits a bounded number. */
export function createWindow({ changes: mostChanges, bytes: mostBytes }: FeedWindow): Unacknowledged {
  let queue: number[] = [];
  let first = 0;
  let changes = 0;
  let bytes = 0;
  return {
    admits: (more, size) =>
      (changes * 2 < mostChanges && bytes * 2 < mostBytes) ||
      (changes + more <= mostChanges && bytes + size <= mostBytes),
    sent(position, more, size) {
      queue.push(position, more, size);
      changes += more;
      bytes += size;
    },
    acknowledge(position) {
      while (first < queue.length && (queue[first] ?? 0) <= position) {
        changes -= queue[first + 1] ?? 0;
        bytes -= queue[first + 2] ?? 0;
        first += 3;
      }
      if (first > 300 && first * 2 > queue.length) {
        queue = queue.slice(first);
        first = 0;
      }
    },
  };
}
