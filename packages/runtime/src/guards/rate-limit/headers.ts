import type { RateLimit, RateLimitVerdict } from "./rate-limit.js";

/**
 * The headers that tell a caller where it stands, names and values in turn, as structured fields (RFC 9651) of
 * draft-ietf-httpapi-ratelimit-headers: `RateLimit-Policy: "default";q=600;w=60`, `RateLimit: "default";r=599;t=42`,
 * and `Retry-After` (RFC 9110) once nothing is left.
 */
export function rateLimitHeaders(
  limit: Pick<RateLimit, "policy">,
  verdict: RateLimitVerdict,
): readonly string[] {
  const state = `"default";r=${verdict.remaining};t=${verdict.resetSeconds}`;
  return verdict.allowed
    ? ["RateLimit-Policy", limit.policy, "RateLimit", state]
    : ["RateLimit-Policy", limit.policy, "RateLimit", state, "Retry-After", String(verdict.retrySeconds)];
}
