import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { compareKept, whole } from "./kept.js";
import { ask, startLoad, tally } from "./load.js";
import { openSite, type Served, type Site } from "./served.js";
import { until } from "./until.js";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let site: Site;
let served: Served | undefined;
beforeAll(async () => {
  site = await openSite();
});
afterEach(() => void served?.child.kill("SIGKILL"));
afterAll(() => site?.remove());

const misbehave = (url: string, how: string) =>
  ask({ url, method: "POST", path: "/v1/orders/misbehave", body: { how } });

it("answers 500 to a run that throws, and goes on", async () => {
  served = await site.start();
  const load = startLoad({ url: served.url, token: site.token, clients: 8 });
  for (let round = 0; round < 50; round += 1)
    expect(await misbehave(served.url, "throw")).toMatchObject({ status: 500, code: "INTERNAL" });
  await load.stop();
  expect(Object.keys(tally(load.outcomes)).sort()).toEqual(["200", "201"]);
  expect(await compareKept(site.postgres, load)).toEqual(whole);
});

it("reports a rejection that a run left behind, and goes on", async () => {
  const one = await site.start();
  served = one;
  const load = startLoad({ url: one.url, token: site.token, clients: 8 });
  for (let round = 0; round < 20; round += 1)
    expect(await misbehave(one.url, "reject later")).toMatchObject({ status: 200 });
  await load.stop();
  const straysOf = () => one.log.filter(({ msg }) => msg === "error.stray");
  await until("every one is logged", () => straysOf().length >= 20);
  const strays = straysOf();
  expect(strays).toHaveLength(20);
  expect(strays[0]).toMatchObject({ level: "error", kind: "rejection" });
  expect(JSON.stringify(strays[0])).toContain("rejected behind a run");
  expect(Object.keys(tally(load.outcomes)).sort()).toEqual(["200", "201"]);
  expect(await compareKept(site.postgres, load)).toEqual(whole);
  expect(one.child.exitCode).toBeNull();
});

it("stops in order after an exception that a run left behind, and says so with its exit code", async () => {
  const one = await site.start();
  served = one;
  const slow = ask({
    url: one.url,
    method: "POST",
    path: "/v1/orders/place-order",
    body: { mark: "slow", milliseconds: 700 },
    headers: { authorization: `Bearer ${site.token}` },
  });
  await until("the slow order runs", async () => {
    const [row] = await site.postgres.sql<{ count: number }>(
      "select count(*)::int from pg_stat_activity where usename = 'app' and state = 'idle in transaction'",
    );
    return row?.count === 1;
  });
  expect((await misbehave(one.url, "throw later")).status).toBe(200);
  expect((await slow).status).toBe(200);
  expect(await one.ended).toBe(1);
  expect(one.log.filter(({ msg }) => msg === "error.stray")).toMatchObject([
    { kind: "exception", level: "error" },
  ]);
  expect(one.log.find(({ msg }) => msg === "system.stopped")).toMatchObject({ abandoned: 0 });
});
