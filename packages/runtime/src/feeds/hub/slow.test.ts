import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type FeedScene, type MemoryClient, openFeedScene } from "../../testing/cases/feed-scene.js";

const most = 300_000;
let scene: FeedScene;
const open: MemoryClient[] = [];
beforeAll(async () => {
  scene = await openFeedScene({
    advance: 100,
    unsent: most,
    unsentBehind: 100_000,
    window: { changes: 700, bytes: 10_000_000 },
    message: { changes: 200, characters: 60_000 },
  });
});
afterEach(async () => {
  for (const { subscription } of open.splice(0)) subscription.close();
  await scene.test.sql("truncate shop.items");
  await scene.settled();
});
afterAll(() => scene.close());

const follow = async (request: Parameters<FeedScene["follow"]>[0] = {}) => {
  const client = await scene.follow(request);
  open.push(client);
  await expect.poll(() => client.has("live")).toBe(true);
  return client;
};
const insert = (from: number, to: number) =>
  scene.test.sql(
    `insert into shop.items (id, name) select gen_random_uuid(), 'n' || n from generate_series(${from}, ${to}) n`,
  );
const names = (client: MemoryClient) =>
  client.messages.flatMap(({ type, changes }) =>
    type === "changes" ? changes.map(({ row }) => Number(String(row.name).slice(1))) : [],
  );
const numbers = (to: number) => Array.from({ length: to }, (_, at) => at + 1);
const chained = (client: MemoryClient) => {
  let at = client.last("snapshot")?.position;
  for (const { type, previous, position } of client.messages) {
    if (type !== "changes" && type !== "advance") continue;
    expect(previous).toBe(at);
    at = position;
  }
};

describe("a follower that reads nothing for a while", () => {
  it("is told that it is behind, is given everything from the log as it reads, and is live again", async () => {
    const slow = await follow({ acknowledges: false });
    const quick = await follow();
    slow.pause();
    for (let from = 1; from <= 4_000; from += 100) await insert(from, from + 99);
    await expect.poll(() => names(quick).length).toBe(4_000);
    // It gets no more than the bound and one message, and what it was given before is not kept for it anywhere else.
    expect(slow.mostUnsent).toBeLessThan(most + 100_000);
    expect(slow.has("behind")).toBe(false);
    const reading = setInterval(() => {
      slow.resume();
      slow.pause();
    }, 5);
    await expect.poll(() => names(slow).length).toBe(4_000);
    clearInterval(reading);
    slow.resume();
    expect(slow.last("behind")?.reason).toBe("slow");
    await expect.poll(() => slow.messages.filter(({ type }) => type === "live").length).toBe(2);
    expect(names(slow)).toEqual(numbers(4_000));
    expect(slow.mostUnsent).toBeLessThan(most + 100_000);
    await insert(4_001, 4_001);
    await expect.poll(() => names(slow).length).toBe(4_001);
    chained(slow);
    chained(quick);
    expect(quick.has("behind")).toBe(false);
  });
});

