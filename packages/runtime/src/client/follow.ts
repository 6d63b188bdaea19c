import type { Connection } from "./connection.js";
import type { FollowOptions } from "./options.js";
import { loadKept } from "./persist.js";
import type { AnyRow } from "./protocol.js";
import type { Step } from "./step.js";
import { openSubscription, type Subscription } from "./subscription.js";

/** The steps of a view, one after the other. Leaving the loop ends it. */
export interface Follow<R> extends AsyncIterableIterator<Step<R>, undefined, undefined> {
  /** Up to where steps were given; undefined before the first snapshot. */
  readonly cursor: string | undefined;
  /** Ends it: who waits for a step is told that there is none. */
  close(): void;
}

type Next<R> = IteratorResult<Step<R>, undefined>;

/** Follows a view from its first `next()` on. A step counts as done, and is persisted, when the next one is asked for. */
export function createFollow<R extends AnyRow>(
  connection: Connection,
  entity: string,
  query: string,
  { from, snapshot = true, persist }: FollowOptions<R>,
): Follow<R> {
  const view = `${entity}?${query}`;
  const done: Next<R> = { done: true, value: undefined };
  let subscription: Subscription<R> | undefined;
  let isOver = false;
  let saved: string | undefined;
  let turn: Promise<unknown> = Promise.resolve();
  let wake = () => {};

  const close = () => {
    isOver = true;
    subscription?.close();
    wake();
  };
  const begin = async () => {
    const cursor = from ?? (await loadKept(persist, view))?.cursor;
    saved = cursor;
    if (isOver) return;
    const options = { entity, query, from: cursor, snapshot };
    subscription = openSubscription<R>(connection, options, { wake: () => wake(), lost() {} });
  };
  const save = async () => {
    const cursor = subscription?.cursor;
    if (!persist || !cursor || cursor === saved) return;
    saved = cursor;
    await persist.save({ view, cursor });
  };
  const pull = async (): Promise<Next<R>> => {
    if (!subscription && !isOver) await begin();
    for (;;) {
      if (isOver) return done;
      await save();
      const step = subscription?.next();
      if (step?.type === "advance") continue;
      if (step) return { done: false, value: step };
      if (subscription?.error) throw subscription.error;
      if (connection.status === "closed") close();
      else
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
  };

  const follow: Follow<R> = {
    get cursor() {
      return subscription?.cursor;
    },
    close,
    next() {
      const step = turn.then(pull).catch((error: unknown) => {
        close();
        throw error;
      });
      turn = step.catch(() => {});
      return step;
    },
    async return() {
      close();
      return done;
    },
    [Symbol.asyncIterator]: () => follow,
  };
  return follow;
}
