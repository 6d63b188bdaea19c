import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import {
  clerk,
  type FeedScene,
  idOf,
  keeper,
  type MemoryClient,
  openFeedScene,
  visitor,
} from "../../testing/cases/feed-scene.js";

let scene: FeedScene;
const open: MemoryClient[] = [];
beforeAll(async () => {
  scene = await openFeedScene({ advance: 100 });
});
afterEach(async () => {
  for (const { subscription } of open.splice(0)) subscription.close();
  await scene.test.sql("truncate shop.items, shop.notes");
  await scene.settled();
});
afterAll(() => scene.close());

const follow = async (request: Parameters<FeedScene["follow"]>[0] = {}) => {
  const client = await scene.follow(request);
  open.push(client);
  return client;
};
const live = (client: MemoryClient) => expect.poll(() => client.has("live")).toBe(true);
const changes = (client: MemoryClient) =>
  client.messages.flatMap((message) => (message.type === "changes" ? message.changes : []));
const told = (client: MemoryClient) =>
  changes(client).map(({ op, key }) => (key ? `${op} ${Number(key.slice(-4))}` : op));
const sql = (text: string) => scene.test.sql(text);
const head = () => scene.logs.reader("shop").head();

describe("following an entity", () => {
  it("begins with the rows as they are, and goes on with what is committed", async () => {
    await sql(`insert into shop.items (id, name) values ('${idOf(1)}', 'one'), ('${idOf(2)}', 'two')`);
    const client = await follow();
    await live(client);
    expect(client.messages.map(({ type }) => type).slice(0, 2)).toEqual(["subscribed", "snapshot"]);
    expect(client.last("snapshot")?.rows.map(({ name }) => name)).toEqual(["one", "two"]);
    await sql(`update shop.items set count = 5, price = 9.5 where id = '${idOf(1)}'`);
    await sql(`insert into shop.items (id, name) values ('${idOf(3)}', 'three')`);
    await sql(`delete from shop.items where id = '${idOf(2)}'`);
    await expect.poll(() => told(client)).toEqual(["put 1", "put 3", "remove 2"]);
    const [first] = changes(client);
    expect(first?.row).toMatchObject({ id: idOf(1), count: 5, price: "9.50", version: 2 });
    expect(first?.row).not.toHaveProperty("secret");
  });

  it("gives rows as the HTTP API does, with the fields that were asked for and always id and version", async () => {
    const client = await follow({ query: "fields=name" });
    await live(client);
    await sql(`insert into shop.items (id, name) values ('${idOf(1)}', 'one')`);
    await expect.poll(() => changes(client)[0]?.row).toEqual({ id: idOf(1), name: "one", version: 1 });
  });

  it("tells of rows that come into the view, leave it, and of no others", async () => {
    const client = await follow({ actor: visitor, query: "filter[count][lt]=10" });
    await live(client);
    await sql(`insert into shop.items (id, name, is_open) values
      ('${idOf(1)}', 'open', true), ('${idOf(2)}', 'shut', false)`);
    await sql("update shop.items set count = 50");
    await sql("update shop.items set count = 5, is_open = true");
    await sql(`update shop.items set is_open = false where id = '${idOf(2)}'`);
    await sql(`delete from shop.items where id = '${idOf(2)}'`);
    await sql("update shop.items set deleted_at = now()");
    await sql("update shop.items set deleted_at = null");
    const all = ["put 1", "remove 1", "put 1", "put 2", "remove 2", "remove 1", "put 1"];
    await expect.poll(() => told(client)).toEqual(all);
    expect(changes(client).every(({ row }) => row === undefined || !("cost" in row))).toBe(true);
  });

  it("tells what only some may read to them alone", async () => {
    const [mine, all, none] = await Promise.all([
      follow({ actor: keeper }),
      follow({ actor: clerk }),
      follow({ actor: visitor }),
    ]);
    await Promise.all([mine, all, none].map(live));
    await sql(
      `insert into shop.items (id, name, keeper, cost) values ('${idOf(1)}', 'a', 'kim', 3), ('${idOf(2)}', 'b', 'lee', 4)`,
    );
    await expect.poll(() => told(all)).toEqual(["put 1", "put 2"]);
    await expect.poll(() => told(mine)).toEqual(["put 1"]);
    expect(changes(mine)[0]?.row).not.toHaveProperty("cost");
    expect(changes(all)[0]?.row).toHaveProperty("cost", "3.00");
    const { position: end } = await head();
    await expect.poll(() => none.last("advance")?.position).toBe(end);
    expect(told(none)).toEqual([]);
  });

  it("says that the table was emptied, and that a row which was deleted is there again", async () => {
    const client = await follow();
    await live(client);
    await sql(`insert into shop.items (id, name) values ('${idOf(1)}', 'one')`);
    await sql("truncate shop.items");
    await sql(`insert into shop.items (id, name) values ('${idOf(1)}', 'again')`);
    await expect.poll(() => told(client)).toEqual(["put 1", "clear", "put 1"]);
  });

  it("chains messages, and says how far the log was looked at where nothing was in the view", async () => {
    const client = await follow({ entity: "note" });
    await live(client);
    await sql(`insert into shop.items (id, name) values ('${idOf(1)}', 'one')`);
    await sql(`insert into shop.notes (id, body) values ('${idOf(9)}', 'a note')`);
    await expect.poll(() => told(client)).toEqual(["put 9"]);
    await sql(`insert into shop.items (id, name) values ('${idOf(2)}', 'two')`);
    await scene.settled();
    const { position: end } = await head();
    await expect.poll(() => client.last("advance")?.position).toBe(end);
    let at = client.last("snapshot")?.position;
    for (const { type, previous, position } of client.messages) {
      if (type !== "changes" && type !== "advance") continue;
      expect(previous).toBe(at);
      at = position;
    }
  });

  it("keeps a transaction in one message, and tells one that is too large in parts", async () => {
    const client = await follow();
    await live(client);
    await sql(
      "insert into shop.items (id, name) select gen_random_uuid(), 'n' || n from generate_series(1, 2500) n",
    );
    await expect.poll(() => changes(client).length).toBe(2_500);
    await expect.poll(() => client.last("changes")?.partial).toBeUndefined();
    const parts = client.messages.filter(({ type }) => type === "changes");
    expect(parts.length).toBeGreaterThan(2);
    expect(parts.slice(0, -1).every(({ partial }) => partial)).toBe(true);
    expect(parts.at(-1)?.position).toBe((await head()).position);
    await sql("update shop.items set count = 1 where name in ('n1', 'n2')");
    await expect.poll(() => client.last("changes")?.changes.length).toBe(2);
  });
});

