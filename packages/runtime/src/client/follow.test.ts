import { describe, expect, it } from "vitest";
import type { Item } from "./cases/feed-table.js";
import { feedScene } from "./cases/scene.js";
import type { Follow, Step } from "./index.js";

const scene = feedScene();

async function take(follow: Follow<Item>, count: number): Promise<Step<Item>[]> {
  const steps: Step<Item>[] = [];
  while (steps.length < count) {
    const { value } = await follow.next();
    if (!value) break;
    steps.push(value);
  }
  return steps;
}
const kinds = (steps: readonly { readonly type: string }[]) => steps.map(({ type }) => type);

describe("following a view step by step", () => {
  it("gives a snapshot, that it is live, and each transaction", async () => {
    const server = await scene.server({ partial: 1 });
    server.commit({ put: "1" }, { put: "2" });
    const follow = scene.connect(server).follow("item");
    const begun = await take(follow, 2);
    expect(begun).toMatchObject([
      { type: "snapshot", rows: [{ id: "1" }, { id: "2" }], cursor: `${server.faults.epoch}:2` },
      { type: "live", cursor: `${server.faults.epoch}:2` },
    ]);
    server.commit({ put: "3" }, { remove: "1" });
    server.commit("clear");
    expect(await take(follow, 2)).toMatchObject([
      {
        type: "changes",
        changes: [
          { op: "put", key: "3" },
          { op: "remove", key: "1" },
        ],
      },
      { type: "changes", changes: [{ op: "clear" }], cursor: `${server.faults.epoch}:5` },
    ]);
    expect(follow.cursor).toBe(`${server.faults.epoch}:5`);
  });

  it("ends with its loop, and closes the subscription then", async () => {
    const server = await scene.server();
    for await (const step of scene.connect(server).follow("item")) if (step.type === "live") break;
    await expect.poll(() => server.said("unsubscribe")).toHaveLength(1);
  });

  it("goes on from a cursor, and without the rows where none are asked for", async () => {
    const server = await scene.server();
    server.commit({ put: "1" });
    server.commit({ put: "2" });
    const feeds = scene.connect(server);
    const [changes] = await take(feeds.follow("item", { from: `${server.faults.epoch}:1` }), 1);
    expect(changes).toMatchObject({ type: "changes", changes: [{ key: "2" }] });
    const fresh = feeds.follow("item", { snapshot: false });
    expect(kinds(await take(fresh, 1))).toEqual(["live"]);
    expect(fresh.cursor).toBe(`${server.faults.epoch}:2`);
    expect(server.said("subscribe").at(-1)).toMatchObject({ snapshot: false });
  });

  it("gives each step once over connections that break", async () => {
    const server = await scene.server();
    const follow = scene.connect(server).follow("item");
    await take(follow, 2);
    const seen: number[] = [];
    for (let round = 0; round < 5; round++) {
      server.commit({ put: `${round}` });
      server.cut();
      server.table.commit({ put: `${round}` });
      while (seen.length < 2 * (round + 1)) {
        const [step] = await take(follow, 1);
        if (step?.type === "changes") seen.push(...step.changes.map(({ position }) => position));
      }
    }
    expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it("gives each change of a transaction once that was cut in its middle", async () => {
    const server = await scene.server({ partial: 1 });
    const follow = scene.connect(server).follow("item");
    await take(follow, 2);
    let parts = 0;
    server.faults.meddle = (message) => (message.type === "changes" && ++parts === 3 ? "cut" : [message]);
    server.commit({ put: "1" }, { put: "2" }, { put: "3" });
    const [step] = await take(follow, 1);
    expect(step?.type === "changes" && step.changes.map(({ position }) => position)).toEqual([1, 2, 3]);
  });

  it("says reset, with its reason, and goes on with a snapshot", async () => {
    const server = await scene.server();
    server.commit({ put: "1" });
    const follow = scene.connect(server).follow("item", { from: "of-another-epoch:1" });
    expect(await take(follow, 3)).toMatchObject([
      { type: "reset", code: "LOG_EPOCH_OTHER", detail: "There is nothing at of-another-epoch:1." },
      { type: "snapshot" },
      { type: "live" },
    ]);
    server.commit({ put: "2" });
    server.faults.gone = 3;
    server.table.commit({ put: "3" });
    server.faults.epoch = "after-a-restore";
    server.cut();
    const steps = kinds(await take(follow, 3));
    expect(steps.slice(steps.indexOf("reset"), 3)).toContain("reset");
  });

  it("does not subscribe without a pause where every subscription is reset", async () => {
    const server = await scene.server({ heartbeat: 50 });
    let beats = 0;
    server.faults.meddle = (message) => {
      if (message.type === "heartbeat") beats++;
      return [message];
    };
    server.faults.answer = ({ id }) => [{ type: "reset", id, code: "LOG_POSITION_GONE", detail: "Gone." }];
    const hours = { first: 36_000_000, most: 36_000_000 };
    const follow = scene.connect(server, { retry: hours }).follow("item");
    expect(kinds(await take(follow, 2))).toEqual(["reset", "reset"]);
    const after = beats;
    await expect.poll(() => beats - after).toBeGreaterThan(3);
    expect(server.said("subscribe")).toHaveLength(2);
  });

  it("throws what the server refuses", async () => {
    const server = await scene.server();
    server.faults.answer = ({ id }) => [{ type: "failed", id, code: "ENTITY_UNKNOWN", detail: "No item." }];
    const follow = scene.connect(server).follow("item");
    await expect(follow.next()).rejects.toMatchObject({ name: "FeedError", code: "ENTITY_UNKNOWN" });
    expect(await follow.next()).toEqual({ done: true, value: undefined });
  });

  it("ends for who waits when it is closed", async () => {
    const server = await scene.server();
    const feeds = scene.connect(server);
    const [one, other] = [feeds.follow("item"), feeds.follow("item")];
    await Promise.all([take(one, 2), take(other, 2)]);
    const waiting = [one.next(), other.next()];
    one.close();
    expect(await waiting[0]).toEqual({ done: true, value: undefined });
    feeds.close();
    expect(await waiting[1]).toEqual({ done: true, value: undefined });
  });
});

describe("a follower that takes slowly", () => {
  it("is sent no more than the window, told that it is behind, and given everything", async () => {
    const server = await scene.server({ window: { changes: 10, bytes: 1_048_576 } });
    const follow = scene.connect(server).follow("item");
    await take(follow, 2);
    let sent = 0;
    server.faults.meddle = (message) => {
      if (message.type === "changes") sent += message.changes.length;
      return [message];
    };
    for (let n = 1; n <= 100; n++) server.commit({ put: `${n}` });
    expect(sent).toBe(10);
    const seen: number[] = [];
    const others: string[] = [];
    while (seen.length < 100) {
      const [step] = await take(follow, 1);
      if (step?.type === "changes") seen.push(...step.changes.map(({ position }) => position));
      else if (step) others.push(step.type);
      expect(sent - seen.length).toBeLessThanOrEqual(20);
    }
    expect(seen).toEqual(Array.from({ length: 100 }, (_, n) => n + 1));
    expect(others[0]).toBe("behind");
    expect(kinds(await take(follow, 1))).toEqual(["live"]);
  });

  it("acknowledges a transaction that is larger than the window part by part", async () => {
    const server = await scene.server({ partial: 5, window: { changes: 10, bytes: 1_048_576 } });
    const follow = scene.connect(server).follow("item");
    await take(follow, 2);
    server.commit(...Array.from({ length: 50 }, (_, n) => ({ put: `${n}` })));
    expect(kinds(await take(follow, 3))).toEqual(["behind", "changes", "live"]);
    expect(server.said("ack").length).toBeGreaterThan(3);
  });

  it("acknowledges by bytes too", async () => {
    const server = await scene.server({ window: { changes: 1_000_000, bytes: 4_000 } });
    const follow = scene.connect(server).follow("item");
    await take(follow, 2);
    server.commit({ put: "1", name: "x".repeat(2_000) });
    await take(follow, 1);
    await expect.poll(() => server.said("ack").at(-1)?.position).toBe(1);
  });

  it("acknowledges what is left when the server has nothing to say", async () => {
    const server = await scene.server({ heartbeat: 100 });
    const follow = scene.connect(server).follow("item");
    await take(follow, 2);
    server.commit({ put: "1" });
    await take(follow, 1);
    await expect.poll(() => server.said("ack").at(-1)?.position).toBe(1);
  });

  it("holds what one connection brought and no more, however many break", async () => {
    const server = await scene.server({ window: { changes: 1_000_000, bytes: 1_000 } });
    const feeds = scene.connect(server);
    const reasons: (string | undefined)[] = [];
    feeds.onStatus((status, why) => status === "waiting" && reasons.push(why?.code));
    const follow = feeds.follow("item");
    await take(follow, 2);
    for (let n = 0; n < 10; n++) server.commit({ put: "1", name: "x".repeat(50_000) });
    for (let round = 2; round <= 5; round++) {
      server.cut();
      await expect.poll(() => server.said("subscribe")).toHaveLength(round);
    }
    const [step] = await take(follow, 1);
    expect(step).toMatchObject({ type: "changes", changes: [{ position: 1 }] });
    expect(new Set(reasons)).toEqual(new Set(["CONNECTION_CLOSED"]));
  });

  it("gives the connection up where a server sends far more than its window", async () => {
    const server = await scene.server({ window: { changes: 1_000_000, bytes: 1_000 } });
    const feeds = scene.connect(server);
    const reasons: (string | undefined)[] = [];
    feeds.onStatus((status, why) => status === "waiting" && reasons.push(why?.code));
    const follow = feeds.follow("item");
    await take(follow, 2);
    for (let n = 0; n < 30; n++) server.commit({ put: "1", name: "x".repeat(50_000) });
    await expect.poll(() => reasons[0]).toBe("WINDOW_EXCEEDED");
    expect(server.said("ack").at(-1)?.position ?? 0).toBe(0);
  });
});
