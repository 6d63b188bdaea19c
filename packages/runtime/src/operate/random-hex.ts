import { randomFillSync } from "node:crypto";

/** Bytes that are drawn at a time: a call into the system for 512 identifiers instead of for each. */
const pool = Buffer.allocUnsafe(4_096);
let used = pool.length;

/** Random lower-case hexadecimal digits, two for each of `bytes` (at most 64), from the system's generator. */
export function randomHex(bytes: number): string {
  if (used + bytes > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const from = used;
  used += bytes;
  return pool.toString("hex", from, used);
}
