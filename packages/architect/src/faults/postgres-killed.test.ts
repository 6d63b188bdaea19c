import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { compareKept, whole } from "./kept.js";
import { ask, type Outcome, quick, slowest, startLoad, tally } from "./load.js";
import { openSite, type Served, type Site } from "./served.js";
import { until } from "./until.js";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let site: Site;
let served: Served;
beforeAll(async () => {
  site = await openSite();
  served = await site.start();
});
afterAll(() => site?.remove());

const ready = async () => (await ask({ url: served.url, path: "/health/ready" })).status;
const live = async () => (await ask({ url: served.url, path: "/health/live" })).status;

/** What a client may be told while PostgreSQL comes and goes: it is done, try again, or the first try still runs. */
const isDocumented = ({ status, code, retryAfter }: Outcome) =>
  (status < 300 && status >= 200) ||
  (status === 503 && code === "DATABASE_UNAVAILABLE" && retryAfter === "1") ||
  (status === 409 && code === "IDEMPOTENCY_IN_PROGRESS" && retryAfter === "1");

/** The backends that serve the system. */
const backends = () =>
  site.postgres.sql<{ pid: number }>("select pid from pg_stat_activity where usename = 'app'");

/** How many of those wait for this. */
const waiting = async (event: string) => {
  const [row] = await site.postgres.sql<{ count: number }>(
    "select count(*)::int from pg_stat_activity where usename = 'app' and wait_event = $1",
    [event],
  );
  return row?.count ?? 0;
};

describe.each([
  ["killed", "SIGKILL"],
  ["told to stop fast", "SIGINT"],
  ["told to stop immediately", "SIGQUIT"],
] as const)("PostgreSQL %s under load", (_, signal) => {
  it("costs no acknowledged write, doubles none, and is told at once and documented", async () => {
    const load = startLoad({ url: served.url, token: site.token, clients: 16 });
    await until("writes are acknowledged", () => load.acknowledged.size > 50);
    expect(await ready()).toBe(200);

    // Commits are kept, and none is answered: what the clients wait for has happened when PostgreSQL ends.
    await site.postgres.sql("alter system set synchronous_standby_names = 'nobody'");
    await site.postgres.sql("select pg_reload_conf()");
    await until("commits wait", async () => (await waiting("SyncRep")) >= 8);
    await site.postgres.end(signal);
    site.postgres.forgetSettings();
    await until("it is not ready", async () => (await ready()) === 503);
    expect(await live()).toBe(200);
    const downAt = performance.now();
    const before = load.outcomes.length;
    await until("the outage is met often", () => load.outcomes.length > before + 200);
    const upAt = performance.now();
    await site.postgres.start();
    const acknowledged = load.acknowledged.size;
    await until("writes are acknowledged again", () => load.acknowledged.size > acknowledged + 50);
    await until("it is ready again", async () => (await ready()) === 200);
    expect(await live()).toBe(200);
    await load.stop();

    const during = load.outcomes.filter(({ at }) => at > downAt + 200 && at < upAt);
    expect(tally(during)).toEqual({ "503 DATABASE_UNAVAILABLE": during.length });
    expect(new Set(during.map(({ retryAfter }) => retryAfter))).toEqual(new Set(["1"]));
    expect(slowest(during)).toBeLessThan(quick);
    expect(load.outcomes.filter((outcome) => !isDocumented(outcome))).toEqual([]);
    expect(await compareKept(site.postgres, load)).toEqual(whole);
    expect(load.outcomes.filter(({ replayed }) => replayed).length).toBeGreaterThanOrEqual(8);
    expect(load.acknowledged.size).toBe(load.sent.size);
    expect(served.child.exitCode).toBeNull();
  });
});

it("a single backend that is killed costs no acknowledged write, and doubles none", async () => {
  // Commits take a moment, so that some are under way whenever the backend ends.
  await site.postgres.sql(`
    create function orders.linger() returns trigger language plpgsql as 'begin perform pg_sleep(0.05); return null; end'`);
  await site.postgres.sql(`
    create constraint trigger linger after insert on orders.orders deferrable initially deferred
    for each row execute function orders.linger()`);
  const load = startLoad({ url: served.url, token: site.token, clients: 16 });
  for (let round = 0; round < 3; round += 1) {
    const acknowledged = load.acknowledged.size;
    await until("writes are acknowledged", () => load.acknowledged.size > acknowledged + 50);
    await until("commits are under way", async () => (await waiting("PgSleep")) >= 4);
    const [victim] = await backends();
    process.kill(victim?.pid ?? 0, "SIGKILL");
  }
  const acknowledged = load.acknowledged.size;
  await until("writes are acknowledged again", () => load.acknowledged.size > acknowledged + 50);
  await load.stop();
  expect(load.outcomes.filter((outcome) => !isDocumented(outcome))).toEqual([]);
  expect(await compareKept(site.postgres, load)).toEqual(whole);
  expect(load.acknowledged.size).toBe(load.sent.size);
  expect(served.noise()).toBe("");
});
