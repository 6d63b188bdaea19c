import { delayOf } from "./closing.js";
import type { Connection } from "./connection.js";
import { FeedError } from "./feed-error.js";
import type { AnyRow, ViewMessage } from "./protocol.js";
import type { Advance, Step } from "./step.js";
import { createView } from "./view.js";

export interface SubscriptionOptions {
  readonly entity: string;
  readonly query: string;
  readonly from: string | undefined;
  readonly snapshot: boolean;
}

/** One view on a connection: subscribes whenever there is one, acknowledges what was taken, begins anew after a reset. */
export interface Subscription<R> {
  readonly cursor: string | undefined;
  /** Why it ended, if it did and everything before was taken. */
  readonly error: FeedError | undefined;
  /** The next step of what was received; undefined until `wake` is called again. */
  next(): Step<R> | Advance | undefined;
  close(): void;
}

/** What a consumer is told: there is something to take, or the connection is gone. */
export interface Wake {
  wake(): void;
  lost(): void;
}

/** A part of the window, that half of it never waits: characters are counted, and one may be three bytes. */
const ACK_PART = 6;
/** A server that sends this much more than its window is not believed. */
const TRUSTED = 4;

/**
 * What is received waits until it is taken, and is acknowledged then. So a consumer that takes nothing holds no more than the
 * server's window, and the server goes on from its log when it takes again.
 */
export function openSubscription<R extends AnyRow>(
  connection: Connection,
  { entity, query, from, snapshot }: SubscriptionOptions,
  { wake, lost }: Wake,
): Subscription<R> {
  const view = createView<R>(from, snapshot);
  let inbox: { readonly message: ViewMessage<R>; readonly size: number }[] = [];
  let held = 0;
  let taken = { changes: 0, size: 0 };
  let failures = 0;
  let isOpen = false;
  let isOver = false;
  let error: FeedError | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const empty = () => {
    inbox = [];
    held = 0;
    taken = { changes: 0, size: 0 };
  };
  const subscribe = () => {
    clearTimeout(timer);
    empty();
    isOpen = true;
    const begin = view.cursor ? { from: view.cursor } : snapshot ? {} : { snapshot: false as const };
    connection.send({ type: "subscribe", id, entity, ...(query && { query }), ...begin });
  };
  const again = (isAtOnce: boolean) => {
    isOpen = false;
    clearTimeout(timer);
    timer = setTimeout(
      () => connection.status === "connected" && subscribe(),
      isAtOnce && failures === 0 ? 0 : delayOf(failures, connection.retry),
    );
    failures++;
  };
  const acknowledge = () => {
    if (taken.size === 0 || !isOpen) return;
    taken = { changes: 0, size: 0 };
    connection.send({ type: "ack", id, position: view.seen });
  };
  const count = (message: ViewMessage<R>, size: number) => {
    const { window } = connection;
    if (message.type === "changes") taken.changes += message.changes.length;
    if (message.type === "changes" || message.type === "advance") taken.size += size;
    const isDue =
      taken.changes * ACK_PART >= window.changes ||
      taken.size * ACK_PART >= window.bytes ||
      message.type === "behind";
    if (isDue) acknowledge();
  };
  const fail = (why: FeedError | undefined) => {
    isOver = true;
    error = why;
    clearTimeout(timer);
  };

  const id = connection.add({
    opened: subscribe,
    received(message, size) {
      if (isOver) return;
      inbox.push({ message: message as ViewMessage<R>, size });
      held += size;
      const most = TRUSTED * connection.window.bytes + 1_048_576;
      if (held > most) return connection.renew(new FeedError("WINDOW_EXCEEDED", `More than ${most} came.`));
      wake();
    },
    idle: acknowledge,
    lost() {
      isOpen = false;
      clearTimeout(timer);
      lost();
    },
    ended(why) {
      fail(why);
      wake();
    },
  });

  return {
    get cursor() {
      return view.cursor;
    },
    get error() {
      return inbox.length === 0 ? error : undefined;
    },
    next() {
      for (;;) {
        const item = inbox.shift();
        if (!item) return;
        const { message, size } = item;
        held -= size;
        if (message.type === "failed") {
          if (isTemporary(message)) {
            again(false);
            continue;
          }
          connection.remove(id, false);
          empty();
          fail(new FeedError(message.code, message.detail, message.errors));
          return;
        }
        const step = view.take(message);
        if (step === "lost") {
          empty();
          connection.renew(new FeedError("MESSAGE_LOST", `Something is missing after ${view.seen}.`));
          return;
        }
        count(message, size);
        if (message.type === "live") failures = 0;
        if (message.type === "reset") again(true);
        if (step) return step;
      }
    },
    close() {
      if (isOver) return;
      fail(undefined);
      empty();
      connection.remove(id, isOpen);
    },
  };
}

/** Whether what failed may go well a little later. */
function isTemporary({ status, code }: { readonly status?: number; readonly code: string }): boolean {
  return status === undefined
    ? /UNAVAILABLE|TIMEOUT|EXCEEDED|OVERLOADED|LIMITED|STOPPING/.test(code)
    : status >= 500 || status === 429;
}
