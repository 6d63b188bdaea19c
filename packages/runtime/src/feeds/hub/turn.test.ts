import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type FeedScene, type MemoryClient, openFeedScene } from "../../testing/cases/feed-scene.js";

const views = 40;
let scene: FeedScene;
beforeEach(async () => {
  scene = await openFeedScene({ turn: 0, advance: 1 });
});
afterEach(() => scene.close());

/** Each a view of its own, in which all items are. */
const followAll = () =>
  Promise.all(
    Array.from({ length: views }, async (_, at) => {
      const client = await scene.follow({ query: `filter[count][lt]=${1_000 + at}`, snapshot: false });
      await expect.poll(() => client.has("live")).toBe(true);
      return client;
    }),
  );
const insert = (count: number) =>
  scene.test.sql(
    "insert into shop.items (id, name, count) select gen_random_uuid(), repeat('long ', 10000), n from generate_series(1, $1::integer) n",
    [count],
  );
const counts = ({ messages }: MemoryClient) =>
  messages.flatMap(({ type, changes }) => (type === "changes" ? changes.map(({ row }) => row.count) : []));

describe("a page that concerns many views", () => {
  it("is told to one after the other, with turns for all else in between", async () => {
    const clients = await followAll();
    const told = () => clients.filter((client) => counts(client).length > 0).length;
    const seen = new Set<number>();
    let isOver = false;
    const look = () => {
      seen.add(told());
      if (!isOver) setImmediate(look);
    };
    look();
    await insert(1);
    await expect.poll(told, { timeout: 30_000 }).toBe(views);
    isOver = true;
    expect(seen.size).toBeGreaterThan(views / 2);
  });

  it("is told whole to each, however often it is said in between how far the log was looked at, and whoever comes and goes", async () => {
    const clients = await followAll();
    const late: Promise<MemoryClient>[] = [];
    for (let at = 0; at < 5; at += 1) {
      const before = counts(clients[0] ?? expect.unreachable()).length;
      await insert(3);
      await expect
        .poll(() => counts(clients[0] ?? expect.unreachable()).length, { timeout: 30_000, interval: 1 })
        .toBe(before + 3);
      // In the midst, of the views that are told last.
      const [gone] = clients.splice(views - 2 - at, 1);
      gone?.subscription.close();
      const query = `filter[count][lt]=${1_000 + views - 2 - at}`;
      late.push(scene.follow({ query, snapshot: false }));
    }
    const all = [...clients, ...(await Promise.all(late))];
    await insert(1);
    for (const client of all) await expect.poll(() => counts(client).at(-1), { timeout: 30_000 }).toBe(1);
    for (const client of clients) expect(counts(client)).toEqual([...Array(5).fill([1, 2, 3]).flat(), 1]);
  });
});
