import { once } from "node:events";
import net from "node:net";
import { setTimeout } from "node:timers/promises";

/** For tests: a TCP proxy in front of a server, whose network can be broken. */
export interface FlakyProxy {
  /** The address to use instead of the server's. */
  readonly url: string;
  /** `refuse`: nobody listens. `hang`: connections are taken and nothing passes. */
  become(mode: "forward" | "refuse" | "hang"): Promise<void>;
  /** Breaks every connection that is open. */
  cut(): void;
  close(): Promise<void>;
}

/** Starts a proxy in front of the server at `url`. */
export async function startFlakyProxy(url: string): Promise<FlakyProxy> {
  const target = new URL(url);
  const sockets = new Set<net.Socket>();
  let hanging = false;
  const server = net.createServer((client) => {
    const upstream = net.connect(Number(target.port), target.hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    client.on("data", (bytes) => hanging || upstream.write(bytes));
    upstream.on("data", (bytes) => hanging || client.write(bytes));
  });
  const listen = async (port: number) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        server.listen(port, "127.0.0.1");
        await once(server, "listening");
        return;
      } catch (error) {
        // While it refused, a connection of somebody else's may have gone out from its port.
        if (attempt === 100 || (error as { code?: string }).code !== "EADDRINUSE") throw error;
        await setTimeout(50);
      }
    }
  };
  await listen(0);
  const { port } = server.address() as net.AddressInfo;
  const proxied = new URL(url);
  proxied.hostname = "127.0.0.1";
  proxied.port = String(port);
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  const stop = async () => {
    if (!server.listening) return;
    const closed = once(server, "close");
    server.close();
    cut();
    await closed;
  };
  return {
    url: proxied.toString(),
    cut,
    async become(mode) {
      hanging = mode === "hang";
      if (mode === "refuse") await stop();
      else if (!server.listening) await listen(port);
    },
    close: stop,
  };
}
