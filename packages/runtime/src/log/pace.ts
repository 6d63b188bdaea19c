import type { Advance } from "./source.js";

/** Milliseconds from the beginning of a step to that of the next, at the least. */
const apart = 3;
/** Milliseconds of rest at most: so long the positions of what is committed meanwhile may be late, on a machine that is busy anyway. */
const longest = 20;
/** Events that wait from which on there is no rest: as fast as it goes, until they are fewer. */
const backlog = 1_000;

/**
 * Milliseconds to rest when it is `elapsed` milliseconds since a step began. A step costs much the same for one transaction as for a
 * hundred, and while writers keep the machine busy there is always another one by the time that a step is done: without a rest it would
 * be one step after another, each for few, at the cost of the writers. So it rests as long as it has worked: on a quiet machine a step
 * takes a millisecond or two and the rest is hardly longer than the pause that there is anyway; the busier the machine, the more
 * transactions a step has.
 */
export function restAfter(elapsed: number, { worked, waiting }: Pick<Advance, "worked" | "waiting">): number {
  if (waiting >= backlog) return 0;
  return Math.max(0, apart - elapsed, Math.min(worked, longest));
}
