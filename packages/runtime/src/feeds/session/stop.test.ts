import { afterEach, expect, it } from "vitest";
import { openDoors } from "../fixture.js";

let doors: Awaited<ReturnType<typeof openDoors>> | undefined;
afterEach(() => doors?.stop());

async function withFollowers(count: number) {
  doors = await openDoors();
  const { follow } = doors;
  const order: number[] = [];
  const followers = Array.from({ length: count }, (_, at) => {
    const follower = follow();
    follower.say({ type: "subscribe", id: 1, entity: "product" });
    follower.webSocket.on("close", () => void order.push(at));
    return follower;
  });
  const count_ = () => followers.filter((one) => one.count("subscribed") === 1).length;
  await expect.poll(count_).toBe(count);
  return { ...doors, followers, order };
}

it("sends followers away one after the other, and takes none any more", async () => {
  const { feeds, followers, raw, told } = await withFollowers(20);
  feeds.announceStop(10_000);
  expect(followers.filter(({ closed }) => closed).length).toBe(0);
  const refused = await raw();
  await expect.poll(() => refused.text).toContain("HTTP/1.1 503");
  await expect.poll(() => followers.map(({ closed }) => closed?.code)).toEqual(Array(20).fill(1012));
  expect(followers[0]?.closed?.reason).toMatch(/^STOPPING /);
  await expect.poll(() => feeds.connections).toBe(0);
  const closes = told.filter(({ fact }) => fact === "feed.disconnected");
  expect(closes).toHaveLength(20);
});

it("does not wait for those that do not go", async () => {
  const { feeds, raw, followers } = await withFollowers(1);
  const stubborn = await raw();
  await expect.poll(() => feeds.connections).toBe(2);
  feeds.announceStop(0);
  await expect.poll(() => followers[0]?.closed?.code).toBe(1012);
  expect(feeds.connections).toBe(1);
  await feeds.stop();
  await expect.poll(() => stubborn.isClosed).toBe(true);
  await expect.poll(() => feeds.connections).toBe(0);
});
