import type { Facts } from "../facts.js";

/** The steps of stopping, in the order in which they are taken. */
export interface ShutdownSteps {
  /** Tells those who ask that the process is going: connections close after their next answer. */
  announce?(): void;
  /** Takes no new connections, and resolves when those that are open had a moment to ask. Stopping waits for it. */
  settle?(): void | Promise<void>;
  /** Takes no new connections. May wait for those that are open, but stopping does not wait for it. */
  refuse?(): void | Promise<void>;
  /** How much work is still running, answers on their way included. */
  inFlight(): number;
  /** Ends what is still running past the deadline. */
  abandon?(): unknown;
  /** Gives back what work needed, such as the database, within the milliseconds that it is given. */
  close(deadline: number): void | Promise<void>;
}

export interface ShutdownOptions {
  readonly facts: Facts;
  /** Milliseconds that running work is given. */
  readonly deadline: number;
  /**
   * Milliseconds between being not ready and refusing connections, in which a load balancer notices; 0 unless told.
   * They are taken from the deadline.
   */
  readonly notice?: number | undefined;
}

export interface Shutdown {
  readonly stopping: boolean;
  /**
   * Stops. Resolves when everything is closed, or the deadline is over; never rejects. Called again, it gives the
   * same promise.
   *
   * @param reason For the log: `SIGTERM`.
   */
  stop(reason: string): Promise<void>;
}

/** Milliseconds between two looks at what still runs. */
const pause = 10;
/** What closing is given at least, in milliseconds, when work took all of the time. */
const shortestClose = 1_000;

/**
 * Ends a process without losing work, as a state machine that only goes forward:
 *
 *     running -> stopping (not ready; new work still taken for `notice`)
 *             -> settling (no new connections; what is asked on those that are open is still taken)
 *             -> draining (no new connections; what runs goes on until it ends or the deadline is over)
 *             -> closing  (what still runs is abandoned; the database is closed)
 *             -> stopped
 *
 * Reports `system.stopping` and `system.stopped`. A step that fails does not keep the next from being taken.
 */
export function createShutdown(options: ShutdownOptions, steps: ShutdownSteps): Shutdown {
  const { facts, deadline, notice = 0 } = options;
  let stopped: Promise<void> | undefined;
  let stopping = false;

  const stopOnce = async (reason: string) => {
    stopping = true;
    const began = performance.now();
    const left = () => deadline - (performance.now() - began);
    facts.report({ fact: "system.stopping", reason, inFlight: steps.inFlight() });
    await attempt(() => steps.announce?.());
    if (notice > 0) await delay(Math.min(notice, deadline));
    await atMost(
      left(),
      attempt(() => steps.settle?.()),
    );
    const refusing = attempt(() => steps.refuse?.());
    while (steps.inFlight() > 0 && left() > 0) await delay(Math.min(pause, Math.max(1, left())));
    const abandoned = steps.inFlight();
    if (abandoned > 0) await attempt(() => steps.abandon?.());
    const rest = Math.max(shortestClose, left());
    await atMost(rest, Promise.all([refusing, attempt(() => steps.close(rest))]));
    facts.report({ fact: "system.stopped", milliseconds: performance.now() - began, abandoned });
  };

  return {
    get stopping() {
      return stopping;
    },
    stop(reason) {
      stopped ??= stopOnce(reason);
      return stopped;
    },
  };
}

async function attempt(step: () => unknown): Promise<void> {
  try {
    await step();
  } catch {
    // The process is going anyway: the steps that are left matter more than the one that failed.
  }
}

function delay(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}

async function atMost(milliseconds: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  await Promise.race([work, over]);
  clearTimeout(timer);
}
