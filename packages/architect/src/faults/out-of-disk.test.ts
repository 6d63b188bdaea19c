import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, it, vi } from "vitest";
import { compareKept, whole } from "./kept.js";
import { ask, type Outcome, startLoad, tally } from "./load.js";
import { openSite, type Site } from "./served.js";
import { until } from "./until.js";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let site: Site | undefined;
afterEach(() => site?.remove());

/** Takes all the room there is. */
function fill(file: string): void {
  expect(() => writeFileSync(file, Buffer.alloc(512 * 1024 * 1024))).toThrow(/ENOSPC/);
}

const isDocumented = ({ status, code, retryAfter }: Outcome) =>
  (status < 300 && status >= 200) ||
  (status === 503 && code === "DATABASE_UNAVAILABLE" && retryAfter === "1") ||
  (status === 409 && code === "IDEMPOTENCY_IN_PROGRESS");

it("refuses writes and goes on reading while there is no room for rows", async ({ skip }) => {
  site = (await openSite({ small: "rows" })) ?? skip("mounting a tmpfs needs root");
  const { postgres } = site;
  const served = await site.start();
  const load = startLoad({ url: served.url, token: site.token, clients: 8, padding: 2_000 });
  await until("writes are acknowledged", () => load.acknowledged.size > 50);
  const ballast = join(postgres.disk, "ballast");
  fill(ballast);
  await until("writes are refused", () => (tally(load.outcomes)["503 DATABASE_UNAVAILABLE"] ?? 0) > 100);
  for (let round = 0; round < 20; round += 1) {
    expect((await ask({ url: served.url, path: "/v1/orders" })).status).toBe(200);
    expect((await ask({ url: served.url, path: "/health/ready" })).status).toBe(200);
  }
  expect(served.log.some(({ msg, sqlState }) => msg === "statement.failed" && sqlState === "53100")).toBe(
    true,
  );
  rmSync(ballast);
  const acknowledged = load.acknowledged.size;
  await until("writes are acknowledged again", () => load.acknowledged.size > acknowledged + 50);
  await load.stop();
  expect(load.outcomes.filter((outcome) => !isDocumented(outcome))).toEqual([]);
  expect(await compareKept(postgres, load)).toEqual(whole);
  expect(load.acknowledged.size).toBe(load.sent.size);
});

it("loses nothing acknowledged when there is no room for the write-ahead log, which ends PostgreSQL", async ({
  skip,
}) => {
  site = (await openSite({ small: "log" })) ?? skip("mounting a tmpfs needs root");
  const { postgres } = site;
  const served = await site.start();
  const load = startLoad({ url: served.url, token: site.token, clients: 8, padding: 50_000 });
  await until("writes are acknowledged", () => load.acknowledged.size > 50);
  const ballast = join(postgres.disk, "ballast");
  fill(ballast);
  await until("PostgreSQL is gone", () => !postgres.isAlive());
  await until("it is not ready", async () => {
    return (await ask({ url: served.url, path: "/health/ready" })).status === 503;
  });
  expect((await ask({ url: served.url, path: "/health/live" })).status).toBe(200);
  rmSync(ballast);
  await postgres.start();
  const acknowledged = load.acknowledged.size;
  await until("writes are acknowledged again", () => load.acknowledged.size > acknowledged + 50);
  await load.stop();
  expect(load.outcomes.filter((outcome) => !isDocumented(outcome))).toEqual([]);
  expect(await compareKept(postgres, load)).toEqual(whole);
  expect(load.acknowledged.size).toBe(load.sent.size);
});
