import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** Milliseconds since the epoch, and milliseconds. */
export type Latency = readonly [sent: number, took: number];

/** Followers in processes of their own. */
export interface Crowd {
  /** The processes. */
  readonly pids: readonly number[];
  /** Events that all of them were given. */
  readonly received: number;
  /** When each change was written, and how many milliseconds later the first follower of each process had it, since it was last asked. */
  takeLatencies(): readonly Latency[];
  /** Milliseconds since the epoch at which the first event came. */
  readonly firstAt: number;
  /** Milliseconds since the epoch at which the last event came. */
  readonly lastAt: number;
  /** Waits until so many events came, and throws after so many milliseconds. */
  until(received: number, within: number): Promise<void>;
  stop(): void;
}

/** Has `followers` follow, spread over `processes`, and resolves when all do. */
export async function gather(
  kind: string,
  url: string,
  {
    followers,
    processes,
    from = "",
  }: { readonly followers: number; readonly processes: number; readonly from?: string },
): Promise<Crowd> {
  const counts = new Map<ChildProcess, number>();
  let latencies: Latency[] = [];
  let firstAt = Number.POSITIVE_INFINITY;
  let lastAt = 0;
  const program = fileURLToPath(new URL("followers.js", import.meta.url));
  const children = Array.from({ length: processes }, () =>
    fork(program, [kind, url, String(followers / processes), from], { execArgv: [] }),
  );
  const sum = () => [...counts.values()].reduce((total, one) => total + one, 0);
  await Promise.all(
    children.map(
      (child) =>
        new Promise<void>((resolve, reject) => {
          child.on("exit", (code) => reject(new Error(`Followers ended with ${code}.`)));
          child.on(
            "message",
            (said: {
              open?: true;
              received?: number;
              latencies?: Latency[];
              firstAt?: number;
              lastAt?: number;
            }) => {
              if (said.open) resolve();
              counts.set(child, said.received ?? 0);
              latencies.push(...(said.latencies ?? []));
              firstAt = Math.min(firstAt, said.firstAt || Number.POSITIVE_INFINITY);
              lastAt = Math.max(lastAt, said.lastAt ?? 0);
            },
          );
        }),
    ),
  );
  return {
    pids: children.map(({ pid = 0 }) => pid),
    get received() {
      return sum();
    },
    get firstAt() {
      return firstAt;
    },
    get lastAt() {
      return lastAt;
    },
    takeLatencies() {
      const taken = latencies;
      latencies = [];
      return taken;
    },
    async until(received, within) {
      const end = performance.now() + within;
      while (sum() < received) {
        if (performance.now() > end) throw new Error(`${sum()} of ${received} events came in ${within} ms.`);
        await Promise.race(children.map((child) => once(child, "message")));
      }
    },
    stop() {
      for (const child of children) {
        child.removeAllListeners("exit");
        child.kill();
      }
    },
  };
}
