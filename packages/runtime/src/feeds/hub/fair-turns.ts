/** Lets so many at once do something, in turn by whom they are for. */
export type FairTurns = <T>(whose: string, work: () => Promise<T>) => Promise<T>;

/**
 * Goes round among those who wait, whoever asked more often: one gets a place before another gets a second time. Nobody has all places,
 * where there is more than one, so that whoever comes next need not wait for one who takes long.
 */
export function createFairTurns(atOnce: number): FairTurns {
  const mostOfOne = Math.max(1, atOnce - 1);
  /** Who waits: those who were served last stand last. */
  const waiting = new Map<string, (() => void)[]>();
  const busy = new Map<string, number>();
  let taken = 0;
  const add = (whose: string, count: number) => {
    const left = (busy.get(whose) ?? 0) + count;
    if (left > 0) busy.set(whose, left);
    else busy.delete(whose);
    taken += count;
  };
  const admit = () => {
    for (const [whose, works] of [...waiting]) {
      if (taken >= atOnce) return;
      if ((busy.get(whose) ?? 0) >= mostOfOne) continue;
      const next = works.shift();
      waiting.delete(whose);
      if (works.length > 0) waiting.set(whose, works);
      if (!next) continue;
      add(whose, 1);
      next();
    }
  };
  return async (whose, work) => {
    await new Promise<void>((resolve) => {
      const works = waiting.get(whose);
      if (works) works.push(resolve);
      else waiting.set(whose, [resolve]);
      admit();
    });
    try {
      return await work();
    } finally {
      add(whose, -1);
      const works = waiting.get(whose);
      waiting.delete(whose);
      if (works) waiting.set(whose, works);
      admit();
    }
  };
}
