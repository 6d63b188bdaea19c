import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A balancer of TCP connections: each goes to the next of those that take it. */
export async function startBalancer() {
  const ports: number[] = [];
  const open = new Set<Socket>();
  let next = 0;

  const join = (client: Socket, attempts: number) => {
    const port = ports[next++ % ports.length];
    if (port === undefined || attempts > ports.length) return client.destroy();
    const server = connect(port, "127.0.0.1");
    server.once("connect", () => {
      open.add(client).add(server);
      client.pipe(server).pipe(client);
      for (const [one, other] of [
        [client, server],
        [server, client],
      ] as const) {
        one.on("error", () => other.destroy());
        one.on("close", () => {
          open.delete(one);
          other.destroy();
        });
      }
    });
    server.once("error", () => {
      if (!open.has(server)) join(client, attempts + 1);
    });
  };
  const balancer = createServer((client) => {
    client.on("error", () => client.destroy());
    join(client, 1);
  });
  balancer.listen(0, "127.0.0.1");
  await once(balancer, "listening");

  return {
    url: `http://127.0.0.1:${(balancer.address() as AddressInfo).port}`,
    add: (port: number) => void ports.push(port),
    remove(port: number) {
      ports.splice(ports.indexOf(port), 1);
    },
    /** Cuts every connection that goes through it. */
    cut() {
      for (const socket of open) socket.destroy();
    },
    async stop() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => balancer.close(resolve));
    },
  };
}
