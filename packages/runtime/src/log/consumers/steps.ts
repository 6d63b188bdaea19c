import type { Facts } from "../../facts.js";
import { beginAttempt, type Delivery, endAttempt, firstLetter } from "../../postgres/consumers/index.js";
import type { WorkerTurn } from "../workers.js";
import type { Consumer } from "./consumer.js";
import type { Step } from "./lanes.js";
import { afterFailure, backoffAfter, isPoison, isSuspect } from "./retry.js";
import { CursorLost, Postponed, type Settle } from "./settle.js";

/** What is known of a lane that has something to do. */
interface Lane {
  /** Entries of the log, in order. */
  readonly fresh: Delivery[];
  /** Whether letters of it may wait in the database: what is fresh comes after them. */
  hasLetters: boolean;
  /** How often in a row it was put off. */
  postponed: number;
}

/** The work of a consumer, by lanes. */
export interface Steps {
  /** Takes an entry of the log. The caller wakes its lane. */
  add(lane: string, entry: Delivery): void;
  /** Says that letters of a lane may wait. The caller wakes it. */
  hasLetters(lane: string): void;
  /** Lanes that are known to have letters. */
  readonly waiting: ReadonlySet<string>;
  step(lane: string, isAlone: boolean): Promise<Step>;
}

export interface StepsOptions {
  readonly consumer: Consumer;
  readonly turn: WorkerTurn;
  readonly settle: Settle;
  readonly facts: Facts;
  /** Whether an entry may have been under way when another process ended: it is kept as a letter before it is handled. */
  readonly isDoubtful: (position: number) => boolean;
  /** An entry of the log is taken care of. */
  readonly done: (position: number) => void;
  /** Has a lane woken after so many milliseconds. */
  readonly later: (lane: string, milliseconds: number) => void;
}

/** Milliseconds until what was put off is tried again, and how often that is done for one entry whose handling had begun. */
const patience = { first: 50, last: 5_000, attempts: 20 };
const processEnded = "The process ended while it handled this.";

/**
 * The life of an entry:
 *
 *     fresh ── handled ──► done
 *     fresh ── failed ──► retrying       fresh, with letters in its lane ──► parked
 *     retrying ── handled ──► gone; the next letter of the lane follows
 *     retrying ── failed, or its process ended ──► retrying, after a while ── attempts used up ──► dead
 *     dead ── replayed by a person ──► retrying        dead ── skipped by a person ──► gone
 */
