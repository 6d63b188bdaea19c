import { createServer } from "node:http";
import type { Metrics } from "../operate/index.js";
import { type ListenOptions, listen, urlOf } from "./listen.js";

/** Where Prometheus reads. */
export interface MetricsServer {
  readonly url: string;
  close(): void;
}

/** Milliseconds for which an answer that is being given is waited for. */
const unanswered = 500;

/**
 * Serves metrics at `/metrics` on a port of their own, which is not for the world.
 *
 * @throws StartError `PORT_TAKEN`, `ADDRESS_UNUSABLE`
 */
export async function serveMetrics(
  metrics: Metrics,
  at: Pick<ListenOptions, "host" | "port" | "mayMove">,
): Promise<MetricsServer> {
  const server = createServer((request, response) => {
    if (request.url !== "/metrics") {
      response.writeHead(404, { "content-length": 0 }).end();
      return;
    }
    metrics.metrics().then(
      (text) => response.writeHead(200, { "content-type": metrics.contentType }).end(text),
      () => response.writeHead(500, { "content-length": 0 }).end(),
    );
  });
  const address = await listen(server, {
    ...at,
    what: "The metrics server",
    options: { port: "--metrics-port", host: "--metrics-host" },
  });
  return {
    url: `${urlOf(address)}/metrics`,
    close() {
      server.close();
      server.closeIdleConnections();
      // Whoever has just asked is answered; what hangs is not waited for.
      setTimeout(() => server.closeAllConnections(), unanswered).unref();
    },
  };
}
