import { type ChildProcess, spawn } from "node:child_process";
import { closeSync } from "node:fs";
import { EmbeddedError } from "./embedded-error.js";
import type { Placement } from "./placement.js";
import { poll } from "./poll.js";
import { readPostmasterPid } from "./postmaster-pid.js";
import { type ProgramResult, safeWorkingDirectory, serverEnvironment } from "./run-program.js";
import { lastLines, logSize, openServerLog, readLogSince } from "./server-log.js";
import type { ServiceUser } from "./service-user.js";
import { serverParameters } from "./settings.js";
import { stopper } from "./stop-server.js";
import type { UsableBinaries } from "./usable-binaries.js";

/** Recovery after a crash replays at most a few gigabytes of write-ahead log. */
const READY_DEADLINE_MS = 120_000;

export interface Server {
  /** Ends all sessions, writes everything out and returns when the process is gone; may be called again. */
  stop(): Promise<void>;
}

export interface ServerOptions {
  placement: Placement;
  binaries: UsableBinaries;
  user: ServiceUser;
  port: number;
  durable: boolean;
}

/**
 * Starts `postgres` and waits until it says that it is ready.
 *
 * @returns the running server, or what the program said before it ended
 * @throws EmbeddedError START_TIMEOUT
 */
export async function launch(options: ServerOptions): Promise<Server | ProgramResult> {
  const { cluster, log } = options.placement;
  const file = openServerLog(log);
  const before = logSize(log);
  // Detached: Ctrl-C in a terminal must reach PostgreSQL only through stop(), after the application is done.
  const child = spawn(options.binaries.postgres, serverParameters(cluster, options), {
    ...options.user,
    cwd: safeWorkingDirectory(),
    env: serverEnvironment(),
    stdio: ["ignore", file, file],
    detached: process.platform !== "win32",
    windowsHide: true,
  });
  closeSync(file);
  const ended = new Promise<ProgramResult>((resolve) => {
    const report = (status: number | null, startFailure?: Error) =>
      resolve({ status: status ?? undefined, output: readLogSince(log, before), startFailure });
    child.once("error", (failure) => report(null, failure));
    child.once("exit", (status) => report(status));
  });
  const stop = stopper({ child, ended, cluster, pgCtl: options.binaries.pgCtl });
  const first = await Promise.race([becomesReady(child, cluster), ended]);
  if (first === "ready") return { stop };
  if (first !== undefined) return first;
  await stop();
  throw new EmbeddedError(
    "START_TIMEOUT",
    `PostgreSQL on ${cluster} was not ready after ${READY_DEADLINE_MS / 1000} s. Its last words:\n${lastLines(readLogSince(log, before))}`,
    `Read the whole log: less ${log}`,
  );
}

function becomesReady(child: ChildProcess, cluster: string): Promise<"ready" | undefined> {
  const ready = () => {
    if (child.exitCode !== null || child.signalCode !== null) return "ended";
    const now = readPostmasterPid(cluster);
    return now !== undefined && now.pid === child.pid && now.status === "ready" ? "ready" : undefined;
  };
  return poll(ready, { deadline: READY_DEADLINE_MS }).then((state) =>
    // When the child has ended, the other runner of the race brings the answer.
    state === "ended" ? new Promise(() => undefined) : state,
  );
}
