import type { StorageType } from "./storage-type.js";
import type { ValueBytes } from "./tuple.js";

/** A column as it is to be laid out: how its type is kept, and how long its values are. */
export interface ColumnShape {
  readonly name: string;
  readonly type: StorageType;
  /** Lengths of its values from the shortest to the longest, each for as many values as the next, without any header; of a fixed type empty. */
  readonly lengths: readonly number[];
  /** Part of the rows that have no value, 0 to 1. */
  readonly absent: number;
  /** Part of its size that a value has once it is compressed; 1 where its lengths are those that were kept. */
  readonly compressed: number;
}

/** Enough that another such sample differs by less than a hundredth. */
const sampleSize = 512;

/**
 * Rows as a table of these columns would have them, the same each time: every column walks through its lengths by a step of its own, so that no
 * two go together. Values are undefined where there is none.
 *
 * Source of the steps: the Kronecker sequence on square roots of primes (Kuipers and Niederreiter, "Uniform Distribution of Sequences", 1974).
 */
export function sampleRows(columns: readonly ColumnShape[]): readonly (readonly ValueBytes[])[] {
  return Array.from({ length: sampleSize }, (_, row) =>
    columns.map((column, at) => lengthOf(column, place(row, 2 * at), place(row, 2 * at + 1))),
  );
}

function lengthOf({ type, lengths, absent }: ColumnShape, u: number, isThere: number): ValueBytes {
  if (isThere < absent) return undefined;
  return type.kind === "fixed" ? type.bytes : lengthAt(lengths, u);
}

/** Between two of the lengths as far as `u` is. */
function lengthAt(lengths: readonly number[], u: number): number {
  if (lengths.length === 0) return 0;
  const at = u * (lengths.length - 1);
  const low = lengths[Math.floor(at)] ?? 0;
  const high = lengths[Math.ceil(at)] ?? low;
  return Math.round(low + (high - low) * (at - Math.floor(at)));
}

function place(row: number, sequence: number): number {
  const step = Math.sqrt(primes[sequence % primes.length] ?? 2);
  return ((row + 0.5) * step + Math.floor(sequence / primes.length) * 0.37) % 1;
}

const primes = primesBelow(1_300);

function primesBelow(limit: number): readonly number[] {
  const found: number[] = [];
  for (let n = 2; n < limit; n += 1) if (found.every((prime) => n % prime !== 0)) found.push(n);
  return found;
}
