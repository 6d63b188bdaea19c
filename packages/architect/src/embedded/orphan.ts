import { EmbeddedError } from "./embedded-error.js";
import { errnoOf } from "./file-failure.js";
import { poll } from "./poll.js";
import { disownPostmasterPid, readPostmasterPid } from "./postmaster-pid.js";
import { commandLine, processIdentity } from "./process-identity.js";
import { type StopSignal, signalServer } from "./signal-server.js";
import type { UsableBinaries } from "./usable-binaries.js";

const GRACE_MS: ReadonlyArray<readonly [StopSignal, number]> = [
  ["fast", 10_000],
  ["immediate", 5_000],
];

/**
 * Stops the PostgreSQL that an earlier run left behind on this data directory, if its node process died
 * without stopping it. Call only while holding the owner lock. PostgreSQL itself then recovers what was
 * committed.
 *
 * @returns whether an earlier run had crashed
 * @throws EmbeddedError DATA_DIRECTORY_LOCKED when the orphan cannot be stopped
 */
export async function reapOrphan(cluster: string, binaries: UsableBinaries): Promise<boolean> {
  const left = readPostmasterPid(cluster);
  if (left === undefined) return false;
  if (!isServerOf(left.pid, cluster)) {
    disownPostmasterPid(cluster);
    return true;
  }
  for (const [signal, grace] of GRACE_MS) {
    await tell(left.pid, signal, cluster, binaries);
    const gone = await poll(() => (isServerOf(left.pid, cluster) ? undefined : true), { deadline: grace });
    if (gone === true) return true;
  }
  throw cannotStop(left.pid, cluster, "it does not react to SIGINT or SIGQUIT");
}

/** A pid alone proves nothing: the number may belong to another program by now. */
function isServerOf(pid: number, cluster: string): boolean {
  if (processIdentity(pid) === undefined) return false;
  if (process.platform === "win32") return true;
  const line = commandLine(pid) ?? "";
  return line.includes("postgres") && line.includes(cluster);
}

async function tell(
  pid: number,
  signal: StopSignal,
  cluster: string,
  binaries: UsableBinaries,
): Promise<void> {
  try {
    await signalServer({ pid, signal, cluster, pgCtl: binaries.pgCtl });
  } catch (error) {
    if (errnoOf(error) === "EPERM") throw cannotStop(pid, cluster, "it runs as another user", error);
    if (errnoOf(error) !== "ESRCH") throw error;
  }
}

function cannotStop(pid: number, cluster: string, why: string, cause?: unknown): EmbeddedError {
  return new EmbeddedError(
    "DATA_DIRECTORY_LOCKED",
    `A PostgreSQL left by an earlier run (pid ${pid}) holds ${cluster} and cannot be stopped: ${why}.`,
    `sudo kill -QUIT ${pid}`,
    { cause },
  );
}
