import type { ChildProcess } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";
import { type StopSignal, signalServer } from "./signal-server.js";

const FAST_MS = 10_000;
const IMMEDIATE_MS = 5_000;

interface Running {
  child: ChildProcess;
  /** Settles when the process has ended. */
  ended: Promise<unknown>;
  cluster: string;
  pgCtl: string;
}

/**
 * The one function that ends a server: fast shutdown; after its deadline (a replication client that does not
 * read can hold it up) immediate shutdown, from which the next start recovers; at last SIGKILL. It also makes
 * sure that a program that exits without calling it does not leave PostgreSQL behind.
 */
export function stopper(running: Running): () => Promise<void> {
  const { child, ended } = running;
  const lastChance = () => void child.kill("SIGINT");
  process.once("exit", lastChance);
  void ended.then(() => process.removeListener("exit", lastChance));
  // Not stopping is no reason to keep a program alive that has nothing else to do.
  child.unref();
  let stopping: Promise<void> | undefined;
  return () => {
    stopping ??= stop(running);
    return stopping;
  };
}

async function stop(running: Running): Promise<void> {
  running.child.ref();
  if (await endsAfter("fast", FAST_MS, running)) return;
  if (await endsAfter("immediate", IMMEDIATE_MS, running)) return;
  running.child.kill("SIGKILL");
  await running.ended;
}

async function endsAfter(signal: StopSignal, grace: number, running: Running): Promise<boolean> {
  const { child, ended, cluster, pgCtl } = running;
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return true;
  await signalServer({ pid: child.pid, signal, cluster, pgCtl });
  const timer = new AbortController();
  const outOfTime = delay(grace, false, { signal: timer.signal }).catch(() => false);
  const gone = await Promise.race([ended.then(() => true), outOfTime]);
  timer.abort();
  return gone;
}
