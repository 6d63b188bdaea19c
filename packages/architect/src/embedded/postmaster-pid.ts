import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What PostgreSQL tells about itself in `postmaster.pid` (see PostgreSQL's src/include/utils/pidfile.h). */
export interface PostmasterPid {
  pid: number;
  port: number | undefined;
  /** `starting`, `stopping`, `ready` or `standby`; absent in the first moments. */
  status: string | undefined;
}

const PORT_LINE = 3;
const STATUS_LINE = 7;

/** A number above every pid that Linux, macOS or BSD gives out. */
const NOBODYS_PID = 4_194_305;

export function readPostmasterPid(clusterDirectory: string): PostmasterPid | undefined {
  const lines = readLines(clusterDirectory);
  const pid = Number(lines?.[0]);
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  const port = Number(lines?.[PORT_LINE]);
  return {
    pid,
    port: Number.isInteger(port) && port > 0 ? port : undefined,
    status: lines?.[STATUS_LINE]?.trim() || undefined,
  };
}

/**
 * Makes a left-over file say that its process is gone, for the case that the number now belongs to an
 * unrelated process (usual after a container restarts) and PostgreSQL would refuse to start. The shared
 * memory key stays, so that PostgreSQL still refuses while a backend of the earlier run lives.
 */
export function disownPostmasterPid(clusterDirectory: string): void {
  const lines = readLines(clusterDirectory);
  if (lines === undefined) return;
  writeFileSync(
    join(clusterDirectory, "postmaster.pid"),
    [String(NOBODYS_PID), ...lines.slice(1)].join("\n"),
  );
}

function readLines(clusterDirectory: string): string[] | undefined {
  try {
    return readFileSync(join(clusterDirectory, "postmaster.pid"), "utf8").split("\n");
  } catch {
    return undefined;
  }
}
