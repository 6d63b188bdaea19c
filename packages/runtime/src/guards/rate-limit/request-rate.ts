import { type Counted, rateLimitHeaders } from "./headers.js";
import type { RateLimit } from "./rate-limit.js";

/** How a request stands after it was counted. */
export interface Standing {
  /** Names and values in turn. */
  readonly headers: readonly string[];
  /** The limit that is met, and why the request is refused, in words; undefined where it may go on. */
  readonly exceeded?: { readonly limit: "caller" | "tenant"; readonly detail: string } | undefined;
  /** What it was counted as. */
  readonly counted: readonly Counted[];
}

/** Counts requests for who makes them, and for the tenant whose they are. */
export interface RequestRate {
  /**
   * Counts a request. What the caller's own limit refuses does not count for the tenant: one caller alone cannot use up what all of
   * its tenant have.
   *
   * @param caller As `callerKey` gives it.
   */
  count(caller: string, tenant: string | undefined): Standing;
  /** Counts for its tenant a request whose caller was counted before it was known who it is. */
  countTenant(tenant: string | undefined, before: Standing): Standing;
}

/**
 * Puts the limit of each caller and the limit of all callers of a tenant together. Both count in this process.
 *
 * @param tenants Undefined: a tenant as a whole has no limit.
 */
export function createRequestRate(callers: RateLimit, tenants: RateLimit | undefined): RequestRate {
  const countTenant = (tenant: string | undefined, before: Standing): Standing => {
    if (tenant === undefined || tenants === undefined) return before;
    const verdict = tenants.take(tenant);
    const counted = [...before.counted, { limit: tenants, verdict }];
    const [first, ...others] = counted;
    return {
      headers: first === undefined ? [] : rateLimitHeaders(first, ...others),
      counted,
      exceeded: verdict.allowed
        ? undefined
        : {
            limit: "tenant",
            detail: `The callers of this tenant have made all of their ${verdict.limit} requests of the window.`,
          },
    };
  };
  return {
    count(caller, tenant) {
      const verdict = callers.take(caller);
      const own: Counted = { limit: callers, verdict };
      const standing: Standing = { headers: rateLimitHeaders(own), counted: [own] };
      if (verdict.allowed) return countTenant(tenant, standing);
      const detail = `This caller has made all of the ${verdict.limit} requests of the window.`;
      return { ...standing, exceeded: { limit: "caller", detail } };
    },
    countTenant,
  };
}
