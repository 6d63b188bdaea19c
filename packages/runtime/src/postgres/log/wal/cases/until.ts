import { setTimeout as wait } from "node:timers/promises";

/** Waits for a condition. Making a slot waits for every transaction of the server, those of other tests too: hence the long deadline. */
export async function until(
  what: string,
  holds: () => Promise<boolean> | boolean,
  most = 100_000,
): Promise<void> {
  const deadline = performance.now() + most;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`In ${most} ms it did not come to be: ${what}.`);
    await wait(10);
  }
}
