import { setTimeout as delay, setImmediate as turn } from "node:timers/promises";

/** How often it is asked whether requests are still being worked on, and for how long in all they are let pass. */
const interval = 2;
const patience = 2_000;

/**
 * Gives back a function that resolves when nobody is being answered. Those who ask often are let pass for two seconds
 * in all: what waits for a quiet moment is done then, busy or not.
 */
export function whenIdle(inFlight: () => number): () => Promise<void> {
  let waited = 0;
  return async () => {
    await turn();
    while (inFlight() > 0 && waited < patience) {
      await delay(interval);
      waited += interval;
    }
  };
}
