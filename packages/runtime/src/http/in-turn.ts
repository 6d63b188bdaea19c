import type { RequestListener, ServerResponse } from "node:http";
import type { Socket } from "node:net";

/** Requests of one connection that wait for their turn. Those beyond are answered 503, in their order too. */
const mostWaiting = 100;

/**
 * Takes the requests that come on one connection one after another (RFC 9112, 9.3.2 lets clients send them all at
 * once): the next is begun when the answer of the one before has left. Node would begin all of them, and hold every
 * answer until its turn comes, so that one client that does not read could fill the memory.
 */
export function inTurn(handle: RequestListener): RequestListener {
  const waiting = new WeakMap<Socket, number>();
  return (request, response) => {
    const { socket } = request;
    const before = waiting.get(socket) ?? 0;
    if (!isBehind(response) || before >= mostWaiting) {
      handle(request, response);
      return;
    }
    waiting.set(socket, before + 1);
    response.once("socket", () => {
      waiting.set(socket, (waiting.get(socket) ?? 1) - 1);
      handle(request, response);
    });
  };
}

/** Whether an answer of an earlier request on the same connection has not left yet. */
export function isBehind(response: ServerResponse): boolean {
  return response.socket === null && !response.req.socket.destroyed;
}
