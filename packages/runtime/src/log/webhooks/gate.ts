/**
 * How many may do something at a time. Those that have failed before have a part of the places only, so that they never take all. Tenants
 * take turns: however many of one wait, another's is next but one of each.
 */
export interface Gate {
  /** Resolves when there is a place, which {@link leave} gives back. */
  enter(isFailing: boolean, tenant?: string): Promise<void>;
  leave(isFailing: boolean): void;
}

export function createGate(places: number, forFailing: number): Gate {
  const waiting = { sound: createRound(), failing: createRound() };
  let taken = 0;
  let failing = 0;
  const admit = () => {
    while (taken < places) {
      const isSound = !waiting.sound.isEmpty;
      if (!isSound && (waiting.failing.isEmpty || failing >= forFailing)) return;
      const next = (isSound ? waiting.sound : waiting.failing).take();
      taken += 1;
      if (!isSound) failing += 1;
      next?.();
    }
  };
  return {
    enter(isFailing, tenant = "") {
      return new Promise((resolve) => {
        waiting[isFailing ? "failing" : "sound"].add(tenant, resolve);
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

/** Those who wait, by tenant: the one that was served last stands last. */
function createRound() {
  const tenants = new Map<string, (() => void)[]>();
  return {
    get isEmpty() {
      return tenants.size === 0;
    },
    add(tenant: string, begin: () => void) {
      const own = tenants.get(tenant);
      if (own) own.push(begin);
      else tenants.set(tenant, [begin]);
    },
    take(): (() => void) | undefined {
      for (const [tenant, own] of tenants) {
        const next = own.shift();
        tenants.delete(tenant);
        if (own.length > 0) tenants.set(tenant, own);
        return next;
      }
      return undefined;
    },
  };
}
