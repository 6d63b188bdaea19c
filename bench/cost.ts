import { readFile } from "node:fs/promises";

/** Where Linux counts a process's time, in ticks of 10 ms, after the name of the program. See proc_pid_stat(5). */
const at = { user: 11, system: 12, childrenUser: 13, childrenSystem: 14 } as const;

/** CPU seconds of a process so far. */
export async function cpuOf(pid: number): Promise<number> {
  const stat = await statOf(pid);
  return (stat(at.user) + stat(at.system)) / 100;
}

/** CPU seconds of the processes that a process started and that have ended. */
export async function cpuOfEnded(pid: number): Promise<number> {
  const stat = await statOf(pid);
  return (stat(at.childrenUser) + stat(at.childrenSystem)) / 100;
}

/** CPU seconds of PostgreSQL so far: of the postmaster and of all of its processes, those that ended included. */
export async function cpuOfPostgres(postmaster: number): Promise<number> {
  const children = await readFile(`/proc/${postmaster}/task/${postmaster}/children`, "utf8");
  const running = children.split(" ").filter(Boolean).map(Number);
  const times = await Promise.all(running.map((pid) => cpuOf(pid).catch(() => 0)));
  const ended = await cpuOfEnded(postmaster);
  return times.reduce((sum, one) => sum + one, (await cpuOf(postmaster)) + ended);
}

/** Megabytes of a process that are in memory. */
export async function residentMegabytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1_024;
}

async function statOf(pid: number): Promise<(field: number) => number> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (field) => Number(fields[field]);
}
