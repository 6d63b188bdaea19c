import { createServer } from "node:net";
import { ToolError } from "../tool-error.js";

const STEP = 10;
const ATTEMPTS = 50;

/**
 * The first free port of `wanted`, `wanted + 10`, `wanted + 20` and so on. It is free at this moment only: whoever
 * listens later must be ready to move on.
 *
 * @param option What names the port on the command line, for the message: `--port`.
 * @throws ToolError PORT_TAKEN after fifty taken ones
 */
export async function findFreePort(wanted: number, option: string): Promise<number> {
  for (let port = wanted; port < wanted + STEP * ATTEMPTS && port <= 65_535; port += STEP) {
    if ((await canListen(port, "127.0.0.1")) && (await canListen(port))) return port;
  }
  throw new ToolError(
    "PORT_TAKEN",
    `No port is free: ${wanted} and those above it, in steps of ten, are all taken.`,
    `Choose another: lintel dev ${option} 5400`,
  );
}

/** Asked on loopback and on all addresses: some systems let two processes have the same port on one of each. */
function canListen(port: number, host?: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ port, exclusive: true, ...(host && { host }) }, () => server.close(() => resolve(true)));
  });
}
