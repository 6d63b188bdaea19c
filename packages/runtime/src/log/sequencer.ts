import type { Facts } from "../facts.js";
import {
  type LogConnection,
  type LogHead,
  leaseTimes,
  releaseLease,
  renewLease,
  ringWrittenBell,
  settleOrigin,
  type Turn,
  takeLease,
} from "../postgres/log/index.js";
import type { Archive } from "./archive/index.js";
import { createBell } from "./bell.js";
import type { FreshPages } from "./fresh.js";
import { createLag } from "./lag.js";
import { createPace } from "./pace.js";
import { type Keeping, retain } from "./retention.js";
import { type OpenSource, snapshotSource } from "./source.js";

/** One process's part in giving positions to what one service commits. */
export interface Sequencer {
  /** Whether this process is the one that gives positions now. */
  readonly isLeading: boolean;
  /** Says that this process has committed something. Costs nothing, however often it is said. */
  committed(): void;
  /**
   * Gives positions to what is left, gives back the lease and ends, within the milliseconds that it is given. To be called
   * when nothing writes any more.
   */
  stop(deadline: number): Promise<void>;
}

export interface SequencerOptions {
  readonly service: string;
  readonly schema: string;
  readonly facts: Facts;
  /** Opens the sequencer's connection, which calls `notified` when another process has committed something. */
  readonly connect: (notified: (payload: string) => void) => Promise<LogConnection>;
  /** Says in the head which process it is. */
  readonly holder: string;
  /** Where it learns what has committed; from snapshots unless told. */
  readonly openSource?: OpenSource | undefined;
  /** Called about each 300 ms or more often, with the connection: whatever is to be looked after beside the order. */
  readonly watch?: ((client: LogConnection) => Promise<void>) | undefined;
  /** Who in this process is given what has just been given positions. */
  readonly fresh?: FreshPages | undefined;
  /** What is kept; everything unless told. */
  readonly keeping?: Keeping | undefined;
  /** Where entries are written before they are thrown away. */
  readonly archive?: Archive | undefined;
}

/** Milliseconds between looks while nothing is found: from the first doubled up to the last. See {@link createPace} for the others. */
const pauses = { first: 4, last: 250 };
/** Milliseconds before a database that was lost is tried again: doubled from the first up to the last. */
const backoff = { first: 50, last: 1_000 };
/** Milliseconds between two looks for what is not kept any more: a part of the time for which it is, within these bounds. */
const cleaning = { part: 24, least: 1_000, most: 60_000 };
/** Milliseconds between two notifications that this process has committed something. */
const bellPause = 5;

/**
 * Takes part in giving positions, for as long as the process lives.
 *
 *     connecting ── connection made ──► standing by ── lease taken ──► leading
 *     leading ── another holds the head ──► standing by
 *     standing by, leading ── connection lost ──► connecting, after a pause that grows
 *     leading ── stop ──► looking until nothing is left ──► lease given back ──► stopped
 *     connecting, standing by ── stop ──► stopped
 *
 * Standing by, it asks for the lease every 300 ms. Leading, it looks at once when this process commits, after a rest where the
 * last look found something, and ever more seldom while nothing is found; what another process commits wakes it by
 * a notification. Every write is fenced by the generation of its lease, so a process that was stopped and goes on, or that
 * thinks that it still leads, writes nothing.
 */
