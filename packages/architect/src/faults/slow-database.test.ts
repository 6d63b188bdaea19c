import { Client } from "pg";
import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { compareKept, whole } from "./kept.js";
import { ask, type Outcome, quick, startLoad, tally } from "./load.js";
import { openSite, type Served, type Site } from "./served.js";
import { pause, until } from "./until.js";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let site: Site;
let served: Served;
let locker: Client | undefined;
beforeAll(async () => {
  site = await openSite();
  served = await site.start();
  for (const path of ["/v1/orders", "/v1/lines", "/v1/products"]) await ask({ url: served.url, path });
});
afterEach(() => unlock());
afterAll(() => site?.remove());

/** Holds a table so that nobody else may even read it, as a careless migration would. */
async function lock(table: string): Promise<void> {
  locker = new Client({ connectionString: site.postgres.url });
  locker.on("error", () => undefined);
  await locker.connect();
  await locker.query(`begin; lock table ${table} in access exclusive mode`);
}

async function unlock(): Promise<void> {
  await locker?.end();
  locker = undefined;
}

const read = (path: string) => ask({ url: served.url, path });
const write = (path: string, body: unknown) =>
  ask({ url: served.url, method: "POST", path, body, headers: { authorization: `Bearer ${site.token}` } });
const isTold = ({ status, code, retryAfter }: Outcome) =>
  status === 503 &&
  ["STATEMENT_TIMEOUT", "DEADLINE_EXCEEDED", "OVERLOADED", "DATABASE_UNAVAILABLE"].includes(code) &&
  retryAfter === "1";

it("ends a statement that takes too long with 503, and says when to come again", async () => {
  const asked = await Promise.all(
    Array.from({ length: 5 }, () => read("/v1/orders/sleep?milliseconds=60000")),
  );
  for (const outcome of asked)
    expect(outcome).toMatchObject({ status: 503, code: "STATEMENT_TIMEOUT", retryAfter: "1" });
  expect((await read("/v1/orders/sleep?milliseconds=10")).status).toBe(200);
});

it("keeps other routes quick and its memory bounded while a table is locked, and goes on when it is free", async () => {
  await lock("orders.orders");
  const before = served.memory();
  let going = true;
  const blocked: Outcome[] = [];
  const client = async (number: number) => {
    while (going) {
      blocked.push(number % 4 === 0 ? await write("/v1/orders", { mark: "x" }) : await read("/v1/orders"));
      await pause(5);
    }
  };
  const clients = Array.from({ length: 80 }, (_, number) => client(number));
  await pause(1_000);
  const others: Outcome[] = [];
  for (let round = 0; round < 60; round += 1) {
    others.push(
      await read("/v1/lines"),
      await read("/v1/products"),
      await write("/v1/products", { name: "x" }),
    );
    others.push(await read("/health/live"));
    await pause(50);
  }
  await until("it is ready", async () => (await read("/health/ready")).status === 200);
  going = false;
  await Promise.all(clients);
  expect(tally(others)).toEqual({ "200": 180, "201": 60 });
  // What was sent in the moment before the pool saw that a connection is held up waits for that statement.
  const late = others.filter(({ milliseconds }) => milliseconds > quick);
  expect(late.length).toBeLessThanOrEqual(others.length / 20);
  expect(tally(blocked.filter((outcome) => !isTold(outcome)))).toEqual({});
  expect(served.memory() - before).toBeLessThan(150_000_000);
  await unlock();
  await until("the table is read again", async () => (await read("/v1/orders")).status === 200);
  expect((await write("/v1/orders", { mark: "after" })).status).toBe(201);
});

it("notices connections on which PostgreSQL has fallen silent, and goes on when it speaks again", async () => {
  const load = startLoad({ url: served.url, token: site.token, clients: 8 });
  await until("writes are acknowledged", () => load.acknowledged.size > 20);
  const backends = await site.postgres.sql<{ pid: number }>(
    "select pid from pg_stat_activity where usename = 'app'",
  );
  const frozen = [site.postgres.pid(), ...backends.map(({ pid }) => pid)];
  try {
    for (const pid of frozen) process.kill(pid, "SIGSTOP");
    await until("it is not ready", async () => (await read("/health/ready")).status === 503);
    expect((await read("/health/live")).status).toBe(200);
    const before = load.outcomes.length;
    await until("it is refused", () => load.outcomes.slice(before).filter(isTold).length > 8);
    await until("it knows that the database is away", () => {
      return load.outcomes.slice(before).some(({ code }) => code === "DATABASE_UNAVAILABLE");
    });
  } finally {
    for (const pid of frozen) process.kill(pid, "SIGCONT");
  }
  const acknowledged = load.acknowledged.size;
  await until("writes are acknowledged again", () => load.acknowledged.size > acknowledged + 20);
  await load.stop();
  const documented = load.outcomes.filter(
    (outcome) =>
      (outcome.status >= 200 && outcome.status < 300) ||
      outcome.code === "IDEMPOTENCY_IN_PROGRESS" ||
      isTold(outcome),
  );
  expect(documented).toHaveLength(load.outcomes.length);
  expect(await compareKept(site.postgres, load)).toEqual(whole);
  expect(load.acknowledged.size).toBe(load.sent.size);
});
