import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { WebSocketServer } from "ws";
import { LintelError } from "../../errors.js";
import type { FeedCaller } from "../session/caller.js";
import { closingOf } from "../session/closing.js";
import type { FeedContext } from "../session/context.js";
import { connect } from "./connect.js";
import { requireHandshake, subprotocol } from "./handshake.js";

/** Bytes of a message at most. */
const maxPayload = 65_536;
/** Parts of a message at most. */
const maxFragments = 256;
/** Milliseconds that a peer has to answer a close. */
const closeTimeout = 2_000;

/** `@types/ws` does not know all of them. */
const settings = {
  noServer: true,
  clientTracking: false,
  perMessageDeflate: false,
  maxPayload,
  maxFragments,
  maxBufferedChunks: 4_096,
  autoPong: false,
  closeTimeout,
  handleProtocols: () => subprotocol,
};

/**
 * Makes what turns a request to upgrade into a conversation. Compression is not offered and so refused where it comes:
 * a frame that says it is compressed closes the connection with 1002, before anything is inflated.
 */
export function createSocketDoor(context: FeedContext) {
  const server = new WebSocketServer(settings);
  return {
    /**
     * Answers 101, and talks. A caller that has its share of connections is told so by a close, which a page in a browser can
     * read, where it cannot read the answer to a handshake.
     *
     * @throws `HEADER_INVALID`, `UPGRADE_REQUIRED`, `OVERLOADED`: nothing was written then.
     */
    open(request: IncomingMessage, socket: Socket, head: Buffer, caller: FeedCaller): void {
      requireHandshake(request);
      const place = takePlace(context, caller);
      if (!(place instanceof LintelError)) socket.once("close", place.free);
      server.handleUpgrade(request, socket, head, (webSocket) => {
        if (place instanceof LintelError) {
          const { code, reason } = closingOf(place);
          webSocket.on("error", () => {});
          webSocket.close(code, reason);
          const { requestId } = caller;
          const told = { requestId, door: "websocket", code, reason: place.code, milliseconds: 0 } as const;
          context.facts.report({ fact: "feed.disconnected", ...told });
          return;
        }
        connect({
          context,
          webSocket,
          socket,
          place,
          believed: caller.believed,
          requestId: caller.requestId,
        });
      });
    },
  };
}

function takePlace({ places }: FeedContext, { address, believed }: FeedCaller) {
  try {
    const place = places.take(address);
    try {
      place.belongTo(believed.actor);
      return place;
    } catch (error) {
      place.free();
      throw error;
    }
  } catch (error) {
    if (error instanceof LintelError && error.code === "FEED_LIMIT_REACHED") return error;
    throw error;
  }
}