export function createSteps(options: StepsOptions): Steps {
  const { consumer, turn, settle, facts, isDoubtful, done, later } = options;
  const { service, name, retry } = consumer;
  const place = { schema: consumer.schema, consumer: name };
  const held = { cursor: turn.cursor.name, generation: turn.generation };
  const lanes = new Map<string, Lane>();
  const waiting = new Set<string>();

  const laneOf = (key: string): Lane => {
    const found = lanes.get(key) ?? { fresh: [], hasLetters: false, postponed: 0 };
    lanes.set(key, found);
    return found;
  };
  const note = (key: string, lane: Lane, hasLetters: boolean) => {
    lane.hasLetters = hasLetters;
    if (hasLetters) waiting.add(key);
    else waiting.delete(key);
    if (!hasLetters && lane.fresh.length === 0) lanes.delete(key);
  };
  const told = ({ subject, position }: Delivery) => ({ service, consumer: name, subject, position });
  const handled = (entry: Delivery, since: number) => {
    if (facts.heard)
      facts.report({ fact: "consumer.handled", ...told(entry), milliseconds: performance.now() - since });
  };
  const failed = (entry: Delivery, attempts: number, error: unknown) => {
    const words = consumer.describeError(error).replaceAll("\u0000", "");
    const ending = afterFailure(attempts, words, retry);
    if (ending.state === "dead") facts.report({ fact: "consumer.dead", ...told(entry), attempts, error });
    else facts.report({ fact: "consumer.failed", ...told(entry), attempts, wait: ending.wait, error });
    return ending;
  };
  /** What is no fault of the entry's is tried again without being counted, unless it never comes to an end. */
  const isPutOff = (lane: Lane, error: unknown): boolean =>
    error instanceof Postponed && !(error.hasBegun && lane.postponed >= patience.attempts);
  const reasonOf = (error: unknown) => (error instanceof Postponed ? error.cause : error);

  const fresh = async (key: string, lane: Lane, entry: Delivery): Promise<Step> => {
    const since = performance.now();
    let hasLetters = lane.hasLetters;
    if (hasLetters || isDoubtful(entry.position)) {
      await settle.keep(entry, key, { state: "parked", error: undefined, wait: 0 }, false);
      hasLetters = true;
    } else {
      try {
        if (await settle.entry(entry)) handled(entry, since);
        else hasLetters = (await firstLetter(turn.client, place, key)) !== undefined;
      } catch (error) {
        if (error instanceof CursorLost || isPutOff(lane, error)) throw error;
        const ending = failed(entry, 1, reasonOf(error));
        await settle.keep(entry, key, ending, true);
        hasLetters = true;
        if (ending.state === "retrying") later(key, ending.wait);
      }
    }
    lane.fresh.shift();
    lane.postponed = 0;
    note(key, lane, hasLetters);
    done(entry.position);
    return "again";
  };

  const letter = async (key: string, lane: Lane, isAlone: boolean): Promise<Step> => {
    const since = performance.now();
    const first = await firstLetter(turn.client, place, key);
    if (!first) {
      note(key, lane, false);
      return lane.fresh.length > 0 ? "again" : "rest";
    }
    if (first.state === "dead") return "rest";
    if (first.state === "retrying" && first.wait > 0) {
      later(key, first.wait);
      return "rest";
    }
    if (isPoison(first)) {
      const ending = { state: "dead", error: processEnded, wait: 0 } as const;
      await endAttempt(turn.client, place, first, { ...held, ending, counts: "crash" });
      facts.report({ fact: "consumer.dead", ...told(first), attempts: first.attempts, error: undefined });
      return "rest";
    }
    // Whatever ended a process is tried while nothing else is, so that nothing else is blamed for it.
    if (isSuspect(first) && !isAlone) return "alone";
    const attempts = first.attempts + 1;
    if (!(await beginAttempt(turn.client, place, first, { ...held, wait: backoffAfter(attempts, retry) }))) {
      later(key, patience.first);
      return "rest";
    }
    try {
      if (await settle.letter(first)) handled(first, since);
      lane.postponed = 0;
      return "again";
    } catch (error) {
      if (error instanceof CursorLost) throw error;
      const isOff = isPutOff(lane, error);
      const ending = isOff
        ? ({ state: "retrying", error: first.error, wait: 0 } as const)
        : failed(first, first.failures + 1, reasonOf(error));
      await endAttempt(turn.client, place, first, {
        ...held,
        ending,
        counts: isOff ? "nothing" : "failure",
      });
      if (isOff) throw error;
      if (ending.state === "retrying") later(key, ending.wait);
      return "rest";
    }
  };

  return {
    add(key, entry) {
      laneOf(key).fresh.push(entry);
    },
    hasLetters(key) {
      note(key, laneOf(key), true);
    },
    waiting,
    async step(key, isAlone) {
      const lane = lanes.get(key);
      if (!lane) return "rest";
      try {
        const [first] = lane.fresh;
        if (first) return await fresh(key, lane, first);
        return lane.hasLetters ? await letter(key, lane, isAlone) : "rest";
      } catch (error) {
        if (!(error instanceof Postponed)) throw error;
        lane.postponed += 1;
        later(key, backoffAfter(Math.min(lane.postponed, 20), patience));
        return "rest";
      }
    },
  };
}
