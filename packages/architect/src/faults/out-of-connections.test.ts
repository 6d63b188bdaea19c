import { Client } from "pg";
import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { compareKept, whole } from "./kept.js";
import { ask, type Outcome, quick, startLoad } from "./load.js";
import { openSite, type Served, type Site } from "./served.js";
import { pause, until } from "./until.js";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let site: Site;
let served: Served;
const hogs: Client[] = [];
beforeAll(async () => {
  site = await openSite();
  await site.postgres.sql("alter system set max_connections = 24");
  await site.postgres.end("SIGINT");
  await site.postgres.start();
  served = await site.start();
});
afterEach(async () => {
  await release();
  await site.postgres.sql("alter role app connection limit -1");
});
afterAll(() => site?.remove());

/** Takes every connection that is left, those that are kept for superusers too. */
async function takeAll(): Promise<void> {
  for (;;) {
    const client = new Client({ connectionString: site.postgres.url });
    client.on("error", () => undefined);
    try {
      await client.connect();
    } catch {
      return;
    }
    hogs.push(client);
  }
}

async function release(): Promise<void> {
  await Promise.all(hogs.splice(0).map((client) => client.end()));
  // A session that has ended gives its place back a moment later.
  await until("there is a place again", () =>
    site.postgres.sql("select").then(
      () => true,
      () => false,
    ),
  );
}

const ready = async () => (await ask({ url: served.url, path: "/health/ready" })).status;
const read = () => ask({ url: served.url, path: "/v1/orders" });
const isDocumented = ({ status, code, retryAfter }: Outcome) =>
  (status < 300 && status >= 200) ||
  (status === 503 &&
    ["DATABASE_UNAVAILABLE", "OVERLOADED", "DEADLINE_EXCEEDED"].includes(code) &&
    retryAfter === "1") ||
  (status === 409 && code === "IDEMPOTENCY_IN_PROGRESS");

/** Ends what the system has open and takes its place, as often as it gets ahead of that. */
async function takePlaces(): Promise<void> {
  await takeAll();
  const left = async () => {
    const found = await hogs[0]?.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'app'",
    );
    await takeAll();
    return found?.rowCount;
  };
  await until("the system has no connection", async () => (await left()) === 0);
}

it("says that the database is away while another client holds every connection, and goes on when it lets go", async () => {
  const load = startLoad({ url: served.url, token: site.token, clients: 16 });
  await until("writes are acknowledged", () => load.acknowledged.size > 50);
  const refused = () => load.outcomes.filter(({ code }) => code === "DATABASE_UNAVAILABLE");
  // A backend that dies leaves its place a moment later, and the system may be the first to find it.
  await until("it is refused often", async () => {
    await takePlaces();
    return refused().length > 200;
  });
  await until("it is not ready", async () => (await ready()) === 503);
  expect(await read()).toMatchObject({ status: 503, code: "DATABASE_UNAVAILABLE", retryAfter: "1" });
  await release();
  const acknowledged = load.acknowledged.size;
  await until("writes are acknowledged again", () => load.acknowledged.size > acknowledged + 50);
  await until("it is ready again", async () => (await ready()) === 200);
  await load.stop();
  const times = refused().map(({ milliseconds }) => milliseconds);
  expect(times.sort((one, other) => one - other)[Math.floor(times.length / 2)]).toBeLessThan(quick);
  expect(load.outcomes.filter((outcome) => !isDocumented(outcome))).toEqual([]);
  expect(await compareKept(site.postgres, load)).toEqual(whole);
  expect(load.acknowledged.size).toBe(load.sent.size);
});

it("goes on with the connections that it has, and stays ready, when it gets no more", async () => {
  const both = ["/v1/orders", "/v1/products"];
  for (const path of both) expect((await ask({ url: served.url, path })).status).toBe(200);
  await takeAll();
  for (let round = 0; round < 5; round += 1) {
    expect((await read()).status).toBe(200);
    expect(await ready()).toBe(200);
    // An answer of the database is good for half a second: at least one of these asks anew.
    await pause(200);
  }
});

it("serves on fewer connections than its pools may have", async () => {
  await site.postgres.sql("alter role app connection limit 4");
  await site.postgres.sql("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'app'");
  await until("it reads", async () => (await read()).status === 200);
  const load = startLoad({ url: served.url, token: site.token, clients: 16 });
  await until("writes are acknowledged", () => load.acknowledged.size > 300);
  await load.stop();
  expect(load.outcomes.filter((outcome) => !isDocumented(outcome))).toEqual([]);
  expect(await compareKept(site.postgres, load)).toEqual(whole);
  expect(load.acknowledged.size).toBe(load.sent.size);
  expect(served.child.exitCode).toBeNull();
});
