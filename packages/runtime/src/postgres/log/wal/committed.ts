/** A transaction that committed and left events: what has to be known to give them positions. */
export interface CommittedTransaction {
  /** The partition that holds its rows. */
  readonly slot: number;
  readonly xid: bigint;
  readonly firstSeq: bigint;
  readonly lastSeq: bigint;
  /** How many rows it left. */
  readonly events: number;
  /** Milliseconds since 1970, to the microsecond. */
  readonly committedAt: number;
}

/** How far the log has come when a batch is in it. What is left out stays as it was. */
export interface Progress {
  /** Every transaction whose commit ends here or before has its positions. */
  readonly lsn?: bigint;
  /** Every transaction that this snapshot (`pg_snapshot` as text) sees has its positions. */
  readonly snapshot?: string;
}

export interface CommittedBatch {
  /** In the order in which they get their positions; none where only the progress is to be written down. */
  readonly transactions: readonly CommittedTransaction[];
  /** To be written into the head of the log in the transaction that gives the positions. */
  readonly progress: Progress;
}

/**
 * Where the order of the log comes from. One caller at a time: `next`, then the batch is appended, then `acknowledge`.
 * After a rejection only `close` is left; what was not appended comes again from the next source.
 */
export interface CommitSource {
  /** Waits for something to append; an empty batch without progress when the signal is raised first. */
  next(signal: AbortSignal): Promise<CommittedBatch>;
  /** Only when the batch is in the log and committed: what is acknowledged is never given again. */
  acknowledge(progress: Progress): void;
  close(): Promise<void>;
}
