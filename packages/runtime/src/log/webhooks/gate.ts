/** How many may do something at a time. Those that have failed before have a part of the places only, so that they never take all. */
export interface Gate {
  /** Resolves when there is a place, which {@link leave} gives back. */
  enter(isFailing: boolean): Promise<void>;
  leave(isFailing: boolean): void;
}

export function createGate(places: number, forFailing: number): Gate {
  const waiting: { readonly [kind in "sound" | "failing"]: (() => void)[] } = { sound: [], failing: [] };
  let taken = 0;
  let failing = 0;
  const admit = () => {
    while (taken < places) {
      const isSound = waiting.sound.length > 0;
      if (!isSound && (waiting.failing.length === 0 || failing >= forFailing)) return;
      const next = (isSound ? waiting.sound : waiting.failing).shift();
      taken += 1;
      if (!isSound) failing += 1;
      next?.();
    }
  };
  return {
    enter(isFailing) {
      return new Promise((resolve) => {
        waiting[isFailing ? "failing" : "sound"].push(resolve);
        admit();
      });
    },
    leave(isFailing) {
      taken -= 1;
      if (isFailing) failing -= 1;
      admit();
    },
  };
}
