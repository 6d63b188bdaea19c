/**
 * The tables of a service's log. `outbox` is written in the transaction that causes a change, and holds what the log
 * says; `log` gives each committed transaction its positions, and is written after the commit, by one process at a time.
 * Both are rings of partitions: what is old is emptied a partition at a time, and never deleted row by row.
 */
export const logTables = Object.freeze({
  outbox: "outbox",
  log: "log",
  head: "log_head",
  sequence: "outbox_seq",
});

/**
 * How many partitions the rings of `outbox` and `log` have. What a transaction leaves is in the slot of the time at which it
 * began: `floor(epoch seconds / window) % ringSize`, see {@link windowOf}. A slot is emptied when all in it is older than the
 * time for which the log is kept, and is written to again a sixth of that time later at the earliest.
 */
export const ringSize = 8;

/** How long a log is kept where its service does not say, in milliseconds: seven days. */
export const usualKeep = 7 * 86_400_000;

/** For how many seconds a slot is written to: a sixth of the milliseconds for which the log is kept. */
export function windowOf(keep: number): number {
  return Math.max(1, Math.ceil(keep / 6_000));
}

/** The function that empties a slot. */
export const emptySlotName = "lintel_empty_log_slot";

/** A partition of a ring: `outbox_3`. */
export function partitionOf(table: "outbox" | "log", slot: number | ""): string {
  return `${table}_${slot}`;
}
