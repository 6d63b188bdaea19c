import { setTimeout as delay } from "node:timers/promises";
import type { Facts } from "../facts.js";
import {
  advanceCursor,
  type Cursor,
  type CursorTurn,
  ensureCursor,
  releaseCursor,
  renewCursor,
  takeCursor,
} from "../postgres/cursors/index.js";
import { type LogClient, type LogConnection, leaseTimes } from "../postgres/log/index.js";
import { createBell } from "./bell.js";

/** What a worker is given for as long as it holds its cursor. */
export interface WorkerTurn extends CursorTurn {
  readonly cursor: Cursor;
  /** The service's own connection for its workers: each statement commits by itself. */
  readonly client: LogClient;
  /** Aborted when the cursor is not held any more, is paused, or the system stops: `run` ends soon then. */
  readonly signal: AbortSignal;
  /** Keeps that everything up to a position is done. False where another holds the cursor by now: nothing was kept. */
  advance(to: { readonly epoch: string; readonly position: number }): Promise<boolean>;
}

/** Somebody who follows a log, one process at a time. */
export interface WorkerOptions {
  /** Unique in its service: `consumer invoices`. */
  readonly name: string;
  /** The service whose log it follows. */
  readonly source: string;
  /**
   * Works from where the cursor stands until the signal is aborted. What it throws is told as a fact, and it is run again after a
   * pause that grows. It may run in two processes for a moment, where one was thought dead: what it writes is fenced by the
   * generation of its turn, in the same transaction.
   */
  readonly run: (turn: WorkerTurn) => Promise<void>;
}

export interface Worker {
  /** Whether this process works now. */
  readonly isLeading: boolean;
  /** Has it look at once whether its cursor is free. */
  wake(): void;
  /** Ends it, and gives its cursor back. Waits for `run`, no longer than so many milliseconds. */
  stop(deadline: number): Promise<void>;
}

/** The workers of one service in this process. They share a connection. */
export interface Workers {
  start(worker: WorkerOptions): Worker;
  stop(deadline: number): Promise<void>;
}

export interface WorkersOptions {
  readonly service: string;
  readonly schema: string;
  readonly facts: Facts;
  /** Says in the cursor which process it is. */
  readonly holder: string;
  /** Opens the connection that they share; `onLost` is called when it ends. */
  readonly connect: (onLost: () => void) => Promise<LogConnection>;
}

/** Milliseconds before a worker that failed is run again: doubled from the first up to the last. */
const backoff = { first: 100, last: 10_000 };

/**
 * Takes part in the work of a service that follows logs, for as long as the process lives. Every process of the system may; one at a
 * time works:
 *
 *     standing by ── cursor taken ──► working ── run ended ──► cursor given back ──► standing by
 *     working ── another holds the cursor, it is paused, or it could not be renewed in time ──► run is told, standing by
 *     standing by, working ── failed ──► a pause that grows ──► standing by
 *
 * A silent holder is followed within two seconds, by the clock of the database.
 */
export function startWorkers({ service, schema, facts, holder, connect }: WorkersOptions): Workers {
  const running = new Set<Worker>();
  let opened: Promise<LogConnection> | undefined;
  const connection = (): Promise<LogConnection> => {
    if (opened) return opened;
    const opening = connect(() => {
      if (opened === opening) opened = undefined;
    });
    opened = opening;
    opening.catch(() => {
      if (opened === opening) opened = undefined;
    });
    return opening;
  };

  const start = ({ name, source, run }: WorkerOptions): Worker => {
    const cursor = { schema, name };
    const bell = createBell();
    const stopping = new AbortController();
    let isLeading = false;
    let isFailing = false;
    let isKnown = false;
    let wait = backoff.first;

    const work = async (client: LogConnection, taken: CursorTurn): Promise<void> => {
      const { generation, position, epoch } = taken;
      const ended = new AbortController();
      const stop = () => ended.abort();
      stopping.signal.addEventListener("abort", stop);
      if (stopping.signal.aborted) stop();
      isLeading = true;
      facts.report({ fact: "worker.elected", service, worker: name, generation, epoch, position });
      let reason: "lost" | "failed" | "stopped" | "ended" = "failed";
      let cause: unknown;
      const watching = watch(client, cursor, generation, ended);
      try {
        await run({
          ...taken,
          cursor,
          client,
          signal: ended.signal,
          advance: (to) => advanceCursor(client, cursor, { generation, ...to }),
        });
        reason = stopping.signal.aborted ? "stopped" : ended.signal.aborted ? "lost" : "ended";
      } catch (error) {
        // Whoever is told to stop in the midst may do so by throwing.
        if (!ended.signal.aborted) {
          cause = error;
          throw error;
        }
        reason = stopping.signal.aborted ? "stopped" : "lost";
      } finally {
        isLeading = false;
        stopping.signal.removeEventListener("abort", stop);
        ended.abort();
        await watching;
        await releaseCursor(client, cursor, generation).catch(() => {});
        facts.report({ fact: "worker.lost", service, worker: name, generation, reason, error: cause });
      }
    };

    const live = async (): Promise<void> => {
      while (!stopping.signal.aborted) {
        try {
          const client = await connection();
          if (!isKnown) await ensureCursor(client, cursor, source);
          isKnown = true;
          const taken = await takeCursor(client, cursor, holder);
          if (!taken) await bell.wait(leaseTimes.looked);
          else {
            await work(client, taken);
            isFailing = false;
            wait = backoff.first;
          }
        } catch (error) {
          if (stopping.signal.aborted) return;
          if (!isFailing) facts.report({ fact: "worker.failed", service, worker: name, error });
          isFailing = true;
          await bell.wait(wait * (0.5 + Math.random() / 2));
          wait = Math.min(wait * 2, backoff.last);
        }
      }
    };

    const done = live();
    const worker: Worker = {
      get isLeading() {
        return isLeading;
      },
      wake: bell.ring,
      async stop(deadline) {
        stopping.abort();
        bell.ring();
        await within(done, deadline);
        running.delete(worker);
      },
    };
    running.add(worker);
    return worker;
  };

  return {
    start,
    async stop(deadline) {
      const until = performance.now() + deadline;
      await Promise.all([...running].map((one) => one.stop(deadline)));
      const last = await opened?.catch(() => undefined);
      if (last?.alive) await within(last.end(), Math.max(100, until - performance.now()));
      if (last?.alive) last.destroy(new Error("Stopping took too long."));
    },
  };
}

/** Renews a cursor until the work on it is over, and ends the work where that cannot be done in time. */
async function watch(
  client: LogConnection,
  cursor: Cursor,
  generation: string,
  ended: AbortController,
): Promise<void> {
  let heldUntil = performance.now() + leaseTimes.lasts;
  while (!ended.signal.aborted) {
    await delay(leaseTimes.renewed, undefined, { signal: ended.signal }).catch(() => {});
    if (ended.signal.aborted) return;
    const asked = performance.now();
    const renewing = renewCursor(client, cursor, generation).catch(() => false);
    const late = delay(Math.max(0, heldUntil - asked), false, { signal: ended.signal }).catch(() => false);
    if (!(await Promise.race([renewing, late]))) ended.abort();
    heldUntil = asked + leaseTimes.lasts;
  }
}

async function within(work: Promise<unknown>, milliseconds: number): Promise<void> {
  const over = new AbortController();
  const late = delay(milliseconds, undefined, { signal: over.signal }).catch(() => {});
  await Promise.race([work.catch(() => {}), late]);
  over.abort();
}
