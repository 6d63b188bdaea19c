import type { Server } from "node:http";
import { Server as NetServer } from "node:net";

/** Milliseconds between two looks at the connections. */
const pause = 10;
/**
 * Looks until a connection that is open has had its moment to ask. They are counted, and not the time: between two of them
 * the event loop reads what has come, however long the process was held up.
 */
const looks = 10;

/**
 * Takes no new connections, and resolves when those that are open are gone or had a moment to ask. `close` of an HTTP
 * server ends connections without a request at once, also one that was made just now and on which a request is on its
 * way: whoever sent it would get a reset for an answer.
 */
export async function stopListening(server: Server): Promise<void> {
  // Right after the event loop has looked at its sockets: none waits then to be accepted, which closing would reset.
  await new Promise((resolve) => setImmediate(resolve));
  NetServer.prototype.close.call(server);
  for (let look = 0; look < looks && (await hasConnections(server)); look += 1)
    await new Promise((resolve) => setTimeout(resolve, pause));
}

function hasConnections(server: Server): Promise<boolean> {
  return new Promise((resolve) => {
    server.getConnections((error, count) => resolve(!error && count > 0));
  });
}
