import { type Closing, delayOf, endOf, errorOf, failuresAfter, type Retry } from "./closing.js";
import { FeedError } from "./feed-error.js";
import { createListeners } from "./listeners.js";
import type { ClientMessage, ServerMessage, ViewMessage, Window } from "./protocol.js";
import { type Line, openLine, type SocketConstructor } from "./socket.js";

/** How a connection stands: `waiting` until the next attempt, `closed` for good. */
export type Status = "idle" | "connecting" | "connected" | "waiting" | "closed";

/** Who asks: a token, or where there is one. */
export type TokenSource = string | (() => string | Promise<string>);

/** One subscription, as its connection sees it. */
export interface Channel {
  /** The connection is there: subscribe. */
  opened(): void;
  received(message: ViewMessage, size: number): void;
  /** The server has nothing to say: what was not acknowledged may be what it waits for. */
  idle(): void;
  /** The connection is gone, and will be opened again. */
  lost(): void;
  /** The connection is gone for good. */
  ended(error: FeedError | undefined): void;
}

export interface Connection {
  readonly status: Status;
  readonly window: Window;
  readonly retry: Retry;
  /** Opens the connection where it is not, and gives the channel a number; `opened` is called now or later. */
  add(channel: Channel): number;
  /** Ends a channel; its number is used again when the server has nothing more to say of it. */
  remove(id: number, isOpen: boolean): void;
  send(message: ClientMessage): void;
  /** Gives this connection up and opens another. */
  renew(why: FeedError): void;
  /** Tells of each change of `status`, and why. */
  onStatus(listener: (status: Status, why?: FeedError) => void): () => void;
  close(): void;
}

export interface ConnectionOptions {
  readonly url: string;
  readonly token: TokenSource | undefined;
  readonly WebSocket: SocketConstructor;
  readonly retry: Retry;
}

/** Until the server has said how often something comes. */
const FIRST_HEARTBEAT_MS = 5_000;
/** Silent heartbeats after which a connection is dead. */
const SILENT = 2;

/** One connection for all subscriptions, opened again for as long as it may be. */
export function createConnection({ url, token, WebSocket, retry }: ConnectionOptions): Connection {
  const channels = new Map<number, Channel | undefined>();
  const listeners = createListeners<[status: Status, why: FeedError | undefined]>();
  let status: Status = "idle";
  let window: Window = { changes: 1, bytes: 1 };
  let line: Line | undefined;
  let isOpen = false;
  let failures = 0;
  let silent = 0;
  let pulse: ReturnType<typeof setInterval> | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const be = (next: Status, why?: FeedError) => {
    status = next;
    listeners.tell(next, why);
  };
  const each = (tell: (channel: Channel) => void) => {
    for (const channel of [...channels.values()]) if (channel) tell(channel);
  };
  const send = (message: ClientMessage) => {
    if (isOpen) line?.send(message);
  };
  const beat = (every: number) => {
    clearInterval(pulse);
    silent = 0;
    pulse = setInterval(() => {
      if (silent++ >= SILENT)
        renew(new FeedError("CONNECTION_SILENT", `Nothing came for ${SILENT} heartbeats.`));
    }, every);
  };
  const rest = () => {
    clearInterval(pulse);
    clearTimeout(timer);
    line = undefined;
    isOpen = false;
  };

  const finish = (error?: FeedError) => {
    line?.end();
    rest();
    be("closed", error);
    each((channel) => channel.ended(error));
    channels.clear();
    listeners.clear();
  };
  const wait = (why: FeedError) => {
    rest();
    for (const [id, channel] of channels) if (!channel) channels.delete(id);
    timer = setTimeout(open, delayOf(failures++, retry));
    be("waiting", why);
    each((channel) => channel.lost());
  };
  const renew = (why: FeedError) => {
    if (!line) return;
    line.end();
    wait(why);
  };
  const ended = (closing: Closing) => {
    const end = endOf(closing, typeof token === "function");
    if (end) return finish(end);
    failures = failuresAfter(closing, failures);
    wait(errorOf(closing));
  };

  const heard = (data: unknown) => {
    let message: ServerMessage;
    try {
      message = JSON.parse(data as string);
    } catch {
      return renew(new FeedError("MESSAGE_MALFORMED", "The server said what is not JSON."));
    }
    silent = 0;
    if (message.type === "welcome") {
      window = message.window;
      beat(message.heartbeat);
      be("connected");
    } else if (message.type === "heartbeat") each((channel) => channel.idle());
    else if (message.id === undefined) {
      // Who asks is not known: what is sent now may be less than what this caller sees.
      if (message.type === "failed") renew(new FeedError(message.code, message.detail, message.errors));
    } else {
      failures = 0;
      const channel = channels.get(message.id);
      if (channel) channel.received(message as ViewMessage, (data as string).length);
      else if (message.type === "unsubscribed" || message.type === "failed") channels.delete(message.id);
    }
  };

  const open = async () => {
    be("connecting");
    let shown: string | undefined;
    try {
      // Always later: who asked for the connection has to have what it asked for before anything comes of it.
      shown = await (typeof token === "function" ? token() : token);
    } catch (error) {
      if (status !== "closed") wait(new FeedError("TOKEN_UNAVAILABLE", String(error)));
      return;
    }
    if (status === "closed") return;
    beat(FIRST_HEARTBEAT_MS);
    try {
      line = openLine(WebSocket, url, {
        opened() {
          isOpen = true;
          if (shown !== undefined) send({ type: "authenticate", token: shown });
          each((channel) => channel.opened());
        },
        heard,
        ended: (code, reason) => ended({ code, reason }),
      });
    } catch (error) {
      finish(new FeedError("CONNECTION_REFUSED", String(error)));
    }
  };

  return {
    retry,
    get status() {
      return status;
    },
    get window() {
      return window;
    },
    add(channel) {
      let id = 1;
      while (channels.has(id)) id++;
      channels.set(id, channel);
      if (status === "idle") open();
      else if (isOpen) queueMicrotask(() => channels.get(id) === channel && isOpen && channel.opened());
      return id;
    },
    remove(id, isSubscribed) {
      if (isOpen && isSubscribed) {
        channels.set(id, undefined);
        send({ type: "unsubscribe", id });
      } else channels.delete(id);
    },
    send,
    renew,
    onStatus: listeners.add,
    close() {
      if (status !== "closed") finish();
    },
  };
}
