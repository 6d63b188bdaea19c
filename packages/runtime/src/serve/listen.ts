import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { StartError } from "./start-error.js";

/** How far a port moves when it is taken, and how often. */
const step = 10;
const attempts = 20;

export interface ListenOptions {
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  /** Take the next port that is free, in steps of ten, instead of failing. */
  readonly mayMove: boolean;
  /** What listens, for the message: `The API`. */
  readonly what: string;
  /** How its port and its address are given on the command line, for the message: `--port` and `--host`. */
  readonly options: { readonly port: string; readonly host: string };
}

/**
 * Lets a server listen, and gives back where it does.
 *
 * @throws StartError `PORT_TAKEN`, `ADDRESS_UNUSABLE`
 */
export async function listen(server: Server, options: ListenOptions): Promise<AddressInfo> {
  const { host, port, mayMove, what } = options;
  const named = options.options;
  for (let attempt = 0; ; attempt++) {
    const tried = port + attempt * step;
    try {
      await listenOnce(server, host, tried);
      return server.address() as AddressInfo;
    } catch (error) {
      const { code } = error as { code?: string };
      if (code === "EADDRINUSE" && mayMove && port !== 0 && attempt < attempts && tried + step < 65_536)
        continue;
      if (code === "EADDRINUSE")
        throw new StartError(
          "PORT_TAKEN",
          `${what} cannot listen on port ${tried}: another program does.`,
          `Stop that program (\`lsof -i :${tried}\` names it), or take another port: ${named.port} ${tried + step}.`,
          { cause: error },
        );
      throw new StartError(
        "ADDRESS_UNUSABLE",
        `${what} cannot listen on ${host}:${tried}: ${error instanceof Error ? error.message : String(error)}.`,
        `Choose an address of this machine (${named.host}) and a port from 1024 to 65535 (${named.port}).`,
        { cause: error },
      );
    }
  }
}

function listenOnce(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const failed = (error: Error) => {
      server.off("listening", listening);
      reject(error);
    };
    const listening = () => {
      server.off("error", failed);
      resolve();
    };
    server.once("error", failed);
    server.once("listening", listening);
    server.listen({ host, port, backlog: 1_024 });
  });
}

/** The address as a URL. A server that listens everywhere is best reached at localhost. */
export function urlOf({ address, family, port }: AddressInfo): string {
  if (address === "0.0.0.0" || address === "::") return `http://localhost:${port}`;
  return family === "IPv6" ? `http://[${address}]:${port}` : `http://${address}:${port}`;
}
