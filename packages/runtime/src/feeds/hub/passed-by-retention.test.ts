import { afterAll, beforeAll, expect, it } from "vitest";
import { type FeedScene, type MemoryClient, openFeedScene } from "../../testing/cases/feed-scene.js";

let scene: FeedScene;
beforeAll(async () => {
  scene = await openFeedScene({
    advance: 100,
    window: { changes: 300, bytes: 10_000_000 },
    message: { changes: 50, characters: 60_000 },
    page: { count: 100, bytes: 1_000_000 },
  });
});
afterAll(() => scene.close());

const insert = (from: number, to: number) =>
  scene.test.sql(
    `insert into shop.items (id, name) select gen_random_uuid(), 'n' || n from generate_series(${from}, ${to}) n`,
  );
const patience = { timeout: 60_000, interval: 20 };
const changed = ({ messages }: MemoryClient) =>
  messages.flatMap(({ type, changes }) =>
    type === "changes" ? changes.map(({ row }) => Number(String(row.name).slice(1))) : [],
  );

it("is told so while it catches up, is given nothing of what comes after as if nothing were missing, and begins anew with all rows", async () => {
  const client = await scene.follow({});
  await expect.poll(() => client.has("live"), patience).toBe(true);
  client.acknowledges = false;
  for (let from = 1; from <= 2_000; from += 100) await insert(from, from + 99);
  await expect.poll(() => client.last("behind")?.reason, patience).toBe("window");
  await scene.settled();
  // As retention does it: first the head says so, then what is before goes.
  await scene.test.sql("update shop.log_head set first_kept = position + 1");
  await scene.test.sql("truncate shop.log, shop.outbox");
  await insert(2_001, 2_001);
  await scene.settled();

  client.acknowledges = true;
  await expect(client.subscription.closed).resolves.toMatchObject({
    reason: "reset",
    error: { code: "LOG_POSITION_GONE" },
  });
  expect(client.messages.at(-1)).toMatchObject({ type: "reset", code: "LOG_POSITION_GONE" });
  const told = changed(client);
  // What was read ahead may have come, in order; nothing of what comes after the hole.
  expect(told).toEqual(Array.from({ length: told.length }, (_, at) => at + 1));
  expect(told.length).toBeLessThan(2_000);

  const anew = await scene.follow({});
  await expect.poll(() => anew.has("live"), patience).toBe(true);
  const rows = anew.messages.flatMap(({ type, rows }) => (type === "snapshot" ? rows : []));
  expect(rows.map(({ name }) => Number(String(name).slice(1))).sort((a, b) => a - b)).toEqual(
    Array.from({ length: 2_001 }, (_, at) => at + 1),
  );
  await insert(2_002, 2_002);
  await expect.poll(() => changed(anew), patience).toEqual([2_002]);
  anew.subscription.close();
});
