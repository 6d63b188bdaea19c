import type { CommittedTransaction } from "../append.js";

/** How far the log has come when a batch is in it. What is left out stays as it was. */
export interface Progress {
  /** Every transaction whose commit ends here (`pg_lsn`) or before has its positions. */
  readonly lsn?: string;
  /** Every transaction that this snapshot (`pg_snapshot`) sees has its positions. */
  readonly snapshot?: string;
  /** What in the head does not hold any more, to be forgotten. It comes by itself, without transactions. */
  readonly forget?: Forgetting;
}

/** `lsn` is forgotten in any case: there is no slot that goes on from there. */
export interface Forgetting {
  /** Positions that were given may now mean something else: the epoch changes. */
  readonly epoch: boolean;
  /** What the snapshot in the head sees may lack positions all the same. */
  readonly snapshot: boolean;
}

export interface CommittedBatch {
  /** In the order in which they get their positions; none where only the progress is to be written down. */
  readonly transactions: readonly CommittedTransaction[];
  /** To be written into the head of the log in the transaction that gives the positions. */
  readonly progress: Progress;
}

/**
 * Where the order of the log comes from. One caller at a time: `next`, then the batch is appended, then `acknowledge`; to
 * call `next` again says that the batch of before is committed. After a rejection only `close` is left; what was not
 * appended comes again from the next source. Nothing here writes to the log or its head: only who holds the turn does.
 */
export interface CommitSource {
  /** Events that are known and wait for the next batches. */
  readonly waiting: number;
  /** Waits for something to append; an empty batch without progress when the signal is raised first. */
  next(signal: AbortSignal): Promise<CommittedBatch>;
  /** Only when the batch is in the log and committed: what is acknowledged is never told again. */
  acknowledge(progress: Progress): void;
  close(): Promise<void>;
}
