import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { createDevelopmentIssuer, issueToken } from "../identity/index.js";
import feedSystem, { type warehouse } from "../testing/cases/feed-system.js";
import { type TestSystem, testSystem } from "../testing/index.js";
import { startBalancer } from "./cases/balancer.js";
import { checkSteps, type Followed } from "./cases/followed.js";
import { type ConnectOptions, connect } from "./index.js";

const issuer = createDevelopmentIssuer();
const endings: (() => unknown)[] = [];
let app: TestSystem;
let balancer: Awaited<ReturnType<typeof startBalancer>>;
beforeAll(async () => {
  [app, balancer] = await Promise.all([testSystem(feedSystem, { issuer }), startBalancer()]);
  balancer.add(Number(new URL(app.url).port));
});
afterAll(async () => {
  for (const end of endings) await end();
  await balancer.stop();
  await app.stop();
});

/** A client whose connections can be cut. */
function connected(options: ConnectOptions = {}) {
  const retry = { first: 20, most: 200 };
  const feeds = connect<typeof warehouse>({ url: balancer.url, WebSocket, retry, ...options });
  endings.push(feeds.close);
  return feeds;
}

/** Rows are written in SQL: a process that is kept from its work for a while refuses requests. */
const make = async (name: string, group: string) => {
  const id = crypto.randomUUID();
  await app.sql`insert into warehouse.items (id, name, "group") values (${id}, ${name}, ${group})`;
  return id;
};
const move = (id: string, group: string) =>
  app.sql`update warehouse.items set "group" = ${group} where id = ${id}`;
const remove = (id: string) => app.sql`delete from warehouse.items where id = ${id}`;
const inTable = async (group: string) => {
  const rows = await app.sql<{ id: string; version: number; amount: number }>`
    select id, version, amount from warehouse.items where "group" = ${group} order by id`;
  return rows.map(({ id, version, amount }) => `${id} ${version} ${amount}`);
};

describe("the client, on the real server", () => {
  it("has the rows of its filter, and what becomes of them", async () => {
    const [one, other] = [await make("one", "a"), await make("other", "b")];
    const items = connected().collection("item", { where: { group: "a" }, fields: ["name", "group"] });
    await items.ready;
    expect([...items.rows.values()]).toEqual([{ id: one, version: 1, name: "one", group: "a" }]);
    await expect.poll(() => items.isLive).toBe(true);
    await move(other, "a");
    await expect.poll(() => [...items.rows.keys()].sort()).toEqual([one, other].sort());
    await move(one, "b");
    await expect.poll(() => [...items.rows.keys()]).toEqual([other]);
    await remove(other);
    await expect.poll(() => items.rows.size).toBe(0);
  });

  it("says what the server says of a bad filter", async () => {
    const items = connected().collection("item", { where: { colour: "red" } as object });
    await expect(items.ready).rejects.toMatchObject({ name: "FeedError", code: "FILTER_UNSUPPORTED" });
  });

  it("is refused where one must be signed in, and let in with a token", async () => {
    await expect(connected().collection("secret").ready).rejects.toMatchObject({ code: "TOKEN_MISSING" });
    const token = () => issueToken(issuer, { subject: crypto.randomUUID(), roles: [] });
    await connected({ token }).collection("secret").ready;
    const bad = connected({ token: "not a token" }).collection("secret");
    await expect(bad.ready).rejects.toMatchObject({ code: "TOKEN_INVALID" });
  });

  it("begins anew where its cursor is of another database", async () => {
    const follow = connected().follow("item", { from: `${crypto.randomUUID()}:1` });
    expect((await follow.next()).value).toMatchObject({ type: "reset", code: "LOG_EPOCH_OTHER" });
    expect((await follow.next()).value).toMatchObject({ type: "snapshot" });
  });

  it("loses nothing, has nothing twice and nothing out of order while connections are cut", async () => {
    const group = "cut";
    const feeds = connected();
    const items = feeds.collection("item", { where: { group } });
    const followed: Followed = checkSteps(feeds.follow("item", { where: { group } }));
    await expect.poll(() => items.isLive).toBe(true);
    const ids = [await make("1", group), await make("2", group), await make("3", group)];
    for (let round = 0; round < 10; round++) {
      for (const id of ids)
        for (let n = 0; n < 5; n++)
          await app.sql`update warehouse.items set amount = amount + 1 where id = ${id}`;
      balancer.cut();
    }
    await remove(ids[0] ?? "");
    const expected = await inTable(group);
    const held = () =>
      [...items.rows.values()].map(({ id, version, amount }) => `${id} ${version} ${amount}`).sort();
    await expect.poll(held).toEqual(expected);
    await expect.poll(followed.rows).toEqual(expected);
    expect(followed.faults).toEqual([]);
    expect(followed.changes).toBe(3 + 3 * 50 + 1);
  });
});
