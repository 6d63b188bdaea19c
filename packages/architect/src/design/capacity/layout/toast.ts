import { maxAlign, page } from "./page.js";
import type { StorageType } from "./storage-type.js";
import { tupleBytes, type ValueBytes } from "./tuple.js";

/** What is kept in a row above this size is compressed, and then moved out of the row (`TOAST_TUPLE_THRESHOLD`, `toast_tuple_target`). */
const target = 2_032;
/** A value that lies elsewhere: two bytes of header and where it is (`TOAST_POINTER_SIZE`), without the first byte of its header. */
const pointer = 17;
/** Bytes of a value in one row of the table that holds what was moved out (`TOAST_MAX_CHUNK_SIZE`). */
const chunk = 1_996;
/** PostgreSQL leaves a value as it is that would not be a quarter smaller (`PGLZ_strategy_default`), or is this small. */
const worthwhile = 0.75;
const smallest = maxAlign(pointer + 1);

/** A row as it comes to lie: what is in the table, and the chunks of it that are elsewhere. */
export interface StoredRow {
  readonly bytes: number;
  readonly chunks: readonly number[];
}

/**
 * A row of these values, as PostgreSQL keeps it. `compressed` is the part of its size that a value of each column has after compression; 1 for
 * what cannot be compressed. A numeric stays in the row.
 *
 * Source: `heap_toast_insert_or_update` (src/backend/access/heap/heaptoast.c), PostgreSQL documentation, "TOAST" (storage-toast.html).
 */
export function storedRow(
  types: readonly StorageType[],
  values: readonly ValueBytes[],
  compressed: readonly number[],
): StoredRow {
  const now = [...values];
  const chunks: number[] = [];
  const size = () => tupleBytes(types, now);
  const movable = types.map(({ kind }, at) => kind === "varying" && values[at] !== undefined);
  const tried = types.map(() => false);
  const largest = (of: (at: number) => boolean) =>
    now
      .map((bytes, at) => ({ at, bytes: bytes ?? 0 }))
      .filter(({ at, bytes }) => movable[at] && of(at) && bytes + 4 > smallest)
      .reduce<{ at: number; bytes: number } | undefined>(
        (most, one) => (most && most.bytes >= one.bytes ? most : one),
        undefined,
      );
  const moveOut = (at: number, bytes: number) => {
    for (let left = bytes; left > 0; left -= chunk) chunks.push(Math.min(chunk, left));
    now[at] = pointer;
    movable[at] = false;
  };
  while (size() > target) {
    const found = largest((at) => !tried[at]);
    if (!found) break;
    tried[found.at] = true;
    const part = compressed[found.at] ?? 1;
    // Four bytes beside the header say how long it was.
    const bytes = part <= worthwhile ? Math.ceil(found.bytes * part) + 4 : found.bytes;
    now[found.at] = bytes;
    if (bytes > target) moveOut(found.at, bytes);
  }
  while (size() > target) {
    const found = largest(() => true);
    if (!found) break;
    moveOut(found.at, found.bytes);
  }
  return { bytes: size(), chunks };
}

/** Bytes of a chunk as a row of its own: an id, a number and the bytes. */
export function chunkTuple(bytes: number): number {
  return maxAlign(page.tupleHeader) + 4 + 4 + 4 + bytes;
}
