import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { follow, type Message, type TestFollower } from "../feeds/fixture.js";
import { request, say } from "../http/conformance/wire.js";
import { createDevelopmentIssuer, issueToken } from "../identity/index.js";
import {
  anyOf,
  anyone,
  boolean,
  by,
  entity,
  environment,
  money,
  owner,
  role,
  service,
  system,
  text,
  when,
} from "../index.js";
import { type TestSystem, testSystem } from "../testing/index.js";
import { serve } from "./index.js";

const catalog = service("catalog", {
  entities: {
    product: entity(
      {
        name: text({ max: 600_000 }),
        price: money(),
        isActive: boolean().default(true),
        margin: money().private().default("0.00"),
      },
      { feed: true, indexes: [by("price")], access: { read: anyone, write: role("editor") } },
    ),
    note: entity(
      { words: text(), writer: text({ max: 255 }), isShared: boolean().default(false) },
      {
        feed: true,
        indexes: [by("writer")],
        access: { read: anyOf(owner("writer"), when({ isShared: true })), write: role("editor") },
      },
    ),
  },
});
const desk = system("desk", {
  version: 1,
  services: [catalog],
  environments: {
    test: environment({
      rateLimit: { off: "The tests ask more than anyone." },
      timeouts: { shutdown: "5s" },
    }),
  },
});

const issuer = createDevelopmentIssuer();
let app: TestSystem;
beforeAll(async () => {
  app = await testSystem(desk, { issuer });
});
afterAll(() => app.stop());
const open: TestFollower[] = [];
afterEach(() => {
  for (const { webSocket } of open.splice(0)) webSocket.terminate();
});

const bearer = async (subject: string, roles: readonly string[] = []) => ({
  authorization: `Bearer ${await issueToken(issuer, { subject, roles })}`,
});
function followed(headers?: { readonly [name: string]: string }, url = app.url) {
  const follower = follow(url, headers);
  open.push(follower);
  return follower;
}
const only = (follower: TestFollower, type: string) => follower.messages.filter((one) => one.type === type);
const rowsOf = (follower: TestFollower) =>
  only(follower, "snapshot").flatMap(({ rows }) => rows as { readonly [name: string]: unknown }[]);
const changesOf = (follower: TestFollower) =>
  only(follower, "changes").flatMap(({ changes }) => changes as { readonly [name: string]: unknown }[]);
const editor = () => app.as({ roles: ["editor"] });
async function make(name: string, price = "1.00"): Promise<string> {
  const { body } = await editor().post("/v1/products", { name, price });
  return body.data.id as string;
}

