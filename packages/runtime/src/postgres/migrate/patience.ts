import { setTimeout as wait } from "node:timers/promises";
import type pg from "pg";
import { failure } from "../../errors.js";
import type { Blocker, LockWatch } from "./lock-watch.js";

/** How long a migration waits for locks, in milliseconds. */
export interface Patience {
  /**
   * For one lock, before it steps back and lets those through who wait behind it. Less than PostgreSQL's
   * `deadlock_timeout` (1 s), so that in a deadlock it is the migration that gives way, never a request.
   */
  readonly lock: number;
  /** For one statement, all its attempts together. */
  readonly budget: number;
  /** For each wait of a concurrent build, behind which nobody waits who reads or writes. */
  readonly build: number;
}

export const defaultPatience: Patience = { lock: 800, budget: 60_000, build: 600_000 };

/** An attempt that ended since a lock was not to be had. */
export interface BlockedAttempt {
  readonly attempt: number;
  /** Since the first attempt began. */
  readonly milliseconds: number;
  /** Who held the lock; empty where that could not be seen. */
  readonly blockers: readonly Blocker[];
}

export interface PatientOptions {
  readonly patience: Patience;
  readonly watch: LockWatch;
  /** What waits, for the message: `migrations/catalog/0002_price.sql:7`. */
  readonly place: string;
  readonly onBlocked: (attempt: BlockedAttempt) => void;
}

const shortestPause = 100;
const longestPause = 5_000;

/**
 * Does `work` again for as long as a lock is in its way and there is time, with growing pauses of random length in
 * between. `work` must leave nothing behind when it fails.
 *
 * @throws `MIGRATION_BLOCKED` with who was in the way.
 */
export async function patiently<T>(options: PatientOptions, work: () => Promise<T>): Promise<T> {
  const { patience, watch, place, onBlocked } = options;
  const began = performance.now();
  let blockers: readonly Blocker[] = [];
  for (let attempt = 1; ; attempt += 1) {
    const { result, ...seen } = await watch.during(work, patience.lock / 4);
    if (seen.blockers.length > 0) blockers = seen.blockers;
    if (result.status === "fulfilled") return result.value;
    if (!isBlocked(result.reason)) throw result.reason;
    const milliseconds = performance.now() - began;
    const pause = pauseAfter(attempt);
    if (milliseconds + pause >= patience.budget) {
      throw failure("MIGRATION_BLOCKED", `${place}: ${sentenceOf(milliseconds, attempt, blockers)}`, {
        cause: result.reason,
      });
    }
    onBlocked({ attempt, milliseconds, blockers });
    await wait(pause);
  }
}

/** Twice as long each time, less up to a half of it by chance, so that two never keep meeting. */
function pauseAfter(attempt: number): number {
  return Math.min(longestPause, shortestPause * 2 ** (attempt - 1)) * (0.5 + Math.random() / 2);
}

/** Whether a lock was not to be had in time, or would have ended in a deadlock. */
function isBlocked(error: unknown): boolean {
  const { code, cause } = error as pg.DatabaseError & { cause?: { code?: string } };
  return [code, cause?.code].some((one) => one === "55P03" || one === "40P01");
}

function sentenceOf(milliseconds: number, attempts: number, blockers: readonly Blocker[]): string {
  const waited = `waited ${(milliseconds / 1000).toFixed(1)} s for a lock, in ${attempts} ${attempts === 1 ? "attempt" : "attempts"}`;
  if (blockers.length === 0) return `${waited}. Who holds it could not be seen.`;
  return [`${waited}. In the way:`, ...blockers.map((blocker) => `  ${describeBlocker(blocker)}`)].join("\n");
}

/** `pid 4711, 12 s in its transaction (idle in transaction): select * from products` */
export function describeBlocker({ pid, seconds, state, query }: Blocker): string {
  return `pid ${pid}, ${seconds} s in its transaction (${state}): ${query}`;
}
