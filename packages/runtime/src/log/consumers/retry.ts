import type { Ending } from "../../postgres/consumers/index.js";

/** How often an entry is tried, and how long is waited in between. Milliseconds. */
export interface Retry {
  readonly attempts: number;
  readonly first: number;
  readonly last: number;
}

/** How often a process may end while it handles one entry: after that the entry counts as what ends it. */
const mostCrashes = 3;

/** Milliseconds to wait after so many attempts: doubled from the first to the last, and between a half and the whole of that. */
export function backoffAfter(attempts: number, { first, last }: Retry, random = Math.random()): number {
  const doubled = Math.min(last, first * 2 ** Math.min(attempts - 1, 40));
  return Math.round(doubled * (0.5 + random / 2));
}

/** What becomes of an entry after an attempt failed: it is tried again, or dead when its attempts are used up. */
export function afterFailure(attempts: number, error: string, retry: Retry): Ending {
  if (attempts >= retry.attempts) return { state: "dead", error, wait: 0 };
  return { state: "retrying", error, wait: backoffAfter(attempts, retry) };
}

/** Whether an entry may have ended a process: an attempt was begun that never came to its end. */
export function isSuspect({ attempts, failures }: { attempts: number; failures: number }): boolean {
  return attempts > failures;
}

/** Whether it has ended so many that it is not tried any more. */
export function isPoison({ attempts, failures }: { attempts: number; failures: number }): boolean {
  return attempts - failures >= mostCrashes;
}
