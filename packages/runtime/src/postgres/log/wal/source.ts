import pg from "pg";
import { ConnectionLost, isStatementError, sqlStateOf } from "../../connection/lost.js";
import { clientConfig } from "../../connection/settings.js";
import { catchUp } from "./catch-up.js";
import type { CommittedBatch, WalSource } from "./committed.js";
import { PublicationChanged, type SourceContext, type WalSourceOptions } from "./context.js";
import { type Following, followSlot } from "./follow.js";
import { asLogin, endSoon } from "./login.js";
import { parseLsn } from "./lsn.js";
import { readSlotName } from "./slot.js";
import { removeSlot } from "./take-slot.js";

const nothing: CommittedBatch = Object.freeze({
  transactions: Object.freeze([]),
  progress: Object.freeze({}),
});

/**
 * What a slot can fail with so that it fails with the same again: its publication was not there (42704), it was invalidated
 * (55000), the write-ahead log is gone (58P01).
 */
const spoiled = new Set(["42704", "55000", "58P01"]);

/**
 * Opens the order of commits of a service's log from the write-ahead log. It makes what it needs (publication, slot) where
 * that is not there, and puts what it cannot hear from a slot in the order of what is visible: nothing that committed
 * is ever left out. See decision 33.
 *
 * Rejects with `TurnLost` where another process has its turn, with PostgreSQL's error where it does not permit
 * replication, and with `ConnectionLost`.
 */
export async function openWalSource(options: WalSourceOptions): Promise<WalSource> {
  const control = new pg.Client(controlConfig(options));
  const closing = new AbortController();
  let fail: (error: unknown) => void = () => {};
  const failure = new Promise<never>((_, reject) => {
    fail = reject;
  });
  failure.catch(() => {});
  control.on("error", (error) => fail(new ConnectionLost(error)));
  control.on("end", () => fail(new ConnectionLost(new Error("The server closed the connection."))));
  try {
    await control.connect();
  } catch (error) {
    throw isStatementError(error) ? error : new ConnectionLost(error);
  }
  const slot = await readSlotName(control, options.schema).catch(async (error: unknown) => {
    await endSoon(control);
    throw error;
  });
  const context: SourceContext = {
    options,
    control,
    slot,
    fail,
    closed: closing.signal,
    report: options.onChange ?? (() => {}),
  };
  let following: Following | undefined;
  const batches = run(context, (now) => {
    following = now;
  });
  let pending: Promise<CommittedBatch> | undefined;
  return {
    get waiting() {
      return following?.waiting ?? 0;
    },
    get isFollowing() {
      return following !== undefined;
    },
    hasReached(lsn) {
      const reached = following?.reached;
      return reached !== undefined && reached >= parseLsn(lsn);
    },
    async next(signal) {
      if (signal.aborted) return nothing;
      pending ??= batches.next().then(({ value }) => value);
      const aborted = abortOf(signal);
      try {
        const batch = await Promise.race([pending, failure, aborted.promise]);
        if (batch !== nothing) pending = undefined;
        return batch;
      } finally {
        aborted.forget();
      }
    },
    acknowledge({ lsn }, moment) {
      if (lsn !== undefined) following?.confirm(parseLsn(lsn), moment);
    },
    putBack() {
      following?.putBack();
    },
    async close() {
      closing.abort();
      following?.close();
      pending?.catch(() => {});
      const over = batches.return(nothing as never).catch(() => {});
      await endSoon(control);
      await over;
    },
  };
}

/** Catches up, follows the slot, and begins anew where that slot is of no use any more. */
async function* run(
  context: SourceContext,
  follow: (following: Following | undefined) => void,
): AsyncGenerator<CommittedBatch, never> {
  const { control, options, slot } = context;
  for (;;) {
    let following: Following | undefined;
    try {
      const start = yield* catchUp(context);
      following = await followSlot(context, start);
      follow(following);
      context.closed.throwIfAborted();
      yield* following.batches();
    } catch (error) {
      if (!(error instanceof PublicationChanged) && !spoiled.has(sqlStateOf(error) ?? "")) throw error;
      follow(undefined);
      const forgetting = { epoch: false, snapshot: error instanceof PublicationChanged };
      yield { transactions: [], progress: { forget: forgetting } };
      await asLogin(options, (login) => removeSlot(login, control, options, slot));
      context.report({ change: "slot-given-up", slot, reason: (error as Error).message });
    } finally {
      following?.close();
    }
  }
}

/** Positions that were given are never lost in a crash, whatever the server says about the rest. */
function controlConfig(options: WalSourceOptions): pg.ClientConfig {
  return clientConfig({
    url: options.url,
    role: options.role,
    readOnly: false,
    schema: options.schema,
    applicationName: options.applicationName,
    statementTimeout: 0,
    idleInTransactionTimeout: 0,
    plans: "chosen",
    connectTimeout: options.connectTimeout,
  });
}

function abortOf(signal: AbortSignal) {
  let raise = () => {};
  const promise = new Promise<CommittedBatch>((resolve) => {
    raise = () => resolve(nothing);
  });
  signal.addEventListener("abort", raise, { once: true });
  return { promise, forget: () => signal.removeEventListener("abort", raise) };
}
