import { failure } from "../../errors.js";

/** Counts what each of many has, up to a share that nobody may pass. */
export interface Counter {
  /** @throws `FEED_LIMIT_REACHED` where the share is taken, and nothing was counted. */
  add(whose: string): void;
  remove(whose: string): void;
}

/**
 * @param most Of one.
 * @param what In words: `connections of this address`.
 */
export function createCounter(most: number, what: string): Counter {
  const counts = new Map<string, number>();
  return {
    add(whose) {
      const count = counts.get(whose) ?? 0;
      if (count >= most) throw failure("FEED_LIMIT_REACHED", `${most} ${what} are open, the most at a time.`);
      counts.set(whose, count + 1);
    },
    remove(whose) {
      const count = (counts.get(whose) ?? 1) - 1;
      if (count > 0) counts.set(whose, count);
      else counts.delete(whose);
    },
  };
}
