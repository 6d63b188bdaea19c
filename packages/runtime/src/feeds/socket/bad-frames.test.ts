import { deflateRawSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { message, openDoors, rawFrame, type TestFollower } from "../fixture.js";

let doors: Awaited<ReturnType<typeof openDoors>>;
let other: TestFollower;
let told = 0;

beforeAll(async () => {
  doors = await openDoors();
  other = doors.follow();
  other.say({ type: "subscribe", id: 1, entity: "product" });
  await vi.waitUntil(() => other.count("subscribed") === 1, 60_000);
});
afterAll(() => doors.stop());

/** Bytes that come on a connection of their own; what it is closed with, while another follower misses nothing. */
async function closeAfter(...frames: readonly Buffer[]): Promise<number | undefined> {
  const raw = await doors.raw();
  await expect.poll(() => raw.text).toContain("welcome");
  for (const frame of frames) raw.write(frame);
  doors.hub.tell(message("advance", { id: 1, previous: told, position: ++told }));
  await expect.poll(() => raw.closeCode ?? raw.isClosed).not.toBe(false);
  raw.socket.destroy();
  expect(other.closed).toBeUndefined();
  await expect.poll(() => other.count("advance")).toBe(told);
  return raw.closeCode;
}

const json = (value: object) => rawFrame({ payload: JSON.stringify(value) });

describe("what is no frame, or not one of ours", () => {
  it("is not masked", async () => {
    expect(await closeAfter(rawFrame({ payload: "{}", masked: false }))).toBe(1002);
  });
  it("says it is compressed, which was not agreed on", async () => {
    const bomb = deflateRawSync(Buffer.alloc(50_000_000));
    expect(await closeAfter(rawFrame({ first: 0xc1, payload: bomb }))).toBe(1002);
  });
  it("has an opcode that means nothing", async () => {
    expect(await closeAfter(rawFrame({ first: 0x83 }))).toBe(1002);
  });
  it("goes on with a message that was not begun", async () => {
    expect(await closeAfter(rawFrame({ first: 0x80, payload: "{}" }))).toBe(1002);
  });
  it("is a ping of more than 125 bytes", async () => {
    expect(await closeAfter(rawFrame({ first: 0x89, payload: Buffer.alloc(126) }))).toBe(1002);
  });
  it("is a ping in two parts", async () => {
    expect(await closeAfter(rawFrame({ first: 0x09 }))).toBe(1002);
  });
  it("is binary", async () => {
    expect(await closeAfter(rawFrame({ first: 0x82, payload: "{}" }))).toBe(1003);
  });
  it("is no UTF-8", async () => {
    expect(await closeAfter(rawFrame({ payload: Buffer.from([0x22, 0xff, 0x22]) }))).toBe(1007);
  });
  it("is larger than 64 KiB, by its header alone", async () => {
    expect(await closeAfter(rawFrame({ length: 65_537 }))).toBe(1009);
  });
  it("says it is larger than any message could be", async () => {
    const frame = Buffer.from([0x81, 0xff, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0]);
    expect(await closeAfter(frame)).toBe(1009);
  });
  it("is larger than 64 KiB in parts", async () => {
    const part = Buffer.alloc(16_384, 0x20);
    const parts = [1, 2, 3, 4].map(() => rawFrame({ first: 0x00, payload: part }));
    expect(await closeAfter(rawFrame({ first: 0x01, payload: "{" }), ...parts)).toBe(1009);
  });
  it("never ends, in empty parts", async () => {
    const parts = Array.from({ length: 300 }, () => rawFrame({ first: 0x00 }));
    expect(await closeAfter(rawFrame({ first: 0x01, payload: "{" }), ...parts)).toBe(1008);
  });
});

describe("what is no message of the protocol", () => {
  const cases: readonly (readonly [string, string | object])[] = [
    ["no JSON", "{"],
    ["a list", []],
    ["of no type", {}],
    ["of a type that is not known", { type: "publish" }],
    ["named as what every object has", { type: "toString" }],
    ["a subscription without an entity", { type: "subscribe", id: 1 }],
    ["a subscription whose id is 0", { type: "subscribe", id: 0, entity: "product" }],
    ["a subscription whose id is not whole", { type: "subscribe", id: 1.5, entity: "product" }],
    ["a query that is an object", { type: "subscribe", id: 1, entity: "product", query: {} }],
    ["a member that is not known", { type: "subscribe", id: 1, entity: "product", form: "e:1" }],
    ["an acknowledgement of a fraction", { type: "ack", id: 1, position: 0.5 }],
    ["a token that is no text", { type: "authenticate", token: 7 }],
  ];
  it.each(cases)("%s", async (_, sent) => {
    const frame = typeof sent === "string" ? rawFrame({ payload: sent }) : json(sent);
    expect(await closeAfter(frame)).toBe(4400);
  });

  it("is told where, what was received, and what was expected", async () => {
    const follower = doors.follow();
    follower.say({ type: "subscribe", id: "one", entity: "product" });
    await expect
      .poll(() => follower.closed)
      .toEqual({
        code: 4400,
        reason: 'FEED_MESSAGE_INVALID /id of subscribe is "one"; a whole number from 1 was expected.',
      });
  });

  it("takes an id that is in use", async () => {
    const subscribe = json({ type: "subscribe", id: 1, entity: "product" });
    expect(await closeAfter(subscribe, subscribe)).toBe(4400);
  });
});

describe("a message in parts", () => {
  it("is taken, with a ping between them", async () => {
    const raw = await doors.raw();
    raw.write(rawFrame({ first: 0x01, payload: '{"type":"unsub' }));
    raw.write(rawFrame({ first: 0x89, payload: "there?" }));
    raw.write(rawFrame({ first: 0x80, payload: 'scribe","id":7}' }));
    await expect.poll(() => raw.text).toContain('{"type":"unsubscribed","id":7}');
    expect(raw.text).toContain("\x8a\x06there?");
    raw.socket.destroy();
  });
});

describe("a socket that is cut in the middle of a frame", () => {
  it("frees its place, and nobody notices", async () => {
    await expect.poll(() => doors.feeds.connections).toBe(1);
    const raw = await doors.raw();
    await expect.poll(() => doors.feeds.connections).toBe(2);
    raw.write(rawFrame({ payload: "x".repeat(1_000) }).subarray(0, 500));
    raw.socket.resetAndDestroy();
    await expect.poll(() => doors.feeds.connections).toBe(1);
    expect(other.closed).toBeUndefined();
  });
});