describe("a feed over WebSocket", () => {
  it("is the rows that are there, then what changes, as REST gives them", async () => {
    const id = await make("Hammer");
    const follower = followed();
    follower.say({ type: "subscribe", id: 1, entity: "product", query: "filter[name]=Hammer" });
    await expect.poll(() => follower.count("live")).toBe(1);
    const [row] = rowsOf(follower);
    expect(row).toEqual((await app.anonymous.get(`/v1/products/${id}`)).body.data);
    await editor().patch(`/v1/products/${id}`, { price: "2.00" });
    await editor().patch(`/v1/products/${id}`, { name: "Mallet" });
    await expect.poll(() => changesOf(follower).length).toBe(2);
    expect(changesOf(follower)).toMatchObject([
      {
        op: "put",
        key: id,
        version: 2,
        row: { ...row, price: "2.00", version: 2, updatedAt: expect.any(String) },
      },
      { op: "remove", key: id, version: 3 },
    ]);
    expect(JSON.stringify(follower.messages)).not.toContain("margin");
  });

  it("goes on from a cursor, over another connection", async () => {
    const first = followed();
    first.say({ type: "subscribe", id: 1, entity: "product", query: "fields=name", snapshot: false });
    await expect.poll(() => first.count("subscribed")).toBe(1);
    const { epoch, position } = only(first, "subscribed")[0] as Message;
    first.webSocket.terminate();
    const id = await make("Chisel");
    const second = followed();
    const from = `${epoch}:${position}`;
    second.say({ type: "subscribe", id: 1, entity: "product", query: "fields=name", from });
    await expect.poll(() => changesOf(second).map(({ key }) => key)).toContain(id);
    expect(second.count("snapshot")).toBe(0);
    expect(changesOf(second).find(({ key }) => key === id)?.row).toEqual({ id, version: 1, name: "Chisel" });
  });

  it.each([
    ["of another epoch", () => `${crypto.randomUUID()}:1`, "reset", "LOG_EPOCH_OTHER"],
    ["that is none", () => "yesterday", "failed", "PARAMETER_INVALID"],
  ])("refuses a cursor %s", async (_, cursor, type, code) => {
    const follower = followed();
    follower.say({ type: "subscribe", id: 1, entity: "product", from: cursor() });
    await expect.poll(() => only(follower, type)[0]).toMatchObject({ id: 1, code });
    expect(follower.closed).toBeUndefined();
  });

  it.each([
    ["a private field", { query: "filter[margin]=1.00" }, "FILTER_UNSUPPORTED"],
    ["a private field that is asked for", { query: "fields=margin" }, "PARAMETER_INVALID"],
    ["an order", { query: "sort=name" }, "PARAMETER_INVALID"],
    ["an entity that there is not", { entity: "nothing" }, "FEED_UNKNOWN"],
  ])("refuses %s, and goes on", async (_, asked, code) => {
    const follower = followed();
    follower.say({ type: "subscribe", id: 1, entity: "product", ...asked });
    await expect.poll(() => only(follower, "failed")[0]).toMatchObject({ id: 1, code });
    follower.say({ type: "subscribe", id: 1, entity: "product", snapshot: false });
    await expect.poll(() => follower.count("subscribed")).toBe(1);
  });

  it("shows each what the rules open, and takes away what they close", async () => {
    const [ada, bob] = [followed(await bearer("ada")), followed(await bearer("bob"))];
    for (const one of [ada, bob]) one.say({ type: "subscribe", id: 1, entity: "note" });
    await expect.poll(() => ada.count("live") + bob.count("live")).toBe(2);
    const made = await editor().post("/v1/notes", { words: "mine", writer: "ada", isShared: true });
    const id = made.body.data.id as string;
    await expect.poll(() => changesOf(bob).map(({ op }) => op)).toEqual(["put"]);
    await app.sql`update catalog.notes set is_shared = false where id = ${id}`;
    await expect.poll(() => changesOf(bob).map(({ op }) => op)).toEqual(["put", "remove"]);
    await expect.poll(() => changesOf(ada).map(({ op }) => op)).toEqual(["put", "put"]);
  });

  it("ends within seconds when the token is revoked, also in another process", async () => {
    const other = await serve({
      system: desk,
      environment: "test",
      databaseUrl: app.database.url,
      port: 0,
      metricsPort: false,
      development: issuer,
      log: "none",
    });
    const here = followed(await bearer("eve"));
    const there = followed(await bearer("eve"), other.url);
    const bystander = followed(await bearer("bob"), other.url);
    for (const one of [here, there, bystander]) one.say({ type: "subscribe", id: 1, entity: "note" });
    await expect.poll(() => [here, there, bystander].map((one) => one.count("live"))).toEqual([1, 1, 1]);
    await app.running.revoke({ subject: "eve" });
    await expect.poll(() => [here.closed?.code, there.closed?.code]).toEqual([4401, 4401]);
    expect(there.closed?.reason).toMatch(/^TOKEN_REVOKED /);
    expect(bystander.closed).toBeUndefined();
    await other.stop("test finished");
    await expect.poll(() => bystander.closed?.code).toBe(1012);
  });

  it("gives a slow reader everything, and others do not wait for it", async () => {
    const [slow, fast] = [followed(), followed()];
    const query = "filter[name][startsWith]=bulk";
    for (const one of [slow, fast])
      one.say({ type: "subscribe", id: 1, entity: "product", query, snapshot: false });
    await expect.poll(() => slow.count("live") + fast.count("live")).toBe(2);
    slow.webSocket.pause();
    for (let round = 0; round < 12; round++)
      await app.sql`
        insert into catalog.products (id, name, price)
        select gen_random_uuid(), 'bulk' || repeat('x', 300000), 1 from generate_series(1, 4)`;
    const taken = (one: TestFollower) => {
      const last = one.messages.findLast(({ type }) => type === "changes");
      if (last && one.webSocket.readyState === 1) one.say({ type: "ack", id: 1, position: last.position });
      return changesOf(one).length;
    };
    await expect.poll(() => taken(fast)).toBe(48);
    slow.webSocket.resume();
    await expect.poll(() => taken(slow)).toBe(48);
    expect(changesOf(slow).map(({ key }) => key)).toEqual(changesOf(fast).map(({ key }) => key));
  });
});

