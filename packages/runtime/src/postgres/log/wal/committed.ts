import type { AppendCondition, CommittedTransaction, Progress, ServerMoment } from "../append.js";

export interface CommittedBatch {
  /** In the order in which they get their positions; none where only the progress is to be written down. */
  readonly transactions: readonly CommittedTransaction[];
  /** To be written into the head of the log in the transaction that gives the positions. */
  readonly progress: Progress;
  /** To be appended only where this holds, all of it; undefined where it was looked at. */
  readonly condition?: AppendCondition | undefined;
}

/**
 * The order of commits, a batch at a time. One caller at a time: `next`, then the batch is appended, then `acknowledge`; to
 * call `next` again says that the batch of before is committed. After a rejection only `close` is left; what was not
 * appended comes again from the next source. Nothing here writes to the log or its head: only who holds the turn does.
 */
export interface WalSource {
  /** Events that are known and wait for the next batches. */
  readonly waiting: number;
  /** Whether a slot is followed; until it is, order comes from what is visible. */
  readonly isFollowing: boolean;
  /** Whether everything that ends at this place of the write-ahead log or before has been given out. */
  hasReached(lsn: string): boolean;
  /** Waits for something to append; an empty batch without progress when the signal is raised first. */
  next(signal: AbortSignal): Promise<CommittedBatch>;
  /**
   * Only when the batch is in the log and committed: what is acknowledged is never told again. `moment`: of when it was appended, where that was
   * done on a condition.
   */
  acknowledge(progress: Progress, moment?: ServerMoment): void;
  /** The condition of the batch did not hold: nothing of it was appended. It comes again, when it is visible. */
  putBack(): void;
  close(): Promise<void>;
}
