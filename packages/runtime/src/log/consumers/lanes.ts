/**
 * What one step of a lane came to: there is more to do (`again`), nothing now (`rest`), or the next step has to be made while no
 * other lane makes one (`alone`).
 */
export type Step = "again" | "rest" | "alone";

/** Lanes of work that run beside one another, each one step at a time. */
export interface Lanes {
  /** Has a lane make a step soon. Does nothing where it is to make one already. */
  wake(lane: string): void;
  /** Steps that are under way. */
  readonly active: number;
  /** Makes no further step, and resolves when those under way are over. */
  stop(): Promise<void>;
}

export interface LanesOptions {
  /** How many steps may be under way at a time. */
  readonly workers: number;
  readonly step: (lane: string, isAlone: boolean) => Promise<Step>;
  /** Called once, with what a step throws; no further step is made then. */
  readonly failed: (error: unknown) => void;
}

/**
 * A lane is ready, running or at rest. One that is woken while it runs becomes ready again. Ready lanes take turns, so that one with much
 * to do does not hold up the others.
 */
export function createLanes({ workers, step, failed }: LanesOptions): Lanes {
  const ready = new Set<string>();
  const alone: string[] = [];
  const running = new Map<string, { isWoken: boolean }>();
  const whenQuiet: (() => void)[] = [];
  let isStopped = false;
  let isExclusive = false;

  const run = async (lane: string, isAlone: boolean) => {
    const state = { isWoken: false };
    running.set(lane, state);
    isExclusive = isAlone;
    let came: Step = "rest";
    try {
      came = await step(lane, isAlone);
    } catch (error) {
      if (!isStopped) failed(error);
      isStopped = true;
    }
    running.delete(lane);
    if (isAlone) isExclusive = false;
    if (came === "alone") alone.push(lane);
    else if (came === "again" || state.isWoken) ready.add(lane);
    if (running.size === 0) for (const resolve of whenQuiet.splice(0)) resolve();
    start();
  };
  const start = () => {
    if (isStopped || isExclusive) return;
    const [first] = alone;
    if (first !== undefined) {
      if (running.size > 0) return;
      alone.shift();
      ready.delete(first);
      void run(first, true);
      return;
    }
    for (const lane of ready) {
      if (running.size >= workers || isStopped) return;
      ready.delete(lane);
      void run(lane, false);
    }
  };

  return {
    get active() {
      return running.size;
    },
    wake(lane) {
      const state = running.get(lane);
      if (state) state.isWoken = true;
      else if (!alone.includes(lane)) ready.add(lane);
      start();
    },
    async stop() {
      isStopped = true;
      if (running.size > 0) await new Promise<void>((resolve) => whenQuiet.push(resolve));
    },
  };
}
