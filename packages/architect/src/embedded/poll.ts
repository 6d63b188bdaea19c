import { setTimeout as delay } from "node:timers/promises";

/**
 * Asks `condition` again and again until it answers something other than `undefined`, and returns that;
 * `undefined` when `deadline` milliseconds have passed first.
 */
export async function poll<T>(
  condition: () => T | undefined | Promise<T | undefined>,
  timing: { deadline: number; interval?: number },
): Promise<T | undefined> {
  const end = performance.now() + timing.deadline;
  for (;;) {
    const answer = await condition();
    if (answer !== undefined || performance.now() >= end) return answer;
    await delay(timing.interval ?? 5);
  }
}
