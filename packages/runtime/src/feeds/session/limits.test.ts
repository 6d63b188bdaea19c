import { connect } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { createFacts } from "../../facts.js";
import { createAuthenticator, createDevelopmentIssuer, issueToken } from "../../identity/index.js";
import { believingAll, type DoorOptions, message, openDoors, rawFrame } from "../fixture.js";

let doors: Awaited<ReturnType<typeof openDoors>> | undefined;
afterEach(() => doors?.stop());

async function open(options?: DoorOptions) {
  doors = await openDoors(options);
  const { follow, hub } = doors;
  const other = follow({ "x-address": "elsewhere" });
  other.say({ type: "subscribe", id: 1, entity: "product" });
  await expect.poll(() => other.count("subscribed")).toBe(1);
  /** Another follower is told what is new, whatever somebody else does. */
  const otherIsWell = async () => {
    const { count } = { count: other.count("advance") };
    hub.tell(message("advance", { id: 1 }));
    await expect.poll(() => other.count("advance")).toBe(count + 1);
    expect(other.closed).toBeUndefined();
  };
  return { ...doors, otherIsWell };
}

describe("how many connections there may be", () => {
  it("counts each address", async () => {
    const { follow, otherIsWell, feeds } = await open({ limits: { connectionsPerAddress: 2 } });
    const [one, two] = [follow(), follow()];
    await expect.poll(() => one.count("welcome") + two.count("welcome")).toBe(2);
    const three = follow();
    await expect.poll(() => three.closed?.code).toBe(4429);
    expect(three.closed?.reason).toBe(
      "FEED_LIMIT_REACHED 2 connections of this address are open, the most at a time.",
    );
    expect(three.count("welcome")).toBe(0);
    one.webSocket.close();
    await expect.poll(() => feeds.connections).toBe(2);
    const four = follow();
    await expect.poll(() => four.count("welcome")).toBe(1);
    await otherIsWell();
  });

  it("counts each person, however they said who they are", async () => {
    const issuer = createDevelopmentIssuer();
    const { issuer: name, audience, set } = issuer;
    const identity = createAuthenticator({ issuer: name, audience, keys: { set }, facts: createFacts() });
    const { follow, otherIsWell } = await open({ identity, limits: { connectionsPerUser: 1 } });
    const token = await issueToken(issuer, { subject: "ada", roles: [] });
    const one = follow({ authorization: `Bearer ${token}` });
    await expect.poll(() => one.count("welcome")).toBe(1);
    const two = follow({ authorization: `Bearer ${token}` });
    await expect.poll(() => two.closed?.code).toBe(4429);
    const three = follow();
    three.say({ type: "authenticate", token });
    await expect.poll(() => three.closed?.code).toBe(4429);
    await otherIsWell();
  });

  it("counts each tenant, however many people of it there are", async () => {
    const identity = believingAll({ ada: "one", bob: "one", eve: "one", dan: "two" });
    const { follow, feeds, otherIsWell } = await open({ identity, limits: { connectionsPerTenant: 2 } });
    const [ada, bob] = ["ada", "bob"].map((who) => follow({ authorization: `Bearer ${who}` }));
    await expect.poll(() => [ada, bob].map((one) => one?.count("welcome"))).toEqual([1, 1]);
    const eve = follow({ authorization: "Bearer eve" });
    await expect.poll(() => eve.closed?.code).toBe(4429);
    expect(eve.closed?.reason).toBe(
      "FEED_LIMIT_REACHED 2 connections of this tenant are open, the most at a time.",
    );
    const late = follow();
    late.say({ type: "authenticate", token: "eve" });
    await expect.poll(() => late.closed?.code).toBe(4429);
    const dan = follow({ authorization: "Bearer dan" });
    await expect.poll(() => dan.count("welcome")).toBe(1);
    ada?.webSocket.close();
    await expect.poll(() => feeds.connections).toBe(3);
    const again = follow({ authorization: "Bearer eve" });
    await expect.poll(() => again.count("welcome")).toBe(1);
    await otherIsWell();
  });

  it("counts them all, and refuses with 503", async () => {
    const { raw, otherIsWell } = await open({ limits: { connections: 1 } });
    const refused = await raw();
    await expect.poll(() => refused.text).toContain("HTTP/1.1 503");
    await otherIsWell();
  });
});

