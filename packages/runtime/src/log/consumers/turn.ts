import { setTimeout as delay } from "node:timers/promises";
import { LintelError } from "../../errors.js";
import type { Facts } from "../../facts.js";
import { countLetters, pruneInbox, waitingLanes } from "../../postgres/consumers/index.js";
import type { ServiceDatabase } from "../../postgres/index.js";
import type { LogEntry } from "../../postgres/log/index.js";
import { createBell } from "../bell.js";
import type { LogPosition } from "../position.js";
import type { LogReader } from "../reader.js";
import type { WorkerTurn } from "../workers.js";
import { reportLag } from "./behind.js";
import { type Consumer, mostWaiting, window } from "./consumer.js";
import { laneOf } from "./lane-of.js";
import { createLanes } from "./lanes.js";
import { createProgress } from "./progress.js";
import { createSettle } from "./settle.js";
import { createSteps } from "./steps.js";

export interface TurnTools {
  readonly database: ServiceDatabase;
  readonly reader: LogReader;
  readonly facts: Facts;
}

/** Milliseconds between two writes of the cursor, and between two looks at what waits. */
const pace = { advance: 20, look: 1_000 };
/** Entries after which those in the inbox that nobody asks for any more are thrown away. */
const pruned = 200;
/** Entries of a page: no more are held beyond the window. */
const page = 500;
/** What reading cannot go on after, until a person has moved the cursor. */
const lostPlace: readonly string[] = ["LOG_POSITION_GONE", "LOG_POSITION_AHEAD", "LOG_EPOCH_OTHER"];

/**
 * Works for a consumer from where its cursor stands, until the turn ends: reads, has each entry handled in its lane, keeps how far
 * everything is done, and looks once a second at the letters, which a person may have changed.
 */
export async function runTurn(consumer: Consumer, tools: TurnTools, turn: WorkerTurn): Promise<void> {
  const { facts, reader, database } = tools;
  const { service, name } = consumer;
  const place = { schema: consumer.schema, consumer: name };
  const ended = new AbortController();
  const end = () => ended.abort();
  turn.signal.addEventListener("abort", end);
  if (turn.signal.aborted) end();
  let failure: unknown;
  const fail = (error: unknown) => {
    failure ??= error;
    end();
  };
  const { signal } = ended;

  const from = await beginning(consumer, reader, turn);
  await pruneInbox(turn.client, place, from);
  const progress = createProgress(from.position);
  const moved = createBell();
  const kept = createBell();
  const emptied = createBell();
  let persisted = from.position;
  let isFull = false;
  let halted = false;
  const halt = (reason: "waiting" | "position", error?: unknown) => {
    if (!halted) facts.report({ fact: "consumer.halted", service, consumer: name, reason, error });
    halted = true;
  };

  const timers = new Map<string, NodeJS.Timeout>();
  const steps = createSteps({
    consumer,
    turn,
    settle: createSettle(consumer, database, turn),
    facts,
    isDoubtful: (position) => turn.abandonedBy !== undefined && position <= from.position + window,
    done(position) {
      progress.end(position);
      moved.ring();
      emptied.ring();
    },
    later(lane, milliseconds) {
      clearTimeout(timers.get(lane));
      const wake = () => {
        timers.delete(lane);
        lanes.wake(lane);
      };
      timers.set(lane, setTimeout(wake, milliseconds));
    },
  });
  const lanes = createLanes({ workers: consumer.workers, step: steps.step, failed: fail });

  const look = async () => {
    const counts = await countLetters(turn.client, place);
    const letters = counts.retrying + counts.dead + counts.parked;
    const waiting = letters > 0 ? await waitingLanes(turn.client, place) : [];
    const found = new Set<string>();
    for (const { lane, state, wait } of waiting) {
      found.add(lane);
      const isKnown = steps.waiting.has(lane);
      if (!isKnown) steps.hasLetters(lane);
      if (state !== "dead" && wait === 0) lanes.wake(lane);
    }
    for (const lane of steps.waiting) if (!found.has(lane)) lanes.wake(lane);
    isFull = waiting.length >= mostWaiting.lanes || letters >= mostWaiting.letters;
    kept.ring();
    return counts;
  };
  const watch = async () => {
    while (!signal.aborted) {
      const counts = await look();
      const head = await reader.head().catch(() => undefined);
      if (head) reportLag(facts, consumer, { progress, head: head.position, counts, isHalted: halted });
      await delay(pace.look, undefined, { signal }).catch(() => {});
    }
  };
  const keep = async () => {
    let prunedTo = from.position;
    const advance = async () => {
      const to = progress.low;
      if (to === persisted || !(await turn.advance({ epoch: from.epoch, position: to }))) return;
      persisted = to;
      kept.ring();
      if (to - prunedTo < pruned && progress.oldest !== undefined) return;
      await pruneInbox(turn.client, place, { epoch: from.epoch, position: to });
      prunedTo = to;
    };
    while (!signal.aborted) {
      await moved.wait(pace.look);
      await advance();
      await delay(pace.advance, undefined, { signal }).catch(() => {});
    }
    await lanes.stop();
    await advance();
  };
  /** A truncation is told after all that came before it, and ahead of what follows. */
  const quiet = async () => {
    while (!signal.aborted && progress.low < progress.high) await emptied.wait(pace.look);
  };
  const take = (entry: LogEntry) => {
    progress.begin(entry.position, entry.transaction.committedAt);
    if (!consumer.isWanted(entry)) {
      progress.end(entry.position);
      moved.ring();
      return;
    }
    const { transaction: _, ...rest } = entry;
    const lane = laneOf(entry);
    steps.add(lane, { ...rest, epoch: from.epoch });
    lanes.wake(lane);
  };
  const room = async (position: number) => {
    while (!signal.aborted && (position > persisted + window || isFull)) {
      if (isFull) halt("waiting");
      await kept.wait(pace.look);
    }
    halted = false;
  };
  const read = async () => {
    const next = { epoch: from.epoch, position: from.position + 1 };
    for await (const { entries } of reader.pages(next, signal, { count: page })) {
      for (const entry of entries) {
        await room(entry.position);
        if (signal.aborted) return;
        if (entry.kind === "truncate") await quiet();
        take(entry);
        if (entry.kind === "truncate") await quiet();
      }
    }
  };
  const reading = async () => {
    try {
      await read();
    } catch (error) {
      if (!(error instanceof LintelError && lostPlace.includes(error.code))) throw error;
      halt("position", error);
    }
  };
  signal.addEventListener("abort", () => {
    for (const bell of [moved, kept, emptied]) bell.ring();
  });
  try {
    // Which lanes have letters is known before anything is handled that would come after them.
    await look();
    await Promise.all([reading(), watch(), keep()].map((work) => work.catch(fail)));
  } finally {
    turn.signal.removeEventListener("abort", end);
    end();
    await lanes.stop();
    for (const timer of timers.values()) clearTimeout(timer);
    reportLag(facts, consumer, undefined);
  }
  if (failure !== undefined && !turn.signal.aborted) throw failure;
}

/** Where the consumer goes on. It is kept before anything is read, so that a first turn that ends early begins at the same place again. */
async function beginning(consumer: Consumer, reader: LogReader, turn: WorkerTurn): Promise<LogPosition> {
  if (turn.epoch !== undefined) return { epoch: turn.epoch, position: turn.position };
  const { epoch, position, firstKept } = await reader.head();
  const from = { epoch, position: consumer.start === "now" ? position : firstKept - 1 };
  await turn.advance(from);
  return from;
}
