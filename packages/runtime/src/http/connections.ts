import type { Server } from "node:http";
import type { Socket } from "node:net";
import type { Facts } from "../facts.js";

/** The connections of clients, with what keeps their number and their memory in bounds. */
export interface Connections {
  /** How many are open. */
  readonly open: number;
  /** On how many an answer was given whose last bytes are still here, since the client reads slowly. */
  readonly unsent: number;
  /** Whether it came when as many were open as may be: it gets one answer, which is 503, and is closed. */
  isTooMany(socket: Socket): boolean;
  /** Looks after the connections of a server, from the first. */
  watch(server: Server): void;
  stop(): void;
}

export interface ConnectionBounds {
  /** Connections at a time. A tenth more is still told that it is too many; what comes then is closed at once. */
  readonly most: number;
  /** Milliseconds for which a client may read nothing of its answer. */
  readonly unread: number;
  /** Bytes that all answers together may have that clients have not read yet. */
  readonly unsentBytes: number;
  /** Milliseconds between two looks at those bytes. */
  readonly interval: number;
}

/** Milliseconds in which a connection that is one too many must ask, to be told so. */
const tooManyIdle = 1_000;

/**
 * Keeps every connection that is open, once for each and not for each request. Reports `client.dropped` for those
 * that it closes.
 */
export function createConnections(bounds: ConnectionBounds, facts: Facts): Connections {
  const { most, unread, unsentBytes, interval } = bounds;
  const open = new Set<Socket>();
  const tooMany = new Set<Socket>();
  const drop = (socket: Socket, reason: "unread" | "memory") => {
    facts.report({ fact: "client.dropped", reason });
    socket.destroy();
  };
  const relieve = () => {
    const unsent = [...open].filter((socket) => socket.writableLength > 0);
    let bytes = unsent.reduce((sum, socket) => sum + socket.writableLength, 0);
    if (bytes <= unsentBytes) return;
    for (const socket of unsent.sort((one, other) => other.writableLength - one.writableLength)) {
      if (bytes <= unsentBytes) return;
      bytes -= socket.writableLength;
      drop(socket, "memory");
    }
  };
  const timer = setInterval(relieve, interval);
  timer.unref();

  return {
    get open() {
      return open.size;
    },
    get unsent() {
      let count = 0;
      for (const socket of open) if (socket.writableLength > 0) count++;
      return count;
    },
    isTooMany: (socket) => tooMany.size > 0 && tooMany.has(socket),
    watch(server) {
      server.maxConnections = most + Math.max(16, Math.ceil(most / 10));
      server.setTimeout(unread);
      // A listener takes it upon itself to close. The same event ends connections on which nobody asks any more.
      server.on("timeout", (socket: Socket) => {
        if (socket.writableLength > 0) drop(socket, "unread");
        else socket.destroy();
      });
      server.on("drop", () => facts.report({ fact: "client.dropped", reason: "too many" }));
      server.on("connection", (socket) => {
        // One on which another protocol was asked for is told of again with each such request.
        if (open.has(socket)) return;
        if (open.size >= most) {
          tooMany.add(socket);
          socket.setTimeout(tooManyIdle);
          facts.report({ fact: "client.dropped", reason: "too many" });
        }
        open.add(socket);
        socket.once("close", () => {
          open.delete(socket);
          tooMany.delete(socket);
        });
      });
    },
    stop: () => clearInterval(timer),
  };
}
