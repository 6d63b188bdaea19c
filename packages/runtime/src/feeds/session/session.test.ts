import { afterEach, describe, expect, it } from "vitest";
import { createFacts } from "../../facts.js";
import {
  createAuthenticator,
  createDevelopmentIssuer,
  createRevocations,
  issueToken,
} from "../../identity/index.js";
import { believingAll, createTestHub, type DoorOptions, message, openDoors } from "../fixture.js";

let doors: Awaited<ReturnType<typeof openDoors>> | undefined;
afterEach(() => doors?.stop());

async function open(options?: DoorOptions) {
  doors = await openDoors(options);
  return doors;
}

const issuer = createDevelopmentIssuer();
const revocations = createRevocations();
const { issuer: name, audience, set } = issuer;
const identity = createAuthenticator({
  issuer: name,
  audience,
  keys: { set },
  revocations,
  facts: createFacts(),
});
const tokenOf = (subject: string) => issueToken(issuer, { subject, roles: [] });
const subscribe = { type: "subscribe", id: 1, entity: "product" };

describe("a conversation", () => {
  it("begins with a welcome, and hands on what is asked for", async () => {
    const { follow, hub } = await open();
    const follower = follow();
    follower.say({ ...subscribe, query: "fields=id", from: "e:5", snapshot: false });
    await expect.poll(() => follower.messages.map(({ type }) => type)).toEqual(["welcome", "subscribed"]);
    expect(follower.messages[0]).toEqual({
      type: "welcome",
      heartbeat: 15_000,
      window: { changes: 1_000, bytes: 1_000_000 },
    });
    expect(hub.opened[0]?.request).toMatchObject({
      id: 1,
      entity: "product",
      query: "fields=id",
      from: "e:5",
      snapshot: false,
      actor: { kind: "anonymous" },
    });
  });

  it("hands on acknowledgements", async () => {
    const { follow, hub } = await open();
    const follower = follow();
    follower.say(subscribe);
    await expect.poll(() => follower.count("subscribed")).toBe(1);
    follower.say({ type: "ack", id: 1, position: 17 });
    follower.say({ type: "ack", id: 9, position: 3 });
    await expect.poll(() => hub.opened[0]?.acknowledged).toEqual([17]);
    expect(follower.closed).toBeUndefined();
  });

  it("says what could not be done, and goes on", async () => {
    const { follow } = await open();
    const follower = follow();
    follower.say({ ...subscribe, entity: "nothing" });
    follower.say({ ...subscribe, id: 2 });
    await expect.poll(() => follower.count("subscribed")).toBe(1);
    expect(follower.messages.find(({ type }) => type === "failed")).toEqual({
      type: "failed",
      id: 1,
      code: "PARAMETER_INVALID",
      detail: "Received the entity nothing; product was expected.",
    });
    follower.say(subscribe);
    await expect.poll(() => follower.count("subscribed")).toBe(2);
  });

  it("ends a view, after which nothing more comes of it", async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { follow, hub } = await open({ hub: createTestHub(() => held) });
    const follower = follow();
    follower.say(subscribe);
    follower.say({ type: "unsubscribe", id: 1 });
    await expect.poll(() => follower.count("unsubscribed")).toBe(1);
    release();
    await expect.poll(() => hub.opened[0]?.isClosed).toBe(true);
    follower.say(subscribe);
    await expect.poll(() => follower.count("subscribed")).toBe(1);
  });

  it("frees the id of a view that ended by itself", async () => {
    const { follow, hub } = await open();
    const follower = follow();
    follower.say(subscribe);
    await expect.poll(() => follower.count("subscribed")).toBe(1);
    hub.tell(message("reset", { id: 1, code: "LOG_POSITION_GONE" }));
    hub.opened[0]?.end({ reason: "reset" });
    await expect.poll(() => follower.count("reset")).toBe(1);
    follower.say(subscribe);
    await expect.poll(() => follower.count("subscribed")).toBe(2);
    expect(follower.closed).toBeUndefined();
  });

  it("ends all of its views with the connection", async () => {
    const { follow, hub, feeds, told } = await open();
    const follower = follow();
    follower.say(subscribe);
    follower.say({ ...subscribe, id: 2 });
    await expect.poll(() => feeds.subscriptions).toBe(2);
    follower.webSocket.close(1000);
    await expect.poll(() => hub.opened.map(({ isClosed }) => isClosed)).toEqual([true, true]);
    await expect.poll(() => feeds.connections).toBe(0);
    await expect
      .poll(() => told.filter(({ fact }) => fact.startsWith("feed.")))
      .toMatchObject([
        { fact: "feed.connected", door: "websocket" },
        { fact: "feed.disconnected", door: "websocket", code: 1000 },
      ]);
  });
});

