import type { Transaction } from "../../postgres/index.js";

export interface SweepOptions {
  /** Milliseconds for which a key is kept; 24 hours unless told. */
  readonly olderThan?: number | undefined;
  /** Keys to forget in one transaction at most; 1,000 unless told. */
  readonly batch?: number | undefined;
}

const sweepOld = `
  with old as materialized (
    select scope, key
    from idempotency_keys
    where created_at < now() - make_interval(secs => $1::double precision)
    order by created_at
    limit $2::integer
    for update skip locked
  )
  delete from idempotency_keys as kept
  using old
  where kept.scope = old.scope and kept.key = old.key
  returning 1
`;

/**
 * Forgets the oldest keys that are past their time, and gives back how many. As many as `batch` means that there
 * may be more: call it again in a new transaction. Two processes may sweep at the same time.
 */
export async function sweepIdempotencyKeys(
  transaction: Pick<Transaction, "run">,
  options: SweepOptions = {},
): Promise<number> {
  const { olderThan = 24 * 3_600_000, batch = 1_000 } = options;
  const rows = await transaction.run({
    name: "lintel_idempotency_sweep",
    text: sweepOld,
    values: [olderThan / 1_000, batch],
  });
  return rows.length;
}
