import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { type Balancer, startBalancer } from "./balancer.js";
import { startLoad } from "./load.js";
import { openSite, type Served, type Site } from "./served.js";
import { until } from "./until.js";
import { watch } from "./watcher.js";

vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 });

let site: Site;
let served: Served;
let balancer: Balancer;
beforeAll(async () => {
  site = await openSite();
  served = await site.start();
  balancer = await startBalancer();
  balancer.ports.add(served.port);
});
afterAll(async () => {
  await balancer?.close();
  await site?.remove();
});

const versions = async () => {
  const rows = await site.postgres.sql<{ id: string; version: number }>(
    "select id, version from orders.orders",
  );
  return new Map(rows.map(({ id, version }) => [id, version]));
};

/** Ends PostgreSQL, or holds it with all that serves the system; gives back how it comes back. */
const takeAway = async (signal: "SIGINT" | "SIGQUIT" | "SIGSTOP"): Promise<() => Promise<void>> => {
  if (signal !== "SIGSTOP") {
    await site.postgres.end(signal);
    return () => site.postgres.start();
  }
  const backends = await site.postgres.sql<{ pid: number }>(
    "select pid from pg_stat_activity where usename = 'app'",
  );
  const frozen = [site.postgres.pid(), ...backends.map(({ pid }) => pid)];
  for (const pid of frozen) process.kill(pid, "SIGSTOP");
  return async () => {
    for (const pid of frozen) process.kill(pid, "SIGCONT");
  };
};

it.each(["SIGINT", "SIGQUIT", "SIGSTOP"] as const)(
  "followers stay through a PostgreSQL that is stopped (%s) and started again, know that they are not live meanwhile, and go on without a loss, a doubling or another snapshot",
  async (signal) => {
    const load = startLoad({ url: balancer.url, token: site.token, clients: 4 });
    await until("orders are placed", () => load.acknowledged.size > 20);
    const watchers = Array.from({ length: 5 }, () => watch(balancer.url, "order"));
    await until("they are live", () => watchers.every(({ stands }) => stands === "live"));
    const connected = watchers.map(({ resumed }) => resumed);

    const bringBack = await takeAway(signal);
    // One who comes now is told to come again, and does.
    const late = await until("they know", () => watchers.every(({ stands }) => stands === "away"))
      .then(() => watch(balancer.url, "order"))
      .finally(bringBack);
    const before = load.acknowledged.size;
    await until("orders are placed again", () => load.acknowledged.size > before + 20);
    await load.stop();

    const truth = await versions();
    for (const one of [...watchers, late]) {
      await expect.poll(() => one.versions, { timeout: 60_000 }).toEqual(truth);
      await expect.poll(() => one.stands, { timeout: 60_000 }).toBe("live");
      expect(one.faults).toEqual([]);
      expect(one.snapshots).toBe(1);
    }
    // Not one of their connections was closed for it.
    expect(watchers.map(({ resumed }) => resumed)).toEqual(connected);
    for (const one of [...watchers, late]) one.stop();
  },
);