describe("a group", () => {
  it("is told with one frame, whose bytes are made once", async () => {
    const clients = await Promise.all(Array.from({ length: 20 }, () => follow({ snapshot: false })));
    await Promise.all(clients.map(live));
    await sql(`insert into shop.items (id, name) values ('${idOf(1)}', 'one')`);
    await sql(`update shop.items set count = 1`);
    await expect.poll(() => clients.every((client) => told(client).length === 2)).toBe(true);
    const frames = new Set(clients.map(({ frames }) => frames.findLast(({ type }) => type === "changes")));
    expect(frames.size).toBe(1);
  });
});

describe("a cursor", () => {
  it("is gone on from, without a gap or a doubling", async () => {
    const first = await follow();
    await live(first);
    await sql(`insert into shop.items (id, name) values ('${idOf(1)}', 'one')`);
    await expect.poll(() => told(first)).toEqual(["put 1"]);
    const from = first.frames.findLast(({ cursor }) => cursor)?.cursor;
    first.subscription.close();
    await sql(`insert into shop.items (id, name) values ('${idOf(2)}', 'two')`);
    const second = await follow({ from });
    await live(second);
    await sql(`insert into shop.items (id, name) values ('${idOf(3)}', 'three')`);
    await expect.poll(() => told(second)).toEqual(["put 2", "put 3"]);
    expect(second.has("snapshot")).toBe(false);
    expect(second.messages.find(({ type }) => type === "changes")?.previous).toBe(
      Number(from?.split(":")[1]),
    );
  });

  it("of position 0 stands before everything", async () => {
    const { epoch } = await head();
    const client = await follow({ from: `${epoch}:0` });
    await live(client);
    expect(changes(client).length).toBeGreaterThan(0);
    expect(changes(client)[0]?.position).toBeGreaterThan(0);
  });

  it.each([
    ["another epoch", "5f0c0a52-95f2-4d0a-a6b3-94c1ac6f4b6e:1", "LOG_EPOCH_OTHER"],
    ["the future", "EPOCH:999999", "LOG_POSITION_AHEAD"],
    ["no log at all", "yesterday", "PARAMETER_INVALID"],
  ])("of %s is refused", async (_, from, code) => {
    const { epoch } = await head();
    await expect(follow({ from: from.replace("EPOCH", epoch) })).rejects.toMatchObject({ code });
  });

  it("of what is not kept any more is refused", async () => {
    const { epoch } = await head();
    await sql("update shop.log_head set first_kept = position + 1; truncate shop.log, shop.outbox");
    const refusal = follow({ from: `${epoch}:0` });
    await refusal.then(
      () => expect.unreachable(),
      (error) => expect(error).toMatchObject({ code: "LOG_POSITION_GONE" }),
    );
  });
});

