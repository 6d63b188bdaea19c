import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { installPeer } from "./install.js";
import type { Peer } from "./peers/index.js";

/** A peer that serves, as a process of its own. */
export interface Server {
  readonly peer: Peer;
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/** Starts a peer and waits until it says where it serves. Throws if it ends before. */
export async function startServer(
  peer: Peer,
  variables: Readonly<Record<string, string>>,
  tell: (line: string) => void = () => {},
): Promise<Server> {
  const file = peer.installed
    ? await installPeer(peer.file, tell)
    : fileURLToPath(new URL(`peers/${peer.file}`, import.meta.url));
  const child = spawn(process.execPath, [...process.execArgv, file], {
    env: { ...process.env, NODE_ENV: "production", ...variables, ...peer.variables },
    stdio: ["ignore", "pipe", "inherit"],
  });
  for await (const url of createInterface({ input: child.stdout }))
    return { peer, url, pid: child.pid ?? 0, stop: () => stop(child) };
  throw new Error(`${peer.title} ended before it served.`);
}

/** Ends the process: kindly, and after five seconds at once. */
async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  const deadline = setTimeout(() => child.kill("SIGKILL"), 5_000);
  await ended;
  clearTimeout(deadline);
}
