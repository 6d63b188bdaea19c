import type { IncomingMessage, ServerResponse } from "node:http";

/** Requests whose senders wait for `100 Continue` before they send the body (RFC 9110, 10.1.1). */
export interface Expecting {
  add(request: IncomingMessage): void;
  has(request: IncomingMessage): boolean;
  /** Asks for the body, if its sender waits for that. */
  goOn(request: IncomingMessage, response: ServerResponse): void;
}

/** Remembers them for as long as they live. */
export function createExpecting(): Expecting {
  const waiting = new WeakSet<IncomingMessage>();
  return {
    add: (request) => void waiting.add(request),
    has: (request) => waiting.has(request),
    goOn(request, response) {
      if (waiting.delete(request)) response.writeContinue();
    },
  };
}