export function startSequencer(options: SequencerOptions): Sequencer {
  const { service, schema, facts, holder, openSource = snapshotSource(), keeping } = options;
  const { watch = async () => {}, archive } = options;
  const { part, least, most } = cleaning;
  const cleanEvery = Math.min(most, Math.max(least, (keeping?.keep ?? most * part) / part));
  const bell = createBell();
  const lag = createLag(service, facts);
  let connection: LogConnection | undefined;
  let isLeading = false;
  let isFailing = false;
  let stopBy: number | undefined;
  let wait = backoff.first;
  let isRinging = false;

  const isOver = () => stopBy !== undefined;
  const run = async (): Promise<void> => {
    while (!isOver()) {
      try {
        connection = await options.connect((payload) => {
          if (payload === schema) bell.ring();
        });
        await standBy(connection);
      } catch (error) {
        if (!isFailing) facts.report({ fact: "log.failed", service, error });
        isFailing = true;
        connection?.destroy(new Error("The sequencer begins anew."));
        if (isOver()) return;
        await bell.wait(wait * (0.5 + Math.random() / 2));
        wait = Math.min(wait * 2, backoff.last);
      }
    }
    if (connection?.alive) await connection.end();
  };

  const standBy = async (client: LogConnection): Promise<void> => {
    while (!isOver()) {
      const head = await takeLease(client, { schema, holder });
      isFailing = false;
      wait = backoff.first;
      if (head) await lead(client, head);
      else {
        await watch(client);
        await bell.wait(leaseTimes.looked);
      }
    }
  };

  const lead = async (client: LogConnection, taken: LogHead): Promise<void> => {
    const head = await settleOrigin(client, schema, taken);
    const { epoch, generation, position } = head;
    facts.report({ fact: "log.sequencer.elected", service, epoch, generation, position });
    isLeading = true;
    lag.begin();
    let reason: "fenced" | "failed" | "stopped" = "failed";
    let cause: unknown;
    try {
      const source = await openSource({ client, schema, head, wake: bell.ring, fresh: options.fresh });
      try {
        const last = await sequence(client, head, (turn, isEnding) =>
          lag.measure(() => source.advance(turn, isEnding)),
        );
        reason = last ? "stopped" : "fenced";
        if (last) await releaseLease(client, schema, last);
      } finally {
        await source.close();
      }
    } catch (error) {
      cause = error;
      // Where only what the order comes from has failed, nobody has to wait for the lease to run out.
      if (client.alive) await releaseLease(client, schema, head).catch(() => {});
      throw error;
    } finally {
      isLeading = false;
      lag.end();
      facts.report({ fact: "log.sequencer.lost", service, generation, reason, error: cause });
    }
  };

  /** Takes steps until it is to stop and nothing is left: gives the last turn then. Undefined where another holds the head. */
  const sequence = async (
    client: LogConnection,
    head: Turn,
    step: (turn: Turn, isEnding: boolean) => ReturnType<Awaited<ReturnType<OpenSource>>["advance"]>,
  ): Promise<Turn | undefined> => {
    const pace = createPace();
    let turn = head;
    let renewed = performance.now();
    let pause = pauses.first;
    let cleanAt = performance.now() + cleanEvery;
    for (;;) {
      const began = performance.now();
      // A step that was under way when it was told to stop may not have seen all.
      const isEnding = isOver();
      const advance = await step(turn, isEnding);
      if (!advance) return undefined;
      const stepped = performance.now();
      turn = advance.turn;
      if (advance.transactions > 0) renewed = began;
      if (performance.now() - renewed > leaseTimes.renewed) {
        const kept = await renewLease(client, schema, turn);
        if (!kept) return undefined;
        turn = kept;
        renewed = performance.now();
      }
      await watch(client);
      // Giving positions comes first, for a while: where it is behind all the time, nothing would ever be thrown away.
      const clean = cleanAt + (advance.isBehind ? cleanEvery : 0);
      if (keeping && performance.now() > clean && !isOver()) {
        const kept = await retain(turn, { client, schema, service, facts, keeping, archive });
        if (!kept) return undefined;
        turn = kept;
        cleanAt = performance.now() + cleanEvery;
      }
      const isDone = advance.transactions === 0 && !advance.isBehind;
      if (isEnding && (isDone || performance.now() > (stopBy ?? 0))) return turn;
      const isEmpty = advance.transactions === 0;
      if (isOver() || (isEmpty && advance.isBehind)) continue;
      if (!isEmpty) pause = pauses.first;
      else {
        await bell.wait(pause);
        pause = Math.min(pause * 2, pauses.last);
      }
      const { worked, waiting } = advance;
      const from = isEmpty ? began : stepped - worked;
      const rest = pace.restAfter({ worked: isEmpty ? 0 : worked, waiting, since: performance.now() - from });
      if (rest > 0) await delay(rest);
    }
  };

  /** Tells the process that leads, once for all that was committed in the meantime, and never within a transaction. */
  const ringElsewhere = async (): Promise<void> => {
    if (isRinging || !connection?.alive) return;
    isRinging = true;
    await delay(bellPause);
    try {
      if (connection.alive) await ringWrittenBell(connection, schema);
    } catch {
      // Whoever leads looks by itself a little later.
    } finally {
      isRinging = false;
    }
  };

  const done = run();
  return {
    get isLeading() {
      return isLeading;
    },
    committed() {
      if (isLeading) bell.ring();
      else void ringElsewhere();
    },
    async stop(deadline) {
      stopBy ??= performance.now() + deadline;
      bell.ring();
      const timer = setTimeout(
        () => connection?.destroy(new Error("Stopping took too long.")),
        deadline + 100,
      );
      await done;
      clearTimeout(timer);
    },
  };
}

function delay(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
