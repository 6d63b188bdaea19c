/** Lets so many at once do something; others wait for their turn, in the order in which they came. */
export function createTurns(atOnce: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let busy = 0;
  return async (work) => {
    if (busy >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
    else busy += 1;
    try {
      return await work();
    } finally {
      // The place goes to whoever waits longest: nobody who comes in between takes it.
      const next = waiting.shift();
      if (next) next();
      else busy -= 1;
    }
  };
}
