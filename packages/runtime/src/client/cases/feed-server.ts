import { randomUUID } from "node:crypto";
import { once } from "node:events";
import type { AddressInfo, Socket } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";
import type { ClientMessage, ServerMessage, ViewMessage } from "../protocol.js";
import { createTable, type Edit, type Item, type Visible } from "./feed-table.js";

/** What becomes of a message on its way: what is sent in its place, or the connection is cut in its middle. */
export type Meddle = (message: ServerMessage) => readonly ServerMessage[] | "cut";

type Subscribe = Extract<ClientMessage, { readonly type: "subscribe" }>;

interface Follower {
  readonly id: number;
  readonly visible: Visible;
  sent: number;
  /** What was sent and not acknowledged: where it ends, and how many changes. */
  ahead: { readonly position: number; readonly count: number }[];
  isLive: boolean;
}

/** A server that speaks the protocol over one table, and does what no server should when it is told to. */
export async function startFeedServer(
  options: {
    readonly heartbeat?: number;
    readonly window?: { readonly changes: number; readonly bytes: number };
    readonly partial?: number;
    readonly port?: number;
    readonly believes?: (token: string | undefined) => boolean;
  } = {},
) {
  const { heartbeat = 60_000, window = { changes: 1_000, bytes: 1_048_576 }, partial = 100 } = options;
  const table = createTable();
  const received: ClientMessage[] = [];
  const lines = new Set<{
    readonly socket: WebSocket;
    pump(): void;
    silence(): void;
    cut(): void;
  }>();
  const faults = {
    meddle: ((message) => [message]) as Meddle,
    /** Answers a subscription in another way. */
    answer: undefined as ((message: Subscribe) => readonly ServerMessage[] | undefined) | undefined,
    epoch: randomUUID() as string,
    /** What is not kept any more. */
    gone: 0,
    connections: 0,
  };
  const server = new WebSocketServer({
    host: "127.0.0.1",
    port: options.port ?? 0,
    handleProtocols: (asked) => (asked.has("lintel.feed.v1") ? "lintel.feed.v1" : false),
  });
  await once(server, "listening");

  server.on("connection", (socket, request) => {
    faults.connections++;
    const followers = new Map<number, Follower>();
    let isOver = false;
    const send = (message: ServerMessage) => {
      if (isOver) return;
      const instead = faults.meddle(message);
      if (instead === "cut") {
        isOver = true;
        cutInFrame(request.socket, JSON.stringify(message));
        return;
      }
      for (const one of instead) socket.send(JSON.stringify(one));
    };
    const pump = () => {
      for (const follower of followers.values()) goOn(follower);
    };
    const line = {
      pump,
      socket,
      cut: () => cutInFrame(request.socket, "{}"),
      silence() {
        isOver = true;
      },
    };
    lines.add(line);

    const goOn = (follower: Follower) => {
      const { id, visible } = follower;
      const advance = (position: number) => {
        if (position === follower.sent) return;
        send({ type: "advance", id, previous: follower.sent, position });
        follower.sent = position;
      };
      let nothing = follower.sent;
      for (const { end, changes } of table.after(follower.sent, visible)) {
        if (changes.length === 0) {
          nothing = end;
          continue;
        }
        advance(nothing);
        for (let begin = 0; begin < changes.length; begin += partial) {
          if (follower.ahead.reduce((sum, { count }) => sum + count, 0) >= window.changes) {
            if (follower.isLive) send({ type: "behind", id, position: follower.sent, reason: "window" });
            follower.isLive = false;
            return;
          }
          const part = changes.slice(begin, begin + partial);
          const isLast = begin + partial >= changes.length;
          const position = isLast ? end : (part.at(-1)?.position ?? end);
          const previous = follower.sent;
          follower.sent = position;
          follower.ahead.push({ position, count: part.length });
          send({ type: "changes", id, previous, position, changes: part, ...(!isLast && { partial: true }) });
        }
        nothing = end;
      }
      advance(nothing);
      if (!follower.isLive) send({ type: "live", id, position: follower.sent });
      follower.isLive = true;
    };

    const subscribe = (message: Subscribe) => {
      const instead = faults.answer?.(message);
      if (instead) {
        instead.forEach(send);
        return;
      }
      const { id, from, snapshot = true } = message;
      const [epoch, position] = from ? from.split(":") : [faults.epoch, String(table.head)];
      const at = Number(position);
      const reset = epoch !== faults.epoch ? "LOG_EPOCH_OTHER" : at < faults.gone ? "LOG_POSITION_GONE" : "";
      if (reset) return send({ type: "reset", id, code: reset, detail: `There is nothing at ${from}.` });
      const group = new URLSearchParams(message.query).get("filter[group]");
      const visible = (item: Item) => group === null || item.group === group;
      const follower = { id, visible, sent: at, ahead: [], isLive: false };
      followers.set(id, follower);
      send({ type: "subscribed", id, epoch: faults.epoch, position: at });
      if (!from && snapshot) for (const part of snapshotOf(table.at(at, visible) ?? {}, id, at)) send(part);
      goOn(follower);
    };

    const hear = (message: ClientMessage) => {
      received.push(message);
      if (message.type === "authenticate") {
        if (options.believes && !options.believes(message.token))
          socket.close(4401, "TOKEN_INVALID It is old.");
      } else if (message.type === "subscribe") subscribe(message);
      else if (message.type === "unsubscribe") {
        followers.delete(message.id);
        send({ type: "unsubscribed", id: message.id });
      } else {
        const follower = followers.get(message.id);
        if (!follower) return;
        follower.ahead = follower.ahead.filter(({ position }) => position > message.position);
        goOn(follower);
      }
    };
    const beats = setInterval(() => send({ type: "heartbeat" }), heartbeat);
    socket.on("message", (data) => hear(JSON.parse(String(data))));
    socket.on("close", () => {
      lines.delete(line);
      clearInterval(beats);
    });
    socket.on("error", () => {});
    send({ type: "welcome", heartbeat, window });
  });

  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    table,
    faults,
    /** What clients have said, in order. */
    received,
    said: <T extends ClientMessage["type"]>(type: T) =>
      received.filter(
        (message): message is Extract<ClientMessage, { readonly type: T }> => message.type === type,
      ),
    get open() {
      return lines.size;
    },
    commit(...edits: readonly Edit[]) {
      table.commit(...edits);
      for (const line of [...lines]) line.pump();
    },
    /** Says something to every client, whatever it is. */
    say(...messages: readonly object[]) {
      for (const { socket } of lines) for (const message of messages) socket.send(JSON.stringify(message));
    },
    sayText(text: string) {
      for (const { socket } of lines) socket.send(text);
    },
    /** Ends every connection as a server does. */
    close(code: number, reason = "") {
      for (const { socket } of [...lines]) socket.close(code, reason);
    },
    /** Says nothing more on the connections that there are, and keeps them. */
    silence() {
      for (const line of lines) line.silence();
    },
    /** Ends every connection in the middle of a frame. */
    cut() {
      for (const line of [...lines]) line.cut();
    },
    async stop() {
      for (const { socket } of lines) socket.terminate();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export type FeedServer = Awaited<ReturnType<typeof startFeedServer>>;

/** Three rows a message, the position in the last. */
function snapshotOf(rows: Record<string, Item>, id: number, position: number): ViewMessage[] {
  const all = Object.values(rows);
  const messages: ViewMessage[] = [];
  for (let begin = 0; begin < all.length; begin += 3) {
    messages.push({ type: "snapshot", id, rows: all.slice(begin, begin + 3) });
  }
  return [...messages, { type: "snapshot", id, rows: [], position }];
}

/** The first half of a frame, and nothing after it. */
function cutInFrame(socket: Socket, text: string): void {
  const payload = Buffer.from(text);
  const header = Buffer.from([0x81, 126, payload.length >> 8, payload.length & 0xff]);
  socket.end(Buffer.concat([header, payload.subarray(0, payload.length / 2)]), () => socket.destroy());
}
