import { readFileSync } from "node:fs";

/** Files that a process has open beside the connections of its clients: those to PostgreSQL, logs, modules. */
const others = 256;
const fewest = 64;
/** Connections that a process takes where nothing is said, and files enough may be open. */
const usual = 16_384;

/**
 * How many connections clients may have open, where the environment does not say: 16,384, or as many as the operating
 * system lets a process open files, less some for its own.
 */
export function usualSockets(limits: () => string = readLimits): number {
  const [, soft] = /^Max open files\s+(\d+)/m.exec(limits()) ?? [];
  return soft === undefined ? usual : Math.min(usual, Math.max(fewest, Number(soft) - others));
}

/** What Linux says of this process; nothing elsewhere. Node has raised the soft limit to the hard one when it started. */
function readLimits(): string {
  try {
    return readFileSync("/proc/self/limits", "utf8");
  } catch {
    return "";
  }
}
