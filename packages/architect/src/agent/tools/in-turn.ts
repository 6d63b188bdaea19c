import { Refusal } from "./refusal.js";

/** More wait for nobody: whoever sends that many does not look at answers. */
const MOST_WAITING = 64;

/** One thing after another, in the order in which they came. */
export function oneAtATime(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  return async (work) => {
    if (waiting >= MOST_WAITING)
      throw new Refusal(
        "TOO_MANY_CALLS",
        `${MOST_WAITING} calls wait for their turn already.`,
        "Wait for the answers of some, then call again.",
      );
    waiting += 1;
    const mine = last.then(work);
    last = mine.catch(() => {});
    try {
      return await mine;
    } finally {
      waiting -= 1;
    }
  };
}
