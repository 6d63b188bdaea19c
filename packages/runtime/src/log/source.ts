import { type LogClient, type LogHead, look, nothingSeen, type Turn } from "../postgres/log/index.js";
import type { FreshPages } from "./fresh.js";

/** What one step of a source came to. */
export interface Advance {
  /** The head as it is held now. */
  readonly turn: Turn;
  readonly transactions: number;
  readonly events: number;
  /** Events that are known to wait for the next step. */
  readonly waiting: number;
  /** Milliseconds that the step took, without those in which there was nothing to do. */
  readonly worked: number;
  /** Whether there is more that is committed and has no position, as far as is known: the next step follows at once. */
  readonly isBehind: boolean;
}

/**
 * Where a sequencer learns what has committed, in which order. Made for one turn, by whoever has just taken the lease;
 * steps are taken one at a time.
 */
export interface CommitSource {
  /**
   * Gives positions to some of what has committed and has none, and returns soon, also where there is nothing.
   * Undefined where another process holds the head by now: nothing was written then. `isEnding` says that nothing writes
   * any more, and that steps are taken until one gives nothing and is not behind.
   */
  advance(turn: Turn, isEnding: boolean): Promise<Advance | undefined>;
  close(): Promise<void>;
}

/** What a source is made with. */
export interface SourceContext {
  readonly client: LogClient;
  readonly schema: string;
  /** The head as the lease was taken: the source goes on from its `snapshot` or `lsn`. */
  readonly head: LogHead;
  /** Has the next step taken at once, for sources that are told of commits. */
  readonly wake: () => void;
  /** Who in this process is given what has just been given positions, where it is known. */
  readonly fresh?: FreshPages | undefined;
}

export type OpenSource = (context: SourceContext) => Promise<CommitSource>;

/** Transactions of one step: few enough that a step takes a small part of the lease, enough that a backlog goes fast. */
const mostAtOnce = 20_000;

/**
 * The order from snapshots: each step is one statement that finds what became visible since the last, and takes at most so many transactions of it. It
 * needs no right beyond those to the service's own tables.
 */
export function snapshotSource(limit = mostAtOnce): OpenSource {
  return async ({ client, schema, head }) => {
    let snapshot = head.snapshot ?? nothingSeen;
    // The order of commits was in force: what the snapshot does not see may have positions.
    let again = head.lsn !== undefined;
    return {
      async advance(turn) {
        const began = performance.now();
        const found = await look(client, { schema, turn, snapshot, limit, again });
        if (!found) return undefined;
        ({ snapshot } = found);
        const isBehind = found.waiting > 0;
        again &&= isBehind;
        return { ...found, worked: performance.now() - began, isBehind };
      },
      async close() {},
    };
  };
}
