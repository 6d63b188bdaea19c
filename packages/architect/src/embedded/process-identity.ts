import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

/**
 * What tells a living process from a later one that was given the same number: its start time (and, on
 * Linux, the boot it belongs to). `undefined` when no such process lives; a zombie does not live.
 */
export function processIdentity(pid: number): string | undefined {
  if (process.platform === "linux") return linuxIdentity(pid);
  if (process.platform === "win32") return answersSignals(pid) ? "alive" : undefined;
  return ps("lstart=", pid);
}

/** The command line of a living process, its arguments separated by NUL on Linux and by spaces elsewhere. */
export function commandLine(pid: number): string | undefined {
  if (process.platform === "linux") return readIfPresent(`/proc/${pid}/cmdline`);
  return ps("command=", pid);
}

function linuxIdentity(pid: number): string | undefined {
  const stat = readIfPresent(`/proc/${pid}/stat`);
  if (stat === undefined) return undefined;
  // The second field is the program's name in parentheses and may itself hold spaces and parentheses.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [state] = fields;
  if (state === "Z" || state === "X") return undefined;
  const boot = readIfPresent("/proc/sys/kernel/random/boot_id") ?? "";
  return `${boot.trim()}:${fields[19] ?? ""}`;
}

function ps(column: string, pid: number): string | undefined {
  const answer = spawnSync("ps", ["-o", column, "-p", String(pid)], {
    encoding: "utf8",
    env: { ...process.env, LC_ALL: "C", TZ: "UTC" },
  });
  const line = answer.status === 0 ? answer.stdout.trim() : "";
  return line === "" ? undefined : line;
}

function answersSignals(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function readIfPresent(path: string): string | undefined {
  try {
    const text = readFileSync(path, "utf8");
    return text === "" ? undefined : text;
  } catch {
    return undefined;
  }
}