describe("how much is asked for on a connection", () => {
  it("is so many subscriptions", async () => {
    const { follow, otherIsWell } = await open({ limits: { subscriptions: 2 } });
    const follower = follow();
    for (const id of [1, 2, 3]) follower.say({ type: "subscribe", id, entity: "product" });
    await expect.poll(() => follower.count("failed")).toBe(1);
    await expect.poll(() => follower.count("subscribed")).toBe(2);
    expect(follower.messages.find(({ type }) => type === "failed")).toMatchObject({
      id: 3,
      code: "FEED_LIMIT_REACHED",
    });
    follower.say({ type: "unsubscribe", id: 1 });
    follower.say({ type: "subscribe", id: 3, entity: "product" });
    await expect.poll(() => follower.count("subscribed")).toBe(3);
    await otherIsWell();
  });

  it("is so many messages a second: floods of subscribe", async () => {
    const { follow, hub, otherIsWell } = await open({ limits: { messages: 10, subscriptions: 10 } });
    const follower = follow();
    for (let id = 1; id < 200; id++) {
      follower.say({ type: "subscribe", id, entity: "product" });
      follower.say({ type: "unsubscribe", id });
    }
    await expect.poll(() => follower.closed?.code).toBe(4429);
    expect(hub.opened.length).toBeLessThan(30);
    await otherIsWell();
    expect(hub.opened.filter(({ isClosed }) => !isClosed)).toHaveLength(1);
  });

  it("is so many pings: floods of those", async () => {
    const { raw, otherIsWell } = await open({ limits: { messages: 5 } });
    const flooding = await raw();
    await expect.poll(() => flooding.text).toContain("welcome");
    flooding.write(Buffer.concat(Array.from({ length: 5_000 }, () => rawFrame({ first: 0x89 }))));
    await expect.poll(() => flooding.closeCode).toBe(4429);
    await otherIsWell();
  });

  it("leaves room for who comes back: a token, and every view that may be open", async () => {
    const issuer = createDevelopmentIssuer();
    const { issuer: name, audience, set } = issuer;
    const identity = createAuthenticator({ issuer: name, audience, keys: { set }, facts: createFacts() });
    const { follow, otherIsWell } = await open({ identity, limits: { messages: 10, subscriptions: 100 } });
    const follower = follow();
    follower.say({
      type: "authenticate",
      token: await issueToken(issuer, { subject: "ada", roles: [] }),
    });
    for (let id = 1; id <= 100; id++) follower.say({ type: "subscribe", id, entity: "product" });
    await expect.poll(() => follower.count("subscribed")).toBe(100);
    expect(follower.closed).toBeUndefined();
    await otherIsWell();
  });

  it("leaves room for acknowledgements", async () => {
    const { follow, otherIsWell } = await open({ limits: { messages: 10 } });
    const follower = follow();
    follower.say({ type: "subscribe", id: 1, entity: "product" });
    for (let position = 1; position <= 300; position++) follower.say({ type: "ack", id: 1, position });
    follower.say({ type: "unsubscribe", id: 1 });
    await expect.poll(() => follower.count("unsubscribed")).toBe(1);
    await otherIsWell();
  });
});

describe("a peer that is not there any more", () => {
  it("is found by what it does not answer: a half-open connection", async () => {
    const { raw, feeds, told, otherIsWell } = await open({ heartbeat: 300 });
    const half = await raw();
    half.write(rawFrame({ payload: '{"type":"subscribe","id":1,"entity":"product"}' }));
    await expect.poll(() => feeds.subscriptions).toBe(2);
    // It takes what it is sent, and answers no ping.
    await expect.poll(() => half.closeCode).toBe(4408);
    await expect.poll(() => feeds.connections).toBe(1);
    expect(told.at(-1)).toMatchObject({ code: 4408, reason: "FEED_CLIENT_SILENT" });
    await otherIsWell();
  });

  it("is told from one that is idle, which answers and sees a heartbeat", async () => {
    const { follow } = await open({ heartbeat: 300 });
    const follower = follow();
    follower.say({ type: "unsubscribe", id: 1 });
    await expect.poll(() => follower.count("heartbeat")).toBeGreaterThan(5);
    expect(follower.closed).toBeUndefined();
  });

  it("leaves unread what it is sent, and is cut", async () => {
    const { raw, hub, feeds, told, otherIsWell } = await open({ heartbeat: 300 });
    const stalled = await raw();
    stalled.write(rawFrame({ payload: '{"type":"subscribe","id":1,"entity":"product"}' }));
    await expect.poll(() => feeds.subscriptions).toBe(2);
    stalled.socket.pause();
    const large = "x".repeat(500_000);
    for (let at = 0; at < 16; at++) hub.opened.at(-1)?.sink.send(message("changes", { id: 1, at, large }));
    expect(hub.opened.at(-1)?.sink.unsent).toBeGreaterThan(4_000_000);
    await expect.poll(() => feeds.connections).toBe(1);
    await expect.poll(() => told.at(-1)).toMatchObject({ fact: "feed.disconnected", code: 4408 });
    stalled.socket.destroy();
    await otherIsWell();
  });
});

describe("a connection that never says what it wants", () => {
  it("is HTTP's to end before the handshake, and takes no place", async () => {
    const { url, feeds } = await open();
    const socket = connect(Number(new URL(url).port), "127.0.0.1");
    socket.write("GET /feeds HTTP/1.1\r\nupgrade: websocket\r\n");
    await expect.poll(() => feeds.connections).toBe(1);
    socket.destroy();
  });
});
