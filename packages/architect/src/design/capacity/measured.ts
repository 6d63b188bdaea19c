/**
 * What a request was measured to cost on this code, in milliseconds of processor time: what all sizes of instances rest on. A test
 * compares the figures with the results that they come from.
 */
export interface Work {
  readonly title: string;
  /** Of the server's process, and of all of PostgreSQL's together. */
  readonly server: number;
  readonly database: number;
  /** Statements of PostgreSQL that go with it, the beginning, the end and the rights of its transaction among them. */
  readonly statements: number;
  /** Where it was measured. */
  readonly source: string;
}

export type WorkKind = "read" | "row" | "command";

export const measured: { readonly [kind in WorkKind]: Work } = Object.freeze({
  read: {
    title: "a request that reads: a list with a filter, a range and an order, 20 rows",
    server: 0.25,
    database: 0.121,
    statements: 2,
    source: "bench/results/latest.md, List",
  },
  row: {
    title: "a request that writes one row, into the ordered log with it",
    server: 0.219,
    database: 0.369,
    statements: 5,
    source: "bench/results/log-write.md, make one row, with a feed",
  },
  command: {
    title: "a command of several statements: an order of three lines",
    server: 1.265,
    database: 2.456,
    statements: 9,
    source: "bench/results/latest.md, Order of three lines",
  },
});

/**
 * How much more a request may cost than it was measured to: the project's own rules run in it as well, and the machine may be a
 * slower one. A rule of thumb.
 */
export const costAllowance = 2;

/**
 * Part of a processor that may be busy at the most that comes. At a half, a request waits as long as it works (M/M/1: W = S / (1 - ρ)),
 * and there is as much again for what nobody foresaw.
 */
export const busyAtMost = 0.5;

/** Followers of changes that one process is given: a quarter of what it was measured to hold (10,000 in 323 MB, bench/results/feeds.md). */
export const followersOfAnInstance = 2_500;

/** Changes given to clients for each second of the server's processor: 1,905 thousand (bench/results/feeds.md, to 1000 followers). */
export const deliveriesOfAProcessor = 1_905_000;

/** Changes of a log that were given their positions in a second (bench/results/feeds.md, the rest). */
export const positionsASecond = 79_395;
