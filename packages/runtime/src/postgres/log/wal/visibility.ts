/** A snapshot of PostgreSQL (`pg_snapshot`): which transactions it sees as committed or gone. */
export interface Snapshot {
  /** As PostgreSQL writes it: `xmin:xmax:xip,xip`. */
  readonly text: string;
  /** All before it are over. */
  readonly xmin: bigint;
  /** This one and all after it had not ended. */
  readonly xmax: bigint;
  /** Those between that had not ended. */
  readonly running: ReadonlySet<bigint>;
}

export function parseSnapshot(text: string): Snapshot {
  const [xmin, xmax, running] = text.split(":");
  return {
    text,
    xmin: BigInt(xmin ?? 0),
    xmax: BigInt(xmax ?? 0),
    running: new Set(running ? running.split(",").map(BigInt) : []),
  };
}

/** Whether the snapshot sees what the transaction did, given that it committed. */
export function sees({ xmin, xmax, running }: Snapshot, xid: bigint): boolean {
  return xid < xmin || (xid < xmax && !running.has(xid));
}
