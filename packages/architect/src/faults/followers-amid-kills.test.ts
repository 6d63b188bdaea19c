import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { type Balancer, startBalancer } from "./balancer.js";
import { compareKept } from "./kept.js";
import { startLoad } from "./load.js";
import { openSite, type Served, type Site } from "./served.js";
import { startSqlWriter } from "./sql-writer.js";
import { pause, until } from "./until.js";
import { type Watcher, watch } from "./watcher.js";

/** How many kills and cuts; more of them by LINTEL_FEED_KILLS. */
const all = Number(process.env.LINTEL_FEED_KILLS ?? 40);
/** Of one site: what it holds grows with each, and all of that is read again by whoever begins anew. */
const most = 50;
const slices = Array.from({ length: Math.ceil(all / most) }, (_, at) => ({
  part: at + 1,
  kills: Math.min(most, all - at * most),
}));
vi.setConfig({ testTimeout: 120_000 + most * 20_000, hookTimeout: 300_000 });

let site: Site;
let balancer: Balancer;
beforeEach(async () => {
  site = await openSite();
  balancer = await startBalancer();
});
afterEach(async () => {
  await balancer?.close();
  await site?.remove();
});

const positionOf = async () => {
  const [row] = await site.postgres.sql<{ position: number }>(
    "select position::int as position from orders.log_head",
  );
  return row?.position ?? 0;
};

it.each(slices)(
  "keeps every follower whole through $kills kills of processes, PostgreSQL, writers and sockets, part $part",
  async ({ kills, part }) => {
    const served: (Served | undefined)[] = [];
    const serve = async (at: number) => {
      const started = await site.start();
      served[at] = started;
      balancer.ports.add(started.port);
    };
    await Promise.all([serve(0), serve(1)]);
    const load = startLoad({ url: balancer.url, token: site.token, clients: 4 });
    await until("orders are placed", () => load.acknowledged.size > 20);
    const watchers: Watcher[] = Array.from({ length: 4 }, () => watch(balancer.url, "order"));
    // From then on the first four are told of every order that is made, also of those that are deleted.
    await until("the rows are there", () => watchers.every(({ snapshots }) => snapshots === 1));
    const writers: ChildProcess[] = [0, 1].map(() => startSqlWriter(site.postgres.url));
    const counts = { process: 0, postgres: 0, writer: 0, sockets: 0 };

    const killProcess = async () => {
      const at = Math.random() < 0.5 ? 0 : 1;
      const victim = served[at];
      if (!victim) return;
      balancer.ports.delete(victim.port);
      victim.child.kill("SIGKILL");
      await victim.ended;
      counts.process += 1;
      await serve(at);
    };
    const killPostgres = async () => {
      await site.postgres.end(Math.random() < 0.5 ? "SIGKILL" : "SIGQUIT");
      counts.postgres += 1;
      await site.postgres.start();
    };
    const killWriter = async () => {
      const at = Math.random() < 0.5 ? 0 : 1;
      const writer = writers[at];
      if (writer?.exitCode === null && writer.signalCode === null) {
        writer.kill("SIGKILL");
        await once(writer, "exit");
        counts.writer += 1;
      }
      writers[at] = startSqlWriter(site.postgres.url);
    };
    const cutSockets = async () => {
      if (balancer.cut() > 0) counts.sockets += 1;
    };
    const ways = [killProcess, killPostgres, killWriter, cutSockets, killWriter, cutSockets];
    const killed = () => counts.process + counts.postgres + counts.writer + counts.sockets;
    // A writer that PostgreSQL took along, or no socket that is open, is none that was killed: it is tried again then.
    const least = Math.floor(kills / 12);
    const isEnough = () => killed() >= kills && Math.min(...Object.values(counts)) >= least;
    for (let kill = 0; !isEnough() && kill < kills * 10; kill += 1) {
      const before = load.acknowledged.size;
      await ways[kill % ways.length]?.();
      await pause(Math.random() * 150);
      // Every few, so that much is also killed before anything has recovered.
      if (kill % 3 === 0) {
        await until("orders are placed again", () => load.acknowledged.size > before);
        watchers.push(watch(balancer.url, "order"));
        if (watchers.length > 8) watchers.splice(4, 1)[0]?.stop();
      }
    }

    await load.stop();
    for (const writer of writers) writer.kill("SIGKILL");
    const table = async () => {
      const rows = await site.postgres.sql<{ id: string; version: number }>(
        "select id, version from orders.orders",
      );
      return new Map(rows.map(({ id, version }) => [id, version]));
    };
    const backends =
      "select count(*)::int as count from pg_stat_activity where usename = 'lintel' and pid <> pg_backend_pid() and datname = 'shop'";
    await until("the writers are gone", async () => {
      const [row] = await site.postgres.sql<{ count: number }>(backends);
      return row?.count === 0;
    });
    const truth = await table();
    const ever = await site.postgres.sql<{ key: string }>(
      "select key from orders.outbox where subject = 'order' and kind = 'insert'",
    );
    for (const watcher of watchers) {
      await expect.poll(() => watcher.versions, { timeout: 60_000 }).toEqual(truth);
      expect(watcher.faults).toEqual([]);
      expect(watcher.snapshots).toBe(1);
    }
    for (const watcher of watchers.slice(0, 4))
      expect(ever.filter(({ key }) => !watcher.seen.has(key))).toEqual([]);
    const kept = await compareKept(site.postgres, load);
    expect({ doubled: kept.doubled, unknown: kept.unknown }).toEqual({ doubled: [], unknown: [] });
    expect(load.acknowledged.size).toBe(load.sent.size);
    expect(await positionOf()).toBeGreaterThan(load.acknowledged.size);
    expect(Math.min(...Object.values(counts))).toBeGreaterThanOrEqual(least);
    expect(Math.max(...watchers.map(({ resumed }) => resumed))).toBeGreaterThan(kills / 10);
    for (const watcher of watchers) watcher.stop();
    process.stdout.write(
      `part ${part} of ${slices.length}: ${killed()} kills (${JSON.stringify(counts)}), ${load.acknowledged.size} orders acknowledged, ${truth.size} rows, ${watchers.length} followers: none lost, doubled or out of order\n`,
    );
  },
);
