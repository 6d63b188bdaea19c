/** What asks a process to stop: Ctrl-C, an orchestrator, a closed terminal. */
const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

export interface ToldToStop {
  /** The first signal. */
  readonly first: Promise<string>;
  /** The second: whoever sends it does not want to wait. */
  readonly second: Promise<string>;
}

/**
 * Takes the signals that ask to stop. A terminal sends Ctrl-C to a whole group of processes, and a shell or npm in
 * front may pass it on once more: what follows within a moment is the same one.
 */
export function whenToldToStop(): ToldToStop {
  const SAME_MS = 300;
  let firstAt: number | undefined;
  let tellFirst: (signal: string) => void = () => {};
  let tellSecond: (signal: string) => void = () => {};
  const first = new Promise<string>((resolve) => {
    tellFirst = resolve;
  });
  const second = new Promise<string>((resolve) => {
    tellSecond = resolve;
  });
  for (const signal of signals) {
    process.on(signal, () => {
      const now = performance.now();
      if (firstAt === undefined) {
        firstAt = now;
        tellFirst(signal);
      } else if (now - firstAt > SAME_MS) {
        tellSecond(signal);
      }
    });
  }
  return { first, second };
}
