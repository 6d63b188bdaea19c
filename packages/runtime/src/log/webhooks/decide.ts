import type { PostOutcome } from "./post.js";

/** What an endpoint has behind it with the message that it is at. */
export interface Trying {
  /** Attempts made of it before this one. */
  readonly attempts: number;
  /** RFC 3339. */
  readonly failingSince: string | undefined;
}

/** What follows from an attempt. */
export type Verdict =
  | { readonly kind: "delivered" }
  /** Not before `nextAt`, in milliseconds since 1970. */
  | { readonly kind: "again"; readonly nextAt: number }
  /** The receiver wants nothing any more, or has failed for as long as is tried. */
  | { readonly kind: "disable"; readonly reason: "gone" | "failing" };

/** Milliseconds that a receiver may ask to be left alone at most. */
const longestRest = 86_400_000;

/**
 * Decides on an attempt: any 2xx is delivered; 410 says that nothing is wanted here any more; everything else, a redirect too, is tried
 * again after the wait whose turn it is, or after what `Retry-After` asks for where that is longer. `random`, from 0 to 1, makes a
 * wait up to a tenth longer, so that endpoints that failed together do not come back together.
 */
export function decideOn(
  outcome: PostOutcome,
  { attempts }: Trying,
  {
    retries,
    now,
    random,
  }: { readonly retries: readonly number[]; readonly now: number; readonly random: number },
): Verdict {
  const status = outcome.kind === "answered" ? outcome.status : 0;
  if (status >= 200 && status < 300) return { kind: "delivered" };
  if (status === 410) return { kind: "disable", reason: "gone" };
  const wait = retries[attempts];
  if (wait === undefined) return { kind: "disable", reason: "failing" };
  const asked = outcome.kind === "answered" ? restOf(outcome.retryAfter, now) : 0;
  return { kind: "again", nextAt: now + Math.max(Math.round(wait * (1 + random / 10)), asked) };
}

/** Milliseconds that `Retry-After` asks for: seconds or a date (RFC 9110, 10.2.3). 0 for what says neither. */
export function restOf(retryAfter: string | undefined, now: number): number {
  if (retryAfter === undefined) return 0;
  const text = retryAfter.trim();
  const asked = /^\d{1,9}$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - now;
  return Number.isFinite(asked) ? Math.min(Math.max(asked, 0), longestRest) : 0;
}
