import type { EntityNeed } from "../../needs/index.js";

const year = 365 * 86_400;
/** How far ahead a table is thought of. */
const ahead = 5;
const least = 1_000;
const most = 1_000_000_000_000;

/** How many rows a table may come to hold: what it grows by in a year, for as long as rows are kept, five years at most; rounded up to 1, 2 or 5 of a power of ten. */
export function rowsFor({ now, inAYear, keptFor }: EntityNeed): number {
  const growth = Math.max(0, inAYear - now);
  const years = Math.min(ahead, Math.max(1, (keptFor ?? Number.POSITIVE_INFINITY) / year));
  const wanted = Math.max(least, Math.min(most, now + growth * years));
  const power = 10 ** Math.floor(Math.log10(wanted));
  const step = [1, 2, 5, 10].find((one) => one * power >= wanted) ?? 10;
  return step * power;
}
