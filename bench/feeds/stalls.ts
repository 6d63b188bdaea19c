import { spawn } from "node:child_process";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";

/** A time in which a CPU was given to no process: milliseconds since the epoch. */
export type Stall = readonly [from: number, to: number];

/** Looks on each CPU, above every other process, for times in which the machine itself stands still. */
export interface StallWatch {
  /** What was seen so far. Undefined where it is not permitted to look: `chrt` and `taskset` are needed, and the right to use them. */
  readonly stalls: readonly Stall[] | undefined;
  stop(): void;
}

export function watchStalls(): StallWatch {
  const stalls: Stall[] = [];
  let isPermitted = true;
  const probe = fileURLToPath(new URL("stall-probe.js", import.meta.url));
  const children = cpus().map((_, cpu) => {
    const child = spawn("taskset", ["-c", String(cpu), "chrt", "--fifo", "1", process.execPath, probe], {
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    });
    child.on("message", (seen: Stall[]) => stalls.push(...seen));
    child.on("error", () => {
      isPermitted = false;
    });
    child.on("exit", (code) => {
      if (code) isPermitted = false;
    });
    return child;
  });
  return {
    get stalls() {
      return isPermitted ? stalls : undefined;
    },
    stop() {
      for (const child of children) if (child.connected) child.disconnect();
    },
  };
}

/** Tells whether a time coincides with none of the stalls. */
export function clearOf(stalls: readonly Stall[]): (from: number, to: number) => boolean {
  const sorted = [...stalls].sort(([one], [other]) => one - other);
  const longest = Math.max(0, ...sorted.map(([from, to]) => to - from));
  return (from, to) => {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sorted[middle]?.[0] ?? 0) < from - longest) low = middle + 1;
      else high = middle;
    }
    for (let at = low; at < sorted.length; at += 1) {
      const [begins, ends] = sorted[at] as Stall;
      if (begins >= to) return true;
      if (ends > from) return false;
    }
    return true;
  };
}
