import type { Server } from "node:http";
import { Server as NetServer } from "node:net";

/** Milliseconds in which a connection that is open may still ask. */
const grace = 100;
/** Milliseconds between two looks at the connections. */
const pause = 10;

/**
 * Takes no new connections, and resolves when those that are open are gone or had a moment to ask. `close` of an HTTP
 * server ends connections without a request at once, also one that was made just now and on which a request is on its
 * way: whoever sent it would get a reset for an answer.
 */
export async function stopListening(server: Server): Promise<void> {
  // Right after the event loop has looked at its sockets: none waits then to be accepted, which closing would reset.
  await new Promise((resolve) => setImmediate(resolve));
  NetServer.prototype.close.call(server);
  const end = performance.now() + grace;
  while (performance.now() < end && (await hasConnections(server)))
    await new Promise((resolve) => setTimeout(resolve, pause));
}

function hasConnections(server: Server): Promise<boolean> {
  return new Promise((resolve) => {
    server.getConnections((error, count) => resolve(!error && count > 0));
  });
}
