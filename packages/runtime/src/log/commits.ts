import {
  type AppendCondition,
  type Appending,
  appendOnCondition,
  appendTransactions,
  type CommittedBatch,
  type ConditionalAppend,
  type EntryPage,
  type LogClient,
  readFlushed,
  readPlaced,
  TurnLost,
  type WalSource,
} from "../postgres/log/index.js";
import type { FreshPage, FreshPages } from "./fresh.js";
import type { Advance, CommitSource } from "./source.js";

/** Milliseconds that a step waits for more where it is known that there is more. */
const patience = 20;
/** Milliseconds between two questions how far the write-ahead log is: what was there is reached, or we are behind. */
const measured = 1_000;
/** Milliseconds that the write-ahead log is given at the end; what it does not tell by then comes with the next sequencer. */
const farewell = 2_000;

/** Gives positions in the order of commits: each step appends a batch of the write-ahead log that has come. */
export interface CommitsSource extends CommitSource {
  /** Whether a slot is followed; until then positions are given to what is visible. */
  readonly isFollowing: boolean;
}

/**
 * Takes batches from the write-ahead log as they come, and wakes the sequencer. The next one is asked for when the next step is taken, so that
 * it has what has come until then. A batch is acknowledged when it is appended, never
 * before. Rejects where the log cannot be followed any more; nothing is lost by that, another source goes on.
 */
export function followCommits(
  {
    client,
    schema,
    wake,
    fresh,
  }: {
    readonly client: LogClient;
    readonly schema: string;
    readonly wake: () => void;
    readonly fresh?: FreshPages | undefined;
  },
  wal: WalSource,
): CommitsSource {
  const closing = new AbortController();
  let arrived: Promise<void> | undefined;
  let batch: CommittedBatch | undefined;
  let failed: { readonly error: unknown } | undefined;
  let goal: { readonly lsn: string; readonly at: number; readonly isLast: boolean } | undefined;

  const ask = (): Promise<void> => {
    arrived ??= wal
      .next(closing.signal)
      .then(
        (next) => {
          batch = next;
        },
        (error: unknown) => {
          failed = { error };
        },
      )
      .then(wake);
    return arrived;
  };
  const readGoal = async (isLast: boolean): Promise<void> => {
    if (goal?.isLast || (!isLast && goal && performance.now() - goal.at < measured)) return;
    goal = { lsn: await readFlushed(client), at: performance.now(), isLast };
  };
  const hasReached = () =>
    !goal || wal.hasReached(goal.lsn) || (goal.isLast && performance.now() - goal.at > farewell);
  const isBehind = () => batch !== undefined || wal.waiting > 0 || (wal.isFollowing && !hasReached());

  return {
    get isFollowing() {
      return wal.isFollowing;
    },
    async advance(turn, isEnding): Promise<Advance | undefined> {
      const coming = ask();
      await readGoal(isEnding);
      let began = performance.now();
      if (!batch && !failed && isBehind()) {
        const hasNothing = wal.waiting === 0;
        await within(patience, coming);
        if (hasNothing) began = performance.now();
      }
      if (failed?.error instanceof TurnLost) return undefined;
      if (failed) throw failed.error;
      const { waiting } = wal;
      if (!batch) return { turn, transactions: 0, events: 0, waiting, worked: 0, isBehind: isBehind() };
      const { transactions, progress, condition } = batch;
      const events = transactions.reduce((sum, one) => sum + one.events, 0);
      const announced = events > 0 ? fresh?.announce(turn.position + 1, turn.position + events) : undefined;
      let page: FreshPage | undefined;
      let appended: ConditionalAppend;
      try {
        const appending = append(client, { schema, turn, transactions, progress }, condition);
        const reading = announced && readPlaced(client, schema, turn.position, transactions).catch(noPage);
        appended = await appending;
        const read = await reading;
        if (appended.outcome === "appended" && read) page = { epoch: appended.head.epoch, ...read };
      } finally {
        announced?.settle(page);
      }
      if (appended.outcome === "fenced") return undefined;
      batch = undefined;
      arrived = undefined;
      if (appended.outcome === "early") {
        wal.putBack();
        return { turn, transactions: 0, events: 0, waiting, worked: 0, isBehind: true };
      }
      wal.acknowledge(progress, appended.moment);
      return {
        turn: appended.head,
        transactions: transactions.length,
        events,
        waiting: wal.waiting,
        worked: performance.now() - began,
        isBehind: isBehind(),
      };
    },
    async close() {
      closing.abort();
      await wal.close();
    },
  };
}

async function append(
  client: LogClient,
  appending: Appending,
  condition: AppendCondition | undefined,
): Promise<ConditionalAppend> {
  if (condition) return appendOnCondition(client, appending, condition);
  const head = await appendTransactions(client, appending);
  return head ? { outcome: "appended", head } : { outcome: "fenced" };
}

/** What could not be read here is read by those who want it. */
function noPage(): EntryPage | undefined {
  return undefined;
}

/** Waits for something, so many milliseconds at most. */
async function within(milliseconds: number, something: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  await Promise.race([something, over]);
  clearTimeout(timer);
}
