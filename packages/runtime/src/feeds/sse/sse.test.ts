import { connect } from "node:net";
import { afterEach, expect, it } from "vitest";
import { createFacts } from "../../facts.js";
import {
  createAuthenticator,
  createDevelopmentIssuer,
  createRevocations,
  issueToken,
} from "../../identity/index.js";
import { type DoorOptions, message, openDoors } from "../fixture.js";
import { eventOf, eventOfFrame } from "./event.js";

let doors: Awaited<ReturnType<typeof openDoors>> | undefined;
afterEach(() => doors?.stop());

async function open(options?: DoorOptions) {
  doors = await openDoors(options);
  const { url } = doors;
  const stream = (authorization?: string) => {
    const socket = connect(Number(new URL(url).port), "127.0.0.1");
    let text = "";
    let isClosed = false;
    socket.on("data", (chunk) => {
      text += chunk;
    });
    socket.on("error", () => {});
    socket.on("close", () => {
      isClosed = true;
    });
    const who = authorization === undefined ? "" : `authorization: ${authorization}\r\n`;
    socket.write(`GET /feeds/product HTTP/1.1\r\nhost: shop\r\n${who}connection: close\r\n\r\n`);
    return {
      socket,
      get text() {
        return text;
      },
      get isClosed() {
        return isClosed;
      },
    };
  };
  return { ...doors, stream };
}

it("writes a message as an event, with the cursor after it", () => {
  const text = (bytes: Buffer) => bytes.toString();
  expect(text(eventOf("welcome", "{}"))).toBe("event: welcome\ndata: {}\n\n");
  const frame = message("advance", { id: 1 }, "e:7");
  expect(text(eventOfFrame(frame))).toBe('event: advance\nid: e:7\ndata: {"type":"advance","id":1}\n\n');
  expect(eventOfFrame(frame)).toBe(eventOfFrame(frame));
});

it("takes the cursor back with a reset, so that a client that comes again begins anew", () => {
  expect(eventOfFrame(message("reset", { id: 1 })).toString()).toMatch(/^event: reset\nid\ndata: /);
});

it("keeps a message whole that has line breaks", () => {
  expect(eventOf("changes", '{"a":1,\r\n"b":2}').toString()).toBe(
    'event: changes\ndata: {"a":1,\ndata: "b":2}\n\n',
  );
});

it("begins with a hint when to come again, and a welcome", async () => {
  const { stream, hub } = await open();
  const one = stream();
  await expect.poll(() => one.text).toContain("event: subscribed");
  expect(one.text).toMatch(
    /\r\n\r\n(?:[0-9a-f]+\r\n)?retry: 1000\n\nevent: welcome\ndata: {"type":"welcome","heartbeat":15000,/,
  );
  hub.tell(message("advance", { id: 1, position: 5 }, "e:5"));
  await expect.poll(() => one.text).toContain("id: e:5\n");
  expect(hub.opened[0]?.request.acknowledges).toBe(false);
});

it("ends after a reset, and says heartbeat until then", async () => {
  const { stream, hub, feeds, told } = await open({ heartbeat: 200 });
  const one = stream();
  await expect.poll(() => one.text.split("event: heartbeat").length).toBeGreaterThan(2);
  hub.tell(message("reset", { id: 1, code: "FEED_VIEW_CHANGED" }));
  hub.opened[0]?.end({ reason: "reset" });
  await expect.poll(() => one.isClosed).toBe(true);
  expect(one.text).toContain("event: reset\nid\n");
  expect(feeds.connections).toBe(0);
  expect(told.at(-1)).toMatchObject({ fact: "feed.disconnected", door: "sse", code: 1000 });
});

it("frees everything when the client goes", async () => {
  const { stream, hub, feeds } = await open();
  const one = stream();
  await expect.poll(() => one.text).toContain("subscribed");
  one.socket.destroy();
  await expect.poll(() => feeds.connections).toBe(0);
  expect(hub.opened[0]?.isClosed).toBe(true);
});

it("is cut when nothing of it is read", async () => {
  const { stream, hub, feeds, told } = await open({ heartbeat: 300 });
  const one = stream();
  await expect.poll(() => one.text).toContain("subscribed");
  one.socket.pause();
  const large = "x".repeat(500_000);
  for (let at = 0; at < 16; at++) hub.tell(message("changes", { id: 1, at, large }, `e:${at + 1}`));
  expect(hub.opened[0]?.sink.unsent).toBeGreaterThan(4_000_000);
  await expect.poll(() => feeds.connections).toBe(0);
  expect(told.at(-1)).toMatchObject({ fact: "feed.disconnected", door: "sse", code: 4408 });
  one.socket.destroy();
});

it("is told to come again later where the process stops", async () => {
  const { stream, feeds } = await open();
  const one = stream();
  await expect.poll(() => one.text).toContain("subscribed");
  feeds.announceStop(1_000);
  await expect.poll(() => one.isClosed).toBe(true);
  expect(one.text).toMatch(/retry: \d+\n\n(?:\r\n0\r\n\r\n)?$/);
  const two = stream();
  await expect.poll(() => two.text).toContain("STOPPING");
});

it("tells why it ends when the token is believed no more", async () => {
  const issuer = createDevelopmentIssuer();
  const { issuer: name, audience, set } = issuer;
  const revocations = createRevocations();
  const facts = createFacts();
  const identity = createAuthenticator({ issuer: name, audience, keys: { set }, revocations, facts });
  const { stream, feeds } = await open({ identity });
  const one = stream(`Bearer ${await issueToken(issuer, { subject: "ada", roles: [] })}`);
  const other = stream();
  await expect.poll(() => one.text).toContain("subscribed");
  await expect.poll(() => other.text).toContain("subscribed");
  revocations.add([{ subject: "ada", until: Date.now() + 1_000 }]);
  await expect.poll(() => one.isClosed).toBe(true);
  expect(one.text).toMatch(/event: failed\ndata: \{"type":"failed","id":1,"code":"TOKEN_REVOKED"/);
  expect(feeds.connections).toBe(1);
  expect(other.isClosed).toBe(false);
});

it("counts its connections, and says 429 before it begins", async () => {
  const { stream } = await open({ limits: { connectionsPerAddress: 1 } });
  const one = stream();
  await expect.poll(() => one.text).toContain("subscribed");
  const two = stream();
  await expect.poll(() => two.text).toContain("HTTP/1.1 429");
});
