import type { DecodedTransaction } from "./pgoutput.js";

/** Between the slot, which sends as fast as it can, and the log, which takes many at a time. */
export interface Inbox {
  readonly size: number;
  /** Of all that wait. */
  readonly events: number;
  /** The server has sent all that ends here or before, and all of it was taken; undefined while something waits here. */
  readonly reached: bigint | undefined;
  put(decoded: DecodedTransaction): void;
  reach(lsn: bigint): void;
  /** Has all who wait, now or later, rejected. */
  fail(error: unknown): void;
  /** Resolves when something was put here, or the server came further, since what was taken last. */
  arrival(): Promise<void>;
  /** The first ones, which stay until they are taken. */
  first(most: number): readonly DecodedTransaction[];
  take(count: number): void;
}

/** Calls `pause` when more than `most` wait, and `resume` when half of that is left. */
export function createInbox(most: number, pause: () => void, resume: () => void): Inbox {
  let waiting: DecodedTransaction[] = [];
  let events = 0;
  let paused = false;
  let reached: bigint | undefined;
  let news = false;
  let failed: { readonly error: unknown } | undefined;
  let waiter: { readonly resolve: () => void; readonly reject: (error: unknown) => void } | undefined;
  const wake = () => {
    news = true;
    waiter?.resolve();
    waiter = undefined;
  };
  return {
    get size() {
      return waiting.length;
    },
    get events() {
      return events;
    },
    get reached() {
      return waiting.length === 0 ? reached : undefined;
    },
    put(decoded) {
      waiting.push(decoded);
      events += decoded.transaction.events;
      reached = decoded.commitEnd;
      if (!paused && waiting.length > most) {
        paused = true;
        pause();
      }
      wake();
    },
    reach(lsn) {
      if (reached !== undefined && lsn <= reached) return;
      reached = lsn;
      wake();
    },
    fail(error) {
      failed ??= { error };
      waiter?.reject(error);
      waiter = undefined;
    },
    async arrival() {
      if (failed) throw failed.error;
      if (news || waiting.length > 0) return;
      await new Promise<void>((resolve, reject) => {
        waiter = { resolve, reject };
      });
    },
    first: (count) => waiting.slice(0, count),
    take(count) {
      for (const { transaction } of waiting.slice(0, count)) events -= transaction.events;
      waiting = waiting.slice(count);
      news = false;
      if (paused && waiting.length < most / 2) {
        paused = false;
        resume();
      }
    },
  };
}
