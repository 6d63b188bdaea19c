import { failure } from "../../errors.js";
import type { Transaction } from "../../postgres/index.js";

/** What a request was answered with. */
export interface Answer {
  readonly status: number;
  readonly headers: { readonly [name: string]: string };
  readonly body: string;
}

/** An answer, and whether it is one that was given before. */
export type OnceAnswer = Answer & { readonly replayed: boolean };

export interface OnceRequest {
  /** Whose key it is: keys of two callers never meet. */
  readonly scope: string;
  /** As `parseIdempotencyKey` gives it. */
  readonly key: string;
  /** As `fingerprint` gives it. */
  readonly fingerprint: Uint8Array;
}

/** The header of an answer that was given before. */
const replayedHeader = "Idempotency-Replayed";
/** Seconds after which to try again while the first request is still running. */
const retryAfter = "1";

/** The advisory lock that a request holds as long as it runs: SQL of the scope ($1) and the key ($2). */
export const keyLock = "hashtextextended('lintel idempotency ' || $1 || chr(10) || $2, 0)";

/**
 * Locks the key, reserves it, and reads what is kept under it, in one round trip.
 *
 * The lock is there so that a second request is told at once that the first is still running, instead of waiting
 * for it. The row is there because the statement sees the table as it was before it got the lock: whoever committed
 * in between is found by the primary key. It also stands for the promise, whatever happens to the lock.
 */
const reserve = `
  with attempt as materialized (
    select pg_try_advisory_xact_lock(${keyLock}) as locked
  ),
  reserved as (
    insert into idempotency_keys (scope, key, fingerprint)
    select $1, $2, $3
    from attempt
    where locked
    on conflict (scope, key) do nothing
    returning true as first
  )
  select
    attempt.locked,
    coalesce(reserved.first, false) as first,
    kept.fingerprint = $3 as same,
    kept.status,
    kept.headers,
    kept.body
  from attempt
  left join reserved on true
  left join idempotency_keys as kept on kept.scope = $1 and kept.key = $2
`;

const read = `
  select fingerprint = $3 as same, status, headers, body
  from idempotency_keys
  where scope = $1 and key = $2
`;

const keep = `
  update idempotency_keys
  set status = $3, headers = $4::jsonb, body = $5
  where scope = $1 and key = $2
`;

interface Kept {
  readonly same: boolean | null;
  readonly status: number | null;
  readonly headers: { readonly [name: string]: string } | null;
  readonly body: string | null;
}

/**
 * Does `work` once for a key, in the transaction in which its effects are: the answer is kept exactly when they
 * are. The same request again gets the same answer, with `Idempotency-Replayed: true` among its headers.
 *
 * An answer is kept when `work` returns it. When `work` throws, the transaction is undone and the key with it, so
 * that a request that failed can be sent again under the same key and runs again. That includes refusals: a 422
 * because stock ran out is asked anew, and may succeed by then.
 *
 * A key of one scope has one effect, for as long as it is kept, however many requests come at the same time and
 * whichever process they reach. Needs the isolation level "read committed", or one above it with retries.
 *
 * @throws `IDEMPOTENCY_KEY_REUSED` (422) where the key was used for another request.
 * @throws `IDEMPOTENCY_IN_PROGRESS` (409, with `Retry-After`) where the first request is still running.
 */
export async function onceInTransaction(
  transaction: Pick<Transaction, "run">,
  request: OnceRequest,
  work: () => Promise<Answer>,
): Promise<OnceAnswer> {
  const values = [request.scope, request.key, request.fingerprint];
  const [state] = await transaction.run<Kept & { readonly locked: boolean; readonly first: boolean }>({
    name: "lintel_idempotency_reserve",
    text: reserve,
    values,
  });
  if (state?.first) {
    const answer = await work();
    await transaction.run({
      name: "lintel_idempotency_keep",
      text: keep,
      values: [request.scope, request.key, answer.status, JSON.stringify(answer.headers), answer.body],
    });
    return { ...answer, replayed: false };
  }
  let kept: Kept | undefined = state;
  if (state?.locked && state.same === null) {
    // Committed between the statement's view of the table and its lock: now it can be seen.
    [kept] = await transaction.run<Kept>({ name: "lintel_idempotency_read", text: read, values });
  }
  if (kept?.same === false) {
    throw failure(
      "IDEMPOTENCY_KEY_REUSED",
      "This Idempotency-Key came before with another method, path or body.",
    );
  }
  if (kept?.same && kept.status !== null) {
    return {
      status: kept.status,
      headers: { ...kept.headers, [replayedHeader]: "true" },
      body: kept.body ?? "",
      replayed: true,
    };
  }
  throw failure("IDEMPOTENCY_IN_PROGRESS", "The first request with this Idempotency-Key has not ended yet.", {
    headers: { "Retry-After": retryAfter },
  });
}
