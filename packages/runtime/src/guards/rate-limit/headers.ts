import type { RateLimit, RateLimitVerdict } from "./rate-limit.js";

/** A limit that a request is held to, and what it says of the request. */
export interface Counted {
  readonly limit: Pick<RateLimit, "name" | "policy">;
  readonly verdict: RateLimitVerdict;
}

/**
 * The headers that tell a caller where it stands, names and values in turn, as structured fields (RFC 9651) of
 * draft-ietf-httpapi-ratelimit-headers: `RateLimit-Policy: "default";q=600;w=60`, `RateLimit: "default";r=599;t=42`,
 * and `Retry-After` (RFC 9110) once nothing is left. Where a request is held to several limits, each has its place in both.
 */
export function rateLimitHeaders(first: Counted, ...others: readonly Counted[]): readonly string[] {
  let policies = first.limit.policy;
  let states = stateOf(first);
  let retry = first.verdict.retrySeconds;
  for (const other of others) {
    policies += `, ${other.limit.policy}`;
    states += `, ${stateOf(other)}`;
    retry = Math.max(retry, other.verdict.retrySeconds);
  }
  const headers = ["RateLimit-Policy", policies, "RateLimit", states];
  return retry === 0 ? headers : [...headers, "Retry-After", String(retry)];
}

function stateOf({ limit, verdict }: Counted): string {
  return `"${limit.name}";r=${verdict.remaining};t=${verdict.resetSeconds}`;
}
