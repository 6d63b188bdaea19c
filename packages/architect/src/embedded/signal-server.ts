import { runProgram } from "./run-program.js";

/** PostgreSQL's shutdown modes: `fast` ends sessions and writes all out, `immediate` leaves that to recovery. */
export type StopSignal = "fast" | "immediate";

const SIGNALS = { fast: "SIGINT", immediate: "SIGQUIT" } as const;

/** Asks a postmaster to stop. Windows has no such signals, so pg_ctl speaks to it there. */
export async function signalServer(server: {
  pid: number;
  signal: StopSignal;
  cluster: string;
  pgCtl: string;
}): Promise<void> {
  if (process.platform === "win32") {
    const parameters = ["stop", "--no-wait", "-D", server.cluster, "-m", server.signal];
    await runProgram(server.pgCtl, parameters, { user: undefined });
  } else {
    process.kill(server.pid, SIGNALS[server.signal]);
  }
}