describe("what cannot be followed", () => {
  it.each([
    ["an entity that is no feed", { entity: "plain" }, "FEED_UNKNOWN", "expected one of: item, note"],
    ["an unknown one", { entity: "nothing" }, "FEED_UNKNOWN", "nothing"],
    [
      "a sorted list",
      { query: "sort=name" },
      "PARAMETER_INVALID",
      '"sort"; expected one of: filter[...], fields',
    ],
    ["a private field", { query: "filter[secret]=x" }, "FILTER_UNSUPPORTED", "secret"],
    ["a field of others", { actor: visitor, query: "filter[cost][lt]=3" }, "FILTER_UNSUPPORTED", "cost"],
    ["fields of others", { actor: visitor, query: "fields=cost" }, "PARAMETER_INVALID", "cost"],
    [
      "letters in any case beyond ASCII",
      { query: "filter[name][contains]=%C3%A9" },
      "FILTER_UNSUPPORTED",
      "collation",
    ],
  ])("%s is refused", async (_, request, code, words) => {
    const refusal = follow(request);
    await expect(refusal).rejects.toMatchObject({ code });
    await expect(refusal).rejects.toThrow(words);
  });

  it("is no more than so many subscriptions", async () => {
    const hub = scene.openHub({ subscriptions: 1 });
    open.push(await scene.follow({}, hub));
    await expect(scene.follow({}, hub)).rejects.toMatchObject({ code: "OVERLOADED" });
    await hub.stop();
    await expect(scene.follow({}, hub)).rejects.toMatchObject({ code: "STOPPING" });
  });
});

describe("how many subscriptions a tenant may have", () => {
  it("is counted over all of its callers, and given back when they end or cannot begin", async () => {
    const hub = scene.openHub({ subscriptionsPerTenant: 2 });
    const of = (id: string, tenant?: string) => ({ actor: { ...clerk, id, tenant } });
    const [ada] = [await scene.follow(of("ada", "one"), hub), await scene.follow(of("bob", "one"), hub)];
    await expect(scene.follow(of("eve", "one"), hub)).rejects.toMatchObject({
      code: "FEED_LIMIT_REACHED",
      message: "2 subscriptions of this tenant are open, the most at a time.",
    });
    await scene.follow(of("dan", "two"), hub);
    for (let n = 0; n < 3; n++) await scene.follow(of("nan"), hub);
    ada.subscription.close();
    await ada.subscription.closed;
    const from = "00000000-0000-4000-8000-000000000000:1";
    for (let n = 0; n < 3; n++)
      await expect(scene.follow({ ...of("eve", "one"), from }, hub)).rejects.toMatchObject({
        code: "LOG_EPOCH_OTHER",
      });
    await scene.follow(of("eve", "one"), hub);
    await expect(scene.follow(of("ada", "one"), hub)).rejects.toMatchObject({ code: "FEED_LIMIT_REACHED" });
    await hub.stop();
  });
});

describe("a caller with a new token", () => {
  it("goes on where the view is the same, and begins anew where it is not", async () => {
    const client = await follow({ actor: keeper });
    await live(client);
    client.subscription.changeActor({ ...keeper });
    expect(client.has("reset")).toBe(false);
    client.subscription.changeActor({ ...keeper, roles: ["clerk"] });
    expect(client.last("reset")?.code).toBe("FEED_VIEW_CHANGED");
    await expect(client.subscription.closed).resolves.toMatchObject({ reason: "reset" });
    await sql(`insert into shop.items (id, name, keeper) values ('${idOf(1)}', 'one', 'kim')`);
    const other = await follow({ actor: keeper });
    await live(other);
    expect(told(client)).toEqual([]);
  });
});

describe("an end", () => {
  it("by the client is the last that it hears", async () => {
    const client = await follow();
    await live(client);
    client.subscription.close();
    await expect(client.subscription.closed).resolves.toEqual({ reason: "closed" });
    const heard = client.messages.length;
    const other = await follow();
    await live(other);
    await sql(`insert into shop.items (id, name) values ('${idOf(1)}', 'one')`);
    await expect.poll(() => told(other)).toEqual(["put 1"]);
    expect(client.messages.length).toBe(heard);
  });

  it("of the epoch resets those who follow", async () => {
    const client = await follow();
    await live(client);
    await sql("update shop.log_head set epoch = gen_random_uuid()");
    await sql(`insert into shop.items (id, name) values ('${idOf(1)}', 'one')`);
    await expect.poll(() => client.last("reset")?.code).toBe("LOG_EPOCH_OTHER");
    const next = await follow();
    await live(next);
    expect(next.last("snapshot")?.rows.map(({ name }) => name)).toEqual(["one"]);
  });

  it("is reported with its reason, and so is what came before", async () => {
    const facts = scene.heard.filter(({ fact }) => fact.startsWith("feed."));
    expect(new Set(facts.map(({ fact }) => fact))).toEqual(
      new Set(["feed.opened", "feed.live", "feed.closed", "feed.flow"]),
    );
    expect(facts).toContainEqual({
      fact: "feed.closed",
      service: "shop",
      entity: "item",
      reason: "reset",
      code: "LOG_EPOCH_OTHER",
    });
  });
});
