import { closeSync, existsSync, openSync, readSync, renameSync, statSync } from "node:fs";

const LARGEST_LOG_BYTES = 10 * 1024 * 1024;
const TAIL_BYTES = 16 * 1024;

/** Opens PostgreSQL's log for appending; a log over 10 MB first becomes `<path>.1`, replacing an older one. */
export function openServerLog(path: string): number {
  if (existsSync(path) && statSync(path).size > LARGEST_LOG_BYTES) renameSync(path, `${path}.1`);
  return openSync(path, "a", 0o600);
}

export function logSize(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

/** What was written to the log after byte `from`; only the end of it when that is long. */
export function readLogSince(path: string, from: number): string {
  const size = logSize(path);
  const start = Math.max(from, size - TAIL_BYTES, 0);
  if (size <= start) return "";
  const file = openSync(path, "r");
  try {
    const buffer = Buffer.alloc(size - start);
    return buffer.toString("utf8", 0, readSync(file, buffer, 0, buffer.length, start));
  } finally {
    closeSync(file);
  }
}

/** The last lines of a program's output, indented for an error message. */
export function lastLines(text: string, count = 12): string {
  const lines = text.trimEnd().split("\n").slice(-count);
  return lines.map((line) => `  ${line}`).join("\n");
}
