/** When a sequencer takes its next step. */
export interface Pace {
  /** Milliseconds to rest before the next step. */
  restAfter(step: TakenStep): number;
}

export interface TakenStep {
  /** Milliseconds that it took; 0 where it found nothing. */
  readonly worked: number;
  /** Events that are known to wait for the next one. */
  readonly waiting: number;
  /** Milliseconds since it began to work, or to look where it found nothing. */
  readonly since: number;
}

/** Milliseconds from the beginning of a step to that of the next, at the least. */
const apart = 5;
/** Milliseconds of rest at most: so long the positions of what is committed meanwhile may be late, on a machine that is busy anyway. */
const longest = 20;
/** Events that wait from which on there is no rest: as fast as it goes, until they are fewer. */
const backlog = 1_000;
/** The part of what is usual that one step makes. */
const part = 1 / 16;

/**
 * A step costs much the same for one transaction as for a hundred, and so does telling followers of it; while writers keep the machine busy there is
 * always another one by the time that a step is done. Without a rest it would be one step after another, each for few, at the cost of the writers. So
 * steps begin twice as far apart as they usually take: the busier the machine, the more transactions a step has.
 *
 * What is usual is an average in which one step counts as twice the usual at most. A step that the disk or the machine held up is followed
 * by the next at once, and not by a rest as long: what was committed meanwhile has waited already.
 */
export function createPace(): Pace {
  let usual = 1;
  return {
    restAfter({ worked, waiting, since }) {
      if (worked > 0) usual += (Math.min(worked, 2 * usual) - usual) * part;
      if (waiting >= backlog) return 0;
      return Math.min(longest, Math.max(0, Math.max(apart, 2 * usual) - since));
    },
  };
}
