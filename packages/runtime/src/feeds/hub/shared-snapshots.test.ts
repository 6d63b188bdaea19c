import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import {
  clerk,
  type FeedScene,
  keeper,
  type MemoryClient,
  openFeedScene,
  visitor,
} from "../../testing/cases/feed-scene.js";
import { checkFollower } from "../../testing/history/index.js";
import type { FeedRequest } from "../index.js";

let scene: FeedScene;
const open: MemoryClient[] = [];
beforeAll(async () => {
  scene = await openFeedScene();
});
afterEach(async () => {
  for (const { subscription } of open.splice(0)) subscription.close();
  await scene.test.sql("truncate shop.items");
  await scene.settled();
});
afterAll(() => scene.close());

const patience = { timeout: 60_000, interval: 20 };
const insert = (count: number) =>
  scene.test.sql(
    `insert into shop.items (id, name, is_open, keeper) select gen_random_uuid(), 'n' || n, n % 2 = 0, 'kim' from generate_series(1, ${count}) n`,
  );
/** So many at once, each another caller's. */
async function followAtOnce(count: number, request: Partial<FeedRequest>, hub = scene.hub) {
  const clients = await Promise.all(
    Array.from({ length: count }, (_, at) => scene.follow({ ...request, caller: `user ${at}` }, hub)),
  );
  open.push(...clients);
  return clients;
}
const lives = (clients: readonly MemoryClient[]) =>
  expect.poll(() => clients.filter((client) => client.has("live")).length, patience).toBe(clients.length);
const rowsOf = ({ messages }: MemoryClient) =>
  messages.flatMap(({ type, rows }) => (type === "snapshot" ? rows : []));
const rowOf = (columns: { readonly [column: string]: unknown }) =>
  columns.deleted_at === null && columns.is_open === true
    ? { id: String(columns.id), name: columns.name, version: Number(columns.version) }
    : undefined;

describe("followers who begin at once with the same view", () => {
  it("share a few snapshots, and hold the rows of their view at every position, under writers", async () => {
    await insert(300);
    let isOver = false;
    const writing = (async () => {
      for (let n = 0; !isOver; n += 1)
        await scene.test.sql(
          `with gone as (delete from shop.items where id in (select id from shop.items where is_open limit ${n % 3}))
           update shop.items set is_open = not is_open, version = version where id in (select id from shop.items limit 4)`,
        );
    })();
    const before = scene.snapshots;
    const clients = await followAtOnce(120, { actor: visitor, query: "fields=name" });
    await lives(clients);
    expect(scene.snapshots - before).toBeLessThan(20);
    isOver = true;
    await writing;
    await scene.settled();
    const { position } = await scene.logs.reader("shop").head();
    const log = await scene.entries();
    for (const client of clients) {
      const told = () => client.messages.findLast((message) => message.position !== undefined)?.position;
      await expect.poll(told, patience).toBe(position);
      const sessions = [{ resumed: false, messages: client.messages }];
      const faults = checkFollower(log, {
        name: "a visitor",
        entity: "item",
        begins: "rows",
        rowOf,
        sessions,
      });
      expect(faults).toEqual([]);
    }
  }, 120_000);

  it("share none with those who see other rows or fields", async () => {
    await insert(40);
    const some = [
      { actor: visitor, query: "fields=name" },
      { actor: clerk, query: "fields=name" },
      { actor: keeper, query: "fields=name" },
      { actor: visitor, query: "fields=name,count" },
    ];
    const clients = (await Promise.all(some.map((request) => followAtOnce(10, request)))).flat();
    await lives(clients);
    expect(clients.map((client) => rowsOf(client).length)).toEqual(
      [20, 40, 40, 20].flatMap((rows) => Array<number>(10).fill(rows)),
    );
    expect(clients.filter((client) => rowsOf(client).some((row) => "count" in row))).toEqual(
      clients.slice(30),
    );
  });

  it("read in turns of their own where the view has more than is held for others", async () => {
    await insert(300);
    const hub = scene.openHub({ shared: { followers: 1_000, characters: 2_000 } });
    const clients = await followAtOnce(12, { actor: clerk }, hub);
    await lives(clients);
    expect(clients.map((client) => rowsOf(client).length)).toEqual(Array<number>(12).fill(300));
  });

  it("wait for none of them who reads nothing, which is given up", async () => {
    await insert(3_000);
    const limits = { atOnce: 2, page: 200, rows: 1e6, bytes: 1e9, time: 30_000, stall: 2_000 };
    const hub = scene.openHub({ snapshot: limits, unsentBehind: 50_000 });
    const clients = await followAtOnce(12, { actor: clerk }, hub);
    const slow = clients.at(-1);
    slow?.pause();
    const others = clients.slice(0, -1);
    await lives(others);
    await expect(slow?.subscription.closed).resolves.toMatchObject({ error: { code: "FEED_SNAPSHOT_SLOW" } });
    expect(others.map((client) => rowsOf(client).length)).toEqual(Array<number>(11).fill(3_000));
  });
});
