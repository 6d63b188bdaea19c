/** A balancer of TCP connections in front of several processes, which can cut what goes through it. */
import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

export interface Balancer {
  readonly url: string;
  /** Where new connections go, in turn; those that do not answer are passed over. */
  readonly ports: Set<number>;
  /** Cuts every connection that is open now, wherever its bytes are: a message may have come in half. Says how many those were. */
  cut(): number;
  close(): Promise<void>;
}

export async function startBalancer(): Promise<Balancer> {
  const ports = new Set<number>();
  const open = new Set<Socket>();
  let turn = 0;
  const keep = (socket: Socket) => {
    open.add(socket);
    socket.on("close", () => open.delete(socket));
    socket.on("error", () => socket.destroy());
  };
  const join = (one: Socket, other: Socket) => {
    one.pipe(other);
    one.on("close", () => other.destroy());
  };
  const server = createServer((client) => {
    keep(client);
    turn += 1;
    const all = [...ports];
    const tries = all.map((_, at) => all[(turn + at) % all.length] ?? 0);
    const reach = () => {
      const port = tries.shift();
      if (port === undefined) return client.destroy();
      const target = connect(port, "127.0.0.1");
      target.once("error", reach);
      target.once("connect", () => {
        target.removeListener("error", reach);
        keep(target);
        if (client.destroyed) return target.destroy();
        join(client, target);
        join(target, client);
      });
    };
    reach();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    ports,
    cut() {
      const count = open.size;
      for (const socket of open) socket.destroy();
      return count;
    },
    async close() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
