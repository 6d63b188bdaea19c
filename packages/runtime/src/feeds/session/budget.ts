/** What a connection may ask for: so much a second, and twice that at once. */
export interface Budget {
  /** Takes a part; false where none is left. */
  take(cost: number): boolean;
}

/**
 * A bucket that fills by `perSecond` and holds twice as much, or `atOnce` where that is more.
 *
 * @param clock Milliseconds that only go forward.
 */
export function createBudget(perSecond: number, atOnce: number, clock: () => number): Budget {
  const most = Math.max(perSecond * 2, atOnce);
  let left = most;
  let at = clock();
  return {
    take(cost) {
      const now = clock();
      left = Math.min(most, left + ((now - at) / 1_000) * perSecond);
      at = now;
      if (left < cost) return false;
      left -= cost;
      return true;
    },
  };
}
