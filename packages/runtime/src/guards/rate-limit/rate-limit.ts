import { LRUCache } from "lru-cache";

/** Slots into which a window is cut. More of them give places back sooner, and cost memory for each caller. */
const slotsPerWindow = 12;
/** The window's slots, and the one that is only partly behind. */
const slots = slotsPerWindow + 1;
/** Callers that are remembered; the one not seen for longest is forgotten first. About 250 bytes each. */
const mostCallers = 20_000;

export interface RateLimitOptions {
  /** What it is called in the headers, where a request is held to several limits: `default` unless told. */
  readonly name?: string | undefined;
  /** Requests that one caller may make in any window. */
  readonly requests: number;
  /** Length of the window in milliseconds. */
  readonly windowMs: number;
  /** Milliseconds since any fixed moment, never running backwards by much; `Date.now` unless told. */
  readonly clock?: (() => number) | undefined;
  /** Callers that are remembered at the same time: 20,000 unless told. */
  readonly callers?: number | undefined;
}

/** What a caller may still do. */
export interface RateLimitVerdict {
  readonly allowed: boolean;
  /** Requests in a window. */
  readonly limit: number;
  /** Requests that may follow at once. */
  readonly remaining: number;
  /** Seconds, rounded up, until all of the limit is there again if nothing follows. */
  readonly resetSeconds: number;
  /** Seconds, rounded up, until a request is allowed; 0 while one is. */
  readonly retrySeconds: number;
}

export interface RateLimit {
  /** Counts one request of a caller, unless it is refused: what is refused does not count. */
  take(key: string): RateLimitVerdict;
  readonly name: string;
  /** Its part of `RateLimit-Policy`, always the same. */
  readonly policy: string;
}

interface Caller {
  readonly counts: Uint32Array;
  /** The newest slot that is counted, numbered since the beginning of the clock. */
  slot: number;
  total: number;
}

/**
 * Limits what each caller may do, in the memory of this process.
 *
 * The promise: in **any** span of `windowMs`, wherever it begins, no more than `requests` of one caller are allowed.
 * (A fixed window and a token bucket both let nearly twice as many through.) The price: a request gives its place
 * back after `windowMs` to `windowMs * 13/12`, so that a caller at a steady pace gets at least 12/13 of the limit.
 *
 * The counter is a window that slides by slots: requests are counted in slots of a twelfth of the window, and the
 * newest thirteen slots, which always cover a whole window, are added up. The promise ends where a caller is
 * forgotten because 20,000 others were seen since.
 *
 * @throws `RangeError` where `requests` or `windowMs` is not a whole number above zero.
 */
export function createRateLimit(options: RateLimitOptions): RateLimit {
  const { requests, windowMs, name = "default", clock = Date.now } = options;
  for (const [what, value] of Object.entries({ requests, windowMs })) {
    if (!Number.isSafeInteger(value) || value < 1) {
      throw new RangeError(`A rate limit's ${what} is ${value}; expected a whole number above zero.`);
    }
  }
  const width = windowMs / slotsPerWindow;
  const callers = new LRUCache<string, Caller>({ max: options.callers ?? mostCallers });

  return {
    name,
    policy: `"${name}";q=${requests};w=${Math.ceil(windowMs / 1_000)}`,
    take(key) {
      const now = clock();
      const slot = Math.floor(now / width);
      let caller = callers.get(key);
      if (caller === undefined) {
        caller = { counts: new Uint32Array(slots), slot, total: 0 };
        callers.set(key, caller);
      } else if (slot > caller.slot) {
        slide(caller, slot);
      }
      const allowed = caller.total < requests;
      if (allowed) {
        const at = caller.slot % slots;
        caller.counts[at] = (caller.counts[at] ?? 0) + 1;
        caller.total += 1;
      }
      const remaining = requests - caller.total;
      return {
        allowed,
        limit: requests,
        remaining,
        resetSeconds: secondsUntil(freeAt(newest(caller), width), now),
        retrySeconds: allowed ? 0 : secondsUntil(freeAt(oldest(caller), width), now),
      };
    },
  };
}

/** Moves a caller's window on, and forgets what it leaves behind. */
function slide(caller: Caller, slot: number): void {
  const passed = Math.min(slot - caller.slot, slots);
  for (let n = 1; n <= passed; n += 1) {
    const at = (caller.slot + n) % slots;
    caller.total -= caller.counts[at] ?? 0;
    caller.counts[at] = 0;
  }
  caller.slot = slot;
}

function newest(caller: Caller): number {
  let slot = caller.slot;
  while (slot > caller.slot - slotsPerWindow && caller.counts[slot % slots] === 0) slot -= 1;
  return slot;
}

function oldest(caller: Caller): number {
  let slot = caller.slot - slotsPerWindow;
  while (slot < caller.slot && caller.counts[slot % slots] === 0) slot += 1;
  return slot;
}

/** When what was counted in a slot is forgotten. */
function freeAt(slot: number, width: number): number {
  return (slot + slots) * width;
}

function secondsUntil(moment: number, now: number): number {
  return Math.max(1, Math.ceil((moment - now) / 1_000));
}