describe("a follower that acknowledges nothing", () => {
  it("is sent no more than the window, and the rest when it does", async () => {
    const silent = await follow();
    silent.acknowledges = false;
    for (let from = 1; from <= 2_000; from += 100) await insert(from, from + 99);
    await expect.poll(() => silent.last("behind")?.reason).toBe("window");
    await scene.settled();
    const sent = names(silent).length;
    expect(sent).toBeLessThanOrEqual(700);
    expect(sent).toBeGreaterThan(0);
    silent.acknowledges = true;
    await expect.poll(() => names(silent).length).toBe(2_000);
    expect(names(silent)).toEqual(numbers(2_000));
    await expect.poll(() => silent.messages.at(-1)?.type).not.toBe("behind");
    chained(silent);
  });

  it("since it was only told how far the log was looked at, is told of the next change all the same", async () => {
    const hub = scene.openHub({ advance: 10, window: { changes: 700, bytes: 1_000 } });
    const client = await scene.follow({}, hub);
    open.push(client);
    await expect.poll(() => client.has("live")).toBe(true);
    client.acknowledges = false;
    const advances = () => client.messages.filter(({ type }) => type === "advance");
    const size = () => advances().reduce((sum, advance) => sum + JSON.stringify(advance).length, 0);
    while (size() <= 1_000) {
      const { length } = advances();
      await scene.test.sql("insert into shop.notes (id, body) values (gen_random_uuid(), 'n')");
      await expect.poll(() => advances().length).toBeGreaterThan(length);
    }
    await insert(1, 1);
    await expect.poll(() => names(client)).toEqual([1]);
    expect(client.has("behind")).toBe(false);
    chained(client);
  });

  it("of a transport that knows no acknowledgement is bounded by what is not sent alone", async () => {
    const client = await follow({ acknowledges: false });
    client.acknowledges = false;
    for (let from = 1; from <= 2_000; from += 100) await insert(from, from + 99);
    await expect.poll(() => names(client).length).toBe(2_000);
    expect(client.has("behind")).toBe(false);
  });
});

describe("the rows to begin with", () => {
  it("come in pages, no faster than they are read, and with nothing left out", async () => {
    await insert(1, 3_000);
    await scene.settled();
    const client = await follow();
    const rows = client.messages.flatMap(({ type, rows }) => (type === "snapshot" ? rows : []));
    expect(rows.map(({ name }) => Number(String(name).slice(1))).sort((a, b) => a - b)).toEqual(
      numbers(3_000),
    );
    const positions = client.messages
      .filter(({ type }) => type === "snapshot")
      .map(({ position }) => position);
    expect(positions.slice(0, -1).every((position) => position === undefined)).toBe(true);
    expect(positions.at(-1)).toBeGreaterThan(0);
  });

  it("are given up where the client reads none of them, so that the snapshot is not held", async () => {
    await insert(1, 3_000);
    const limits = { atOnce: 2, page: 200, rows: 1e6, bytes: 1e9, time: 30_000, stall: 100 };
    const hub = scene.openHub({ snapshot: limits });
    const client = await scene.follow({}, hub);
    client.pause();
    await expect(client.subscription.closed).resolves.toMatchObject({
      reason: "failed",
      error: { code: "FEED_SNAPSHOT_SLOW" },
    });
    client.resume();
    expect(client.last("failed")?.code).toBe("FEED_SNAPSHOT_SLOW");
    const [held] = await scene.test.sql<{ count: number }>(
      "select count(*)::int as count from pg_stat_activity where datname = current_database() and state = 'idle in transaction'",
    );
    expect(held?.count).toBe(0);
  });

  it("do not wait for those of a caller who asks for many and reads none", async () => {
    await insert(1, 3_000);
    const limits = { atOnce: 2, page: 200, rows: 1e6, bytes: 1e9, time: 30_000, stall: 30_000 };
    const hub = scene.openHub({ snapshot: limits });
    const greedy = await Promise.all(
      [1, 2, 3, 4, 5].map((id) => scene.follow({ id, caller: "user mallory" }, hub)),
    );
    for (const client of greedy) client.pause();
    const other = await scene.follow({ id: 9, caller: "user ada" }, hub);
    await expect.poll(() => other.has("live"), { timeout: 60_000 }).toBe(true);
    expect(greedy.filter((client) => client.has("live"))).toEqual([]);
    for (const { subscription } of [...greedy, other]) subscription.close();
  });

  it("are no more than so many", async () => {
    await insert(1, 300);
    const limits = { atOnce: 2, page: 200, rows: 250, bytes: 1e9, time: 30_000, stall: 100 };
    const client = await scene.follow({}, scene.openHub({ snapshot: limits }));
    await expect(client.subscription.closed).resolves.toMatchObject({
      reason: "failed",
      error: { code: "FEED_SNAPSHOT_TOO_LARGE" },
    });
  });
});
