import { statfs } from "node:fs/promises";

/** Bytes of a product with its part of every index, and what making those indexes takes for a while. */
const bytesOfProduct = { kept: 1_000, meanwhile: 700 } as const;
/** Of a PostgreSQL without products: the rest of the shop, its own tables, and the write-ahead log at its largest. */
const bytesOfCluster = 3_500_000_000;
/** What stays free for everybody else. */
const reserve = 2_000_000_000;

/**
 * Bytes of disk that the sizes take at most while they are prepared and measured: all stand at the same time, and one after the
 * other is prepared.
 */
export function bytesNeeded(sizes: readonly number[]): number {
  const kept = sizes.reduce((sum, products) => sum + bytesOfCluster + products * bytesOfProduct.kept, 0);
  return sizes.length === 0 ? 0 : kept + Math.max(...sizes) * bytesOfProduct.meanwhile;
}

/**
 * Throws `RangeError` where sizes need more disk than they may take, or than is free in the folder. `missing` are those that are not
 * prepared yet.
 */
export async function requireDisk(folder: string, missing: readonly number[], most: number): Promise<void> {
  const needed = bytesNeeded(missing);
  const { bavail, bsize } = await statfs(folder);
  const free = Math.max(0, bavail * bsize - reserve);
  if (needed > most)
    throw new RangeError(
      `These sizes need about ${gigabytes(needed)} of disk; --disk allows ${gigabytes(most)}.`,
    );
  if (needed > free)
    throw new RangeError(
      `These sizes need about ${gigabytes(needed)} of disk; ${folder} has ${gigabytes(free)} to spare. Name another folder with --data.`,
    );
}

/** `12.3 GB` */
export function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}
