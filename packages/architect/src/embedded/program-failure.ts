import { statfsSync } from "node:fs";
import { EmbeddedError } from "./embedded-error.js";
import { diskFull, notWritable } from "./file-failure.js";
import type { Placement } from "./placement.js";
import type { ProgramResult } from "./run-program.js";
import { lastLines } from "./server-log.js";

/** With less than one segment of write-ahead log to spare, PostgreSQL cannot start, nor always say why. */
const LEAST_ROOM_BYTES = 16 * 1024 * 1024;

/** Says why `initdb` or `postgres` ended, from its output and from the state of the disk. */
export function explainProgramFailure(
  program: string,
  result: ProgramResult,
  { cluster, log }: Pick<Placement, "cluster" | "log">,
): EmbeddedError {
  const { output } = result;
  if (/No space left on device|Disk quota exceeded/i.test(output) || hasNoRoom(cluster)) {
    return diskFull(cluster, new Error(lastLines(output)));
  }
  if (/has wrong ownership|has invalid permissions|Permission denied|Read-only file system/i.test(output)) {
    return notWritable(cluster, `${program} said:\n${lastLines(output)}`);
  }
  if (/could not look up effective user ID/.test(output)) {
    return new EmbeddedError(
      "BINARY_FAILED",
      `${program} needs a user that has a name, and this process's user has none:\n${lastLines(output)}`,
      'echo "lintel:x:$(id -u):$(id -g)::/:/bin/false" >> /etc/passwd',
    );
  }
  const why = result.startFailure?.message ?? `it ended with status ${result.status ?? "unknown"}`;
  return new EmbeddedError(
    "BINARY_FAILED",
    `${program} failed on ${cluster}: ${why}. Its last words:\n${lastLines(output)}`,
    `Read the whole log: less ${log}`,
    { cause: result.startFailure },
  );
}

function hasNoRoom(directory: string): boolean {
  try {
    const space = statfsSync(directory);
    return space.bavail * space.bsize < LEAST_ROOM_BYTES;
  } catch {
    return false;
  }
}
