import { connect, createServer } from "node:net";
import { EmbeddedError } from "./embedded-error.js";

const STEP = 10;
const ATTEMPTS = 50;
const HIGHEST = 65_535;

/**
 * The first free port on 127.0.0.1 of `preferred`, `preferred + 10`, `preferred + 20` and so on.
 *
 * @throws EmbeddedError NO_FREE_PORT after fifty taken ones.
 */
export async function findFreePort(preferred: number): Promise<number> {
  const last = Math.min(preferred + STEP * (ATTEMPTS - 1), HIGHEST);
  for (let port = preferred; port <= last; port += STEP) {
    if (!(await isAnswered(port)) && (await canListen(port))) return port;
  }
  throw new EmbeddedError(
    "NO_FREE_PORT",
    `No free port for PostgreSQL on 127.0.0.1: ${preferred} to ${last} in steps of ${STEP} are all taken.`,
    "Choose another port between 1024 and 65535 for the embedded database.",
  );
}

/** The port after a taken one. */
export function portAfter(port: number): number {
  return port + STEP;
}

/** Some systems let a second process listen on 127.0.0.1 while a first has the port on all addresses. */
function isAnswered(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1" });
    const answer = (taken: boolean) => {
      socket.destroy();
      resolve(taken);
    };
    socket.once("connect", () => answer(true));
    socket.once("error", () => answer(false));
    socket.setTimeout(500, () => answer(true));
  });
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () => server.close(() => resolve(true)));
  });
}