describe("who asks", () => {
  it("is said by the request, or by a message, ahead of what follows it", async () => {
    const { follow, hub } = await open({ identity });
    const byHeader = follow({ authorization: `Bearer ${await tokenOf("ada")}` });
    byHeader.say(subscribe);
    await expect.poll(() => hub.opened[0]?.request.actor.id).toBe("ada");
    const byMessage = follow();
    byMessage.say({ type: "authenticate", token: await tokenOf("bob") });
    byMessage.say(subscribe);
    await expect.poll(() => hub.opened[1]?.request.actor.id).toBe("bob");
  });

  it("may be the same person with another token, whose views are worked out anew", async () => {
    const { follow, hub } = await open({ identity });
    const follower = follow({ authorization: `Bearer ${await tokenOf("ada")}` });
    follower.say(subscribe);
    await expect.poll(() => follower.count("subscribed")).toBe(1);
    follower.say({ type: "authenticate", token: await tokenOf("ada") });
    await expect.poll(() => hub.opened[0]?.actors).toEqual(["ada"]);
  });

  it("is not another person while views are open", async () => {
    const { follow } = await open({ identity });
    const follower = follow({ authorization: `Bearer ${await tokenOf("ada")}` });
    follower.say(subscribe);
    await expect.poll(() => follower.count("subscribed")).toBe(1);
    follower.say({ type: "authenticate", token: await tokenOf("bob") });
    await expect.poll(() => follower.closed?.code).toBe(4403);
    expect(follower.closed?.reason).toMatch(/^FEED_PERSON_CHANGED /);
  });

  it("is not the same person of another tenant while views are open, and may be before", async () => {
    const people = believingAll({ "ada@one": "one", "ada@two": "two" });
    const { follow, hub } = await open({ identity: people });
    const follower = follow({ authorization: "Bearer ada@one" });
    follower.say({ type: "authenticate", token: "ada@two" });
    follower.say(subscribe);
    await expect.poll(() => hub.opened[0]?.request.actor.tenant).toBe("two");
    follower.say({ type: "authenticate", token: "ada@one" });
    await expect.poll(() => follower.closed?.code).toBe(4403);
    expect(follower.closed?.reason).toMatch(/^FEED_PERSON_CHANGED .*another tenant/);
    expect(hub.opened[0]?.actors).toEqual([]);
  });

  it("is not believed without a token of the issuer", async () => {
    const { follow } = await open({ identity });
    const follower = follow();
    follower.say({ type: "authenticate", token: "a.b.c" });
    await expect.poll(() => follower.closed?.code).toBe(4401);
    expect(follower.closed?.reason).toMatch(/^TOKEN_INVALID /);
  });

  it("is believed until the token expires", async () => {
    const time = { now: Date.now() };
    const clock = () => time.now;
    const facts = createFacts();
    const ageing = createAuthenticator({ issuer: name, audience, keys: { set }, facts, clock });
    const { follow, told } = await open({ identity: ageing, heartbeat: 400 });
    const follower = follow({ authorization: `Bearer ${await tokenOf("ada")}` });
    follower.say(subscribe);
    await expect.poll(() => follower.count("subscribed")).toBe(1);
    // Longer than a token is remembered: it is verified again, and believed.
    time.now += 6 * 60_000;
    await expect.poll(() => follower.count("heartbeat")).toBeGreaterThan(1);
    expect(follower.closed).toBeUndefined();
    time.now += 30 * 24 * 3_600_000;
    await expect.poll(() => follower.closed?.code).toBe(4401);
    expect(follower.closed?.reason).toMatch(/^TOKEN_EXPIRED /);
    await expect
      .poll(() => told.at(-1))
      .toMatchObject({ fact: "feed.disconnected", code: 4401, reason: "TOKEN_EXPIRED" });
  });

  it("is believed until the token is revoked, and others are after that", async () => {
    const { follow } = await open({ identity });
    const [ada, bob] = [follow(), follow()];
    ada.say({ type: "authenticate", token: await tokenOf("ada") });
    bob.say({ type: "authenticate", token: await tokenOf("bob") });
    for (const one of [ada, bob]) one.say(subscribe);
    await expect.poll(() => ada.count("subscribed") + bob.count("subscribed")).toBe(2);
    revocations.add([{ subject: "ada", until: Date.now() + 1_000 }]);
    await expect.poll(() => ada.closed?.code).toBe(4401);
    expect(ada.closed?.reason).toMatch(/^TOKEN_REVOKED /);
    expect(bob.closed).toBeUndefined();
  });
});
