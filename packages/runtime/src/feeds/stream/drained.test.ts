import { get, type IncomingMessage } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { message, openDoors } from "../fixture.js";

let doors: Awaited<ReturnType<typeof openDoors>> | undefined;
afterEach(() => doors?.stop());

async function openSocket() {
  doors = await openDoors();
  const { hub, follow } = doors;
  const follower = follow();
  follower.say({ type: "subscribe", id: 1, entity: "product" });
  await expect.poll(() => hub.opened.length).toBe(1);
  return hub.opened[0]?.sink;
}

async function openStream() {
  doors = await openDoors();
  const { hub, url } = doors;
  const response = await new Promise<IncomingMessage>((resolve) => void get(`${url}/feeds/product`, resolve));
  response.resume();
  await expect.poll(() => hub.opened.length).toBe(1);
  return hub.opened[0]?.sink;
}

/** The operating system takes these at once from a socket on which nothing waits: Node emits no `drain` then. */
describe.each([
  ["a WebSocket", openSocket],
  ["Server-Sent Events", openStream],
])("whoever waits until %s has taken what was sent", (_, open) => {
  it.each([
    [1, 300_000],
    [1, 2_000_000],
    [3, 100_000],
    [200, 1_000],
  ])("is told after %i messages of %i characters", async (count, size) => {
    const sink = await open();
    if (sink === undefined) return expect.unreachable();
    for (let round = 1; round <= 3; round += 1) {
      for (let at = 0; at < count; at += 1) sink.send(message("changes", { at, text: "x".repeat(size) }));
      expect(sink.unsent).toBeGreaterThan(count * size);
      let called = 0;
      sink.drained(() => {
        called += 1;
      });
      await expect.poll(() => called).toBe(1);
      expect(sink.unsent).toBeLessThan(65_536);
    }
  });
});
