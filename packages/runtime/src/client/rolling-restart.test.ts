import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import pg from "pg";
import { afterAll, expect, it } from "vitest";
import { WebSocket } from "ws";
import feedSystem, { type warehouse } from "../testing/cases/feed-system.js";
import { createTestDatabase } from "../testing/database.js";
import { template } from "../testing/test-system.js";
import { startBalancer } from "./cases/balancer.js";
import { checkSteps } from "./cases/followed.js";
import { connect } from "./index.js";

const endings: (() => unknown)[] = [];
afterAll(async () => {
  for (const end of endings.reverse()) await end();
});

/** Serves until it is told to stop, and prints its port. */
const script = `
import { loadServer } from "@lintel/runtime/tools";
import system from ${JSON.stringify(new URL("../../dist/testing/cases/feed-system.js", import.meta.url).href)};
const { serve } = await loadServer();
const running = await serve({
  system, environment: "test", databaseUrl: process.argv[1], port: 0, metricsPort: false, log: "none", signals: true,
});
process.stdout.write(String(running.port));
process.stdin.on("close", () => process.exit(1)).resume();`;

interface Gateway {
  readonly process: ChildProcess;
  readonly port: number;
}

async function startGateway(databaseUrl: string): Promise<Gateway> {
  const child = spawn(process.execPath, ["--input-type=module", "-e", script, databaseUrl], {
    cwd: import.meta.dirname,
    stdio: ["pipe", "pipe", "inherit"],
  });
  endings.push(() => child.kill("SIGKILL"));
  const [port] = await once(child.stdout, "data");
  return { process: child, port: Number(port) };
}

async function stopGateway({ process }: Gateway): Promise<void> {
  const ended = once(process, "exit");
  process.kill("SIGTERM");
  const [code] = await ended;
  expect(code).toBe(0);
}

it("four processes behind a balancer restart one by one under writes: nothing is lost, doubled or out of order", async () => {
  const database = await createTestDatabase(await template(feedSystem));
  endings.push(() => database.drop());
  const balancer = await startBalancer();
  endings.push(() => balancer.stop());
  // Those that take over are started at once: only when they are asked is one after the other.
  const all = await Promise.all(Array.from({ length: 8 }, () => startGateway(database.url)));
  const gateways = all.slice(0, 4);
  for (const { port } of gateways) balancer.add(port);

  const clients = Array.from({ length: 6 }, () =>
    connect<typeof warehouse>({ url: balancer.url, WebSocket, retry: { first: 50, most: 500 } }),
  );
  for (const { close } of clients) endings.push(close);
  const collections = clients.map((feeds) => feeds.collection("item"));
  const followed = clients.map((feeds) => checkSteps(feeds.follow("item")));
  await expect.poll(() => collections.every(({ isLive }) => isLive)).toBe(true);

  const ids = Array.from({ length: 20 }, () => crypto.randomUUID());
  await database.sql(
    `insert into warehouse.items (id, name, "group") select id, 'item', 'a' from unnest($1::uuid[]) id`,
    [ids],
  );
  let goesOn = true;
  let written = ids.length;
  const write = async (mine: readonly string[]) => {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    for (let n = 0; goesOn; n++) {
      const some = mine.filter((_, at) => (n + at) % 3 !== 0);
      await client.query("update warehouse.items set amount = amount + 1 where id = any ($1)", [some]);
      written += some.length;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await client.end();
  };
  const writers = [write(ids.slice(0, 12)), write(ids.slice(8))];

  for (const [at, gateway] of gateways.entries()) {
    const before = written;
    balancer.remove(gateway.port);
    await stopGateway(gateway);
    balancer.add(all[4 + at]?.port ?? 0);
    await expect.poll(() => written).toBeGreaterThan(before + 50);
  }
  goesOn = false;
  await Promise.all(writers);

  const rows = await database.sql<{ id: string; version: number; amount: number }>(
    "select id, version, amount from warehouse.items order by id",
    [],
  );
  const expected = rows.map(({ id, version, amount }) => `${id} ${version} ${amount}`);
  for (const { rows: held } of collections)
    await expect
      .poll(() => [...held.values()].map(({ id, version, amount }) => `${id} ${version} ${amount}`).sort())
      .toEqual(expected);
  for (const one of followed) {
    await expect.poll(() => one.changes).toBe(written);
    expect(one.faults).toEqual([]);
    expect(one.rows()).toEqual(expected);
  }
});
