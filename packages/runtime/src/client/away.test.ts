import { afterAll, beforeAll, expect, it } from "vitest";
import { WebSocket } from "ws";
import { createDevelopmentIssuer } from "../identity/index.js";
import { type FlakyProxy, startFlakyProxy } from "../postgres/flaky-proxy.js";
import { type Running, serve } from "../serve/index.js";
import feedSystem, { type warehouse } from "../testing/cases/feed-system.js";
import { createTestDatabase, type TestDatabase } from "../testing/database.js";
import { template } from "../testing/test-system.js";
import { connect } from "./index.js";

let database: TestDatabase;
let proxy: FlakyProxy;
let running: Running;
beforeAll(async () => {
  database = await createTestDatabase(await template(feedSystem));
  proxy = await startFlakyProxy(database.url);
  running = await serve({
    system: feedSystem,
    environment: "test",
    databaseUrl: proxy.url,
    port: 0,
    metricsPort: false,
    development: createDevelopmentIssuer(),
    log: "none",
  });
});
afterAll(async () => {
  await running.stop("test finished");
  await proxy.close();
  await database.drop();
});

/** A stream of events, as the text that came. */
const stream = () => {
  const stop = new AbortController();
  let text = "";
  const read = async () => {
    const { body } = await fetch(`${running.url}/feeds/item`, {
      headers: { accept: "text/event-stream" },
      signal: stop.signal,
    });
    for await (const chunk of body ?? []) text += new TextDecoder().decode(chunk);
  };
  read().catch(() => {});
  return {
    stop: () => stop.abort(),
    /** What was told of how it stands, and of each row. */
    told: () =>
      [...text.matchAll(/^event: (live|behind)$|"reason":"\w+"|"name":"\w+"/gm)].map(([found]) => found),
  };
};

it("both doors tell that the database is away, keep what they had, and go on when it is back", async () => {
  const patience = { timeout: 60_000, interval: 20 };
  const make = (name: string) =>
    database.sql(`insert into warehouse.items (id, name, "group") values (gen_random_uuid(), $1, 'a')`, [
      name,
    ]);
  const feeds = connect<typeof warehouse>({ url: running.url, WebSocket });
  const items = feeds.collection("item");
  const steps: unknown[] = [];
  items.subscribe((step) => void steps.push(step));
  const names = () => [...items.rows.values()].map(({ name }) => name);
  const events = stream();
  await make("one");
  await expect.poll(() => items.isLive && names().length, patience).toBe(1);
  await expect.poll(events.told, patience).toContain("event: live");

  await proxy.become("refuse");
  await expect.poll(() => items.state, patience).toBe("behind");
  await expect.poll(() => events.told().slice(-2), patience).toEqual(["event: behind", '"reason":"away"']);
  expect(steps.at(-1)).toEqual({ type: "behind", reason: "away" });
  expect([feeds.status, names()]).toEqual(["connected", ["one"]]);

  await make("two");
  expect(items.state).toBe("behind");
  await proxy.become("forward");
  await expect.poll(() => [items.state, names()], patience).toEqual(["live", ["one", "two"]]);
  const since = () => events.told().slice(events.told().indexOf('"reason":"away"') + 1);
  await expect.poll(() => since().sort(), patience).toEqual(['"name":"two"', "event: live"]);
  feeds.close();
  events.stop();
});
