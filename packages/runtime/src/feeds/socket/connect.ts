import type { Socket } from "node:net";
import type { WebSocket } from "ws";
import { failure } from "../../errors.js";
import type { Believed } from "../../identity/index.js";
import type { Frame } from "../hub/frame.js";
import { closingOf } from "../session/closing.js";
import type { FeedContext } from "../session/context.js";
import type { Place } from "../session/places.js";
import { createPulse, type Pulse } from "../session/pulse.js";
import { createSession, type Line } from "../session/session.js";
import { createJoin } from "../stream/join.js";
import { createOutlet, type Outlet, type Pipe } from "../stream/outlet.js";
import { wireOf, wireOfText } from "./wire.js";

/** Bytes that may wait for a client, whatever they are. The hub stops far below that. */
const mostUnsent = 8 * 1024 * 1024;
/** With what `ws` closes a connection, where it is not 1002. */
const codes: { readonly [error: string]: number } = {
  WS_ERR_INVALID_UTF8: 1007,
  WS_ERR_TOO_MANY_BUFFERED_PARTS: 1008,
  WS_ERR_UNSUPPORTED_MESSAGE_LENGTH: 1009,
};
/** Milliseconds after the first sign of a connection in which something must be asked for. */
const firstMessage = 10_000;
const heartbeatText = Buffer.from(JSON.stringify({ type: "heartbeat" }));

const join = createJoin();

export interface SocketOptions {
  readonly context: FeedContext;
  readonly webSocket: WebSocket;
  /** The connection under it. Frames are written to it as they are; `ws` writes pings and closes between them. */
  readonly socket: Socket;
  readonly place: Place;
  readonly believed: Believed;
  readonly requestId: string;
}

/** Holds a conversation over a WebSocket that has just been opened, until either side ends it. */
export function connect(options: SocketOptions): void {
  const { context, webSocket, socket, place, believed } = options;
  const { roll, facts, heartbeat, clock } = context;
  const beganAt = clock();
  let closing: { readonly code: number; readonly reason: string } | undefined;
  let hasAsked = false;

  const outlet = createOutlet(new SocketPipe(socket, webSocket), wireOf, join);
  const pulse = createPulse(
    {
      get unsent() {
        return socket.writableLength;
      },
      get taken() {
        return socket.bytesWritten - socket.writableLength;
      },
    },
    { heartbeat, unread: context.unread, interval: context.interval, answers: true, clock },
  );
  const line = new SocketLine(outlet, pulse, (text) => say(Buffer.from(text)), close);
  const say = (payload: Buffer) => {
    pulse.spoke();
    outlet.push(wireOfText(payload));
    if (outlet.unsent > mostUnsent) close(silent(`More than ${mostUnsent} bytes wait to be read.`));
  };

  function close(error: unknown): void {
    if (closing !== undefined) return;
    closing = closingOf(error);
    if (closing.code === 1011) facts.report({ fact: "feed.aborted", requestId: options.requestId, error });
    session.end();
    outlet.flush();
    webSocket.close(closing.code, closing.reason);
  }

  const session = createSession({
    ...context,
    line,
    place,
    believed,
  });
  const attended = {
    look() {
      // What was told to close is ended by `ws` when the peer does not answer in time.
      if (closing !== undefined) return;
      session.look();
      const verdict = pulse.look();
      if (verdict === "speak") say(heartbeatText);
      else if (verdict === "ask") webSocket.ping();
      else if (verdict === "unread")
        close(silent(`Nothing of what waits was read for ${context.unread} ms.`));
      else if (verdict === "silent") close(silent("Nothing came, and no answer to a ping either."));
      if (!hasAsked && clock() - beganAt > firstMessage)
        close(silent(`Nothing was asked for within ${firstMessage} ms.`));
    },
    dismiss: () => close(failure("STOPPING", "Connect again: another process takes it.")),
    cut() {
      session.end();
      socket.destroy();
    },
  };

  const onMessage = (data: Buffer, isBinary: boolean) => {
    pulse.heard();
    hasAsked = true;
    if (isBinary) return closeAs(1003, "Text was expected.");
    session.receive(data.toString());
  };
  const closeAs = (code: number, reason: string) => {
    closing ??= { code, reason };
    session.end();
    outlet.flush();
    webSocket.close(code, reason);
  };
  webSocket.on("message", onMessage as (data: unknown, isBinary: boolean) => void);
  webSocket.on("ping", (data: Buffer) => {
    pulse.heard();
    if (!session.count()) return;
    outlet.flush();
    webSocket.pong(data);
  });
  webSocket.on("pong", () => {
    pulse.heard();
    session.count();
  });
  // What is no frame of RFC 6455: `ws` has told the peer already.
  webSocket.on("error", (error: Error & { code?: string }) => {
    closing ??= { code: codes[error.code ?? ""] ?? 1002, reason: error.code ?? "" };
    session.end();
  });
  socket.on("drain", () => outlet.relieve());
  webSocket.on("close", (code: number) => {
    session.end();
    roll.remove(attended);
    outlet.relieve();
    facts.report({
      fact: "feed.disconnected",
      requestId: options.requestId,
      door: "websocket",
      code: closing?.code ?? code,
      reason: closing?.reason.split(" ", 1)[0] ?? "",
      milliseconds: clock() - beganAt,
    });
  });
  roll.add(attended);
  facts.report({ fact: "feed.connected", requestId: options.requestId, door: "websocket" });
}

class SocketLine implements Line {
  constructor(
    private readonly outlet: Outlet,
    private readonly pulse: Pulse,
    readonly say: (text: string) => void,
    readonly close: (error: unknown) => void,
  ) {}

  send(frame: Frame): void {
    this.pulse.spoke();
    this.outlet.send(frame);
  }

  get unsent(): number {
    return this.outlet.unsent;
  }

  drained(then: () => void): void {
    this.outlet.drained(then);
  }
}

class SocketPipe implements Pipe {
  constructor(
    private readonly socket: Socket,
    private readonly webSocket: WebSocket,
  ) {}

  write(bytes: Buffer): void {
    this.socket.write(bytes);
  }

  get unsent(): number {
    return this.socket.writableLength;
  }

  get isOpen(): boolean {
    return this.webSocket.readyState === this.webSocket.OPEN && this.socket.writable;
  }

  cork(): void {
    this.socket.cork();
  }

  uncork(): void {
    this.socket.uncork();
  }
}

function silent(detail: string) {
  return failure("FEED_CLIENT_SILENT", detail);
}