describe("a feed as Server-Sent Events", () => {
  async function stream(target: string, headers: { readonly [name: string]: string } = {}) {
    const abort = new AbortController();
    const response = await fetch(`${app.url}${target}`, { headers, signal: abort.signal });
    let text = "";
    void (async () => {
      for await (const chunk of response.body ?? []) text += Buffer.from(chunk).toString();
    })().catch(() => {});
    return {
      response,
      abort,
      get text() {
        return text;
      },
    };
  }

  it("is a snapshot and what changes, and goes on from the id of its last event", async () => {
    const id = await make("Level");
    const target = "/feeds/product?filter[name]=Level&fields=name,price";
    const one = await stream(target);
    expect(one.response.status).toBe(200);
    await expect.poll(() => one.text).toContain("event: live");
    expect(one.text).toContain(`"rows":[{"id":"${id}","name":"Level","price":"1.00","version":1}]`);
    await editor().patch(`/v1/products/${id}`, { price: "2.00" });
    await expect.poll(() => one.text).toContain('"price":"2.00"');
    one.abort.abort();
    const cursor = [...one.text.matchAll(/^id: (.+)$/gm)].at(-1)?.[1] ?? "";
    await editor().patch(`/v1/products/${id}`, { price: "3.00" });
    const two = await stream(target, { "last-event-id": cursor });
    await expect.poll(() => two.text).toContain('"price":"3.00"');
    expect(two.text).not.toContain('"price":"2.00"');
    two.abort.abort();
  });

  it("answers what it cannot begin with a problem", async () => {
    const get = (target: string) => app.anonymous.get(target, { accept: "text/event-stream" });
    expect((await get("/feeds/nothing")).body).toMatchObject({ code: "FEED_UNKNOWN", status: 404 });
    expect((await get("/feeds/product?filter[margin]=1.00")).body).toMatchObject({
      code: "FILTER_UNSUPPORTED",
    });
    const gone = await get(`/feeds/product?from=${crypto.randomUUID()}:1`);
    expect(gone.body).toMatchObject({ code: "LOG_EPOCH_OTHER", status: 410 });
  });
});

describe("a system that stops", () => {
  it("sends its followers away, who find everything elsewhere", async () => {
    const going = await serve({
      system: desk,
      environment: "test",
      databaseUrl: app.database.url,
      port: 0,
      metricsPort: false,
      development: issuer,
      log: "none",
    });
    const followers = Array.from({ length: 5 }, () => followed(undefined, going.url));
    for (const one of followers) one.say({ type: "subscribe", id: 1, entity: "product", snapshot: false });
    await expect.poll(() => followers.map((one) => one.count("live"))).toEqual([1, 1, 1, 1, 1]);
    expect(going.feeds).toMatchObject({ connections: 5, subscriptions: 5 });
    const id = await make("Plane");
    await going.stop("test");
    expect(followers.map(({ closed }) => closed?.code)).toEqual([1012, 1012, 1012, 1012, 1012]);
    for (const one of followers) {
      const { epoch, position } = only(one, "subscribed")[0] as Message;
      const again = followed();
      again.say({ type: "subscribe", id: 1, entity: "product", from: `${epoch}:${position}` });
      await expect.poll(() => changesOf(again).map(({ key }) => key)).toContain(id);
    }
  });
});

describe("a log of which the beginning is gone", () => {
  it("refuses a cursor from the future, and one older than what is kept", async () => {
    const head = async () => {
      const rows = await app.sql<{ epoch: string; position: number }>`
        select epoch, position::integer as position from catalog.log_head`;
      return rows[0] ?? { epoch: "", position: 0 };
    };
    const { epoch } = await head();
    const ahead = followed();
    ahead.say({ type: "subscribe", id: 1, entity: "product", from: `${epoch}:999999` });
    await expect.poll(() => only(ahead, "reset")[0]).toMatchObject({ id: 1, code: "LOG_POSITION_AHEAD" });
    const first = `${epoch}:1`;
    await make("Rasp");
    await expect.poll(async () => (await head()).position).toBeGreaterThan(2);
    await app.sql`update catalog.log_head set first_kept = position + 1`;
    await app.sql`truncate catalog.log, catalog.outbox`;
    const late = followed();
    late.say({ type: "subscribe", id: 1, entity: "product", from: first });
    await expect.poll(() => only(late, "reset")[0]).toMatchObject({ id: 1, code: "LOG_POSITION_GONE" });
    const gone = await app.anonymous.get(`/feeds/product?from=${first}`, { accept: "text/event-stream" });
    expect(gone.body).toMatchObject({ status: 410, code: "LOG_POSITION_GONE" });
  });
});

describe("requests that ask for another protocol, one right after the other", () => {
  it("are answered as they came", async () => {
    const one = request("GET", "/health/live", { connection: "Upgrade", upgrade: "h2c" });
    const answers = await say(app.url, one.repeat(3), { answers: 3 });
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  });
});
