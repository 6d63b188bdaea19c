import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { failure } from "../errors.js";
import type { Facts } from "../facts.js";
import type { Authenticator } from "../identity/index.js";
import type { FeedHub } from "./hub/interface.js";
import type { FeedCaller } from "./session/caller.js";
import type { FeedContext } from "./session/context.js";
import { createPlaces, type PlaceLimits } from "./session/places.js";
import { createRoll } from "./session/roll.js";
import type { SessionLimits } from "./session/session.js";
import { createSocketDoor } from "./socket/open-socket.js";
import { openStream, type StreamOptions } from "./sse/open-stream.js";

/** Bounds of the feeds of a process. */
export type DoorLimits = PlaceLimits & SessionLimits;

export interface FeedsOptions {
  readonly hub: FeedHub;
  readonly identity: Authenticator;
  readonly facts: Facts;
  readonly limits: DoorLimits;
  /** Milliseconds after which something is sent, whatever happens. */
  readonly heartbeat: number;
}

/** The doors of feeds: what HTTP hands connections to. */
export interface Feeds {
  /** Connections that are open. */
  readonly connections: number;
  /** Views that are open. */
  readonly subscriptions: number;
  /**
   * Turns a request to upgrade into a conversation.
   *
   * @throws `HEADER_INVALID`, `UPGRADE_REQUIRED`, `OVERLOADED`, `STOPPING`: nothing was written then.
   */
  openSocket(request: IncomingMessage, socket: Socket, head: Buffer, caller: FeedCaller): void;
  /**
   * Follows one entity as Server-Sent Events. Resolves once the stream is open.
   *
   * @throws what the hub throws, `OVERLOADED`, `FEED_LIMIT_REACHED`, `STOPPING`: nothing was written then.
   */
  openStream(options: StreamOptions): Promise<void>;
  /** Opens none any more, and closes those that are open, one after the other within so many milliseconds. */
  announceStop(within: number): void;
  /** Ends what is left at once. */
  stop(): Promise<void>;
}

/** Milliseconds for which a client may read nothing of what waits for it. */
const unread = 30_000;

/** Opens the doors over a hub. */
export function createFeeds({ hub, identity, facts, limits, heartbeat }: FeedsOptions): Feeds {
  const interval = Math.min(500, Math.max(10, heartbeat / 8));
  const roll = createRoll(interval);
  const context: FeedContext = {
    hub,
    identity,
    facts,
    places: createPlaces(limits),
    roll,
    limits,
    heartbeat,
    unread: Math.min(unread, 2 * heartbeat),
    interval,
    clock: () => performance.now(),
  };
  const door = createSocketDoor(context);
  const requireOpen = () => {
    if (roll.isStopping) throw failure("STOPPING", "The process is stopping, and opens no feed any more.");
  };
  return {
    get connections() {
      return roll.size;
    },
    get subscriptions() {
      return hub.subscriptions;
    },
    openSocket(request, socket, head, caller) {
      requireOpen();
      door.open(request, socket, head, caller);
    },
    async openStream(options) {
      requireOpen();
      await openStream(context, options);
    },
    announceStop: (within) => roll.stop(within),
    async stop() {
      roll.cut();
      await hub.stop();
    },
  };
}
