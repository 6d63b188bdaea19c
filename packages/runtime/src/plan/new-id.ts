import { randomUUID } from "node:crypto";

let millisecond = 0;
let count = 0;
let time = "";

/**
 * A new id: a UUIDv7 (RFC 9562, 5.7). Each comes after the one before it, also within one millisecond: the 12 bits after
 * the time are a counter (6.2, method 1), and the 62 after those are random. To give rows that refer to each other
 * their ids before any of them is written.
 *
 * @example
 * const order = newId();
 * const lines = ["apples", "pears"].map((name) => ({ id: newId(), order, name }));
 */
export function newId(): string {
  // Node draws randomness for many of these at once, which is what makes one cheap.
  const random = randomUUID();
  count += 1;
  const now = Date.now();
  if (now > millisecond) begin(now, Number.parseInt(random.slice(15, 18), 16) >> 1);
  else if (count > 0xfff) begin(millisecond + 1, 0);
  return `${time}-7${count.toString(16).padStart(3, "0")}-${random.slice(19)}`;
}

/** A counter that begins in the lower half has room for 2,048 ids more; what goes beyond borrows from the next millisecond. */
function begin(at: number, first: number): void {
  millisecond = at;
  count = first;
  const digits = at.toString(16).padStart(12, "0");
  time = `${digits.slice(0, 8)}-${digits.slice(8)}`;
}
