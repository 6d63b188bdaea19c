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

it.each(["SIGINT", "SIGQUIT"] as const)(
  "followers stay through a PostgreSQL that is stopped (%s) and started again, and go on without a loss, a doubling or another snapshot",
  async (signal) => {
    const load = startLoad({ url: balancer.url, token: site.token, clients: 4 });
    await until("orders are placed", () => load.acknowledged.size > 20);
    const watchers = Array.from({ length: 5 }, () => watch(balancer.url, "order"));
    await until("the rows are there", () => watchers.every(({ snapshots }) => snapshots === 1));
    const connected = watchers.map(({ resumed }) => resumed);

    await site.postgres.end(signal);
    const { length } = load.outcomes;
    await until("the outage is met", () =>
      load.outcomes.slice(length).some(({ code }) => code === "DATABASE_UNAVAILABLE"),
    );
    // One who comes now is told to come again, and does.
    const late = watch(balancer.url, "order");
    await site.postgres.start();
    const before = load.acknowledged.size;
    await until("orders are placed again", () => load.acknowledged.size > before + 20);
    await load.stop();

    const truth = await versions();
    for (const one of [...watchers, late]) {
      await expect.poll(() => one.versions, { timeout: 60_000 }).toEqual(truth);
      expect(one.faults).toEqual([]);
      expect(one.snapshots).toBe(1);
    }
    // Not one of their connections was closed for it.
    expect(watchers.map(({ resumed }) => resumed)).toEqual(connected);
    for (const one of [...watchers, late]) one.stop();
  },
);
