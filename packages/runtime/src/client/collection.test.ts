import { describe, expect, it } from "vitest";
import type { Item } from "./cases/feed-table.js";
import { feedScene, live, rowsOf, watched } from "./cases/scene.js";
import type { CollectionStep } from "./index.js";

const scene = feedScene();

describe("a collection", () => {
  it("holds the rows of a snapshot that came in parts, and is ready then", async () => {
    const server = await scene.server();
    server.commit({ put: "1" }, { put: "2" }, { put: "3" }, { put: "4" });
    const collection = scene.connect(server).collection("item");
    expect([collection.rows.size, collection.cursor, collection.state]).toEqual([0, undefined, "loading"]);
    await collection.ready;
    expect(rowsOf(collection)).toEqual(server.table.at(4));
    expect(collection.cursor).toBe(`${server.faults.epoch}:4`);
    expect(collection.position).toBe(4);
    expect(collection.get("2")?.name).toBe("2@2");
    await live(collection);
  });

  it("applies changes, and calls its listeners once for each step", async () => {
    const server = await scene.server();
    server.commit({ put: "1" }, { put: "2" });
    const collection = scene.connect(server).collection("item");
    const { steps, whole } = watched(server, collection);
    await live(collection);
    server.commit({ put: "1" }, { remove: "2" }, { put: "3" });
    await whole();
    server.commit("clear", { put: "2" });
    await whole();
    expect(steps.map(({ type }) => type)).toEqual(["snapshot", "live", "changes", "changes"]);
    expect([...collection.rows.keys()]).toEqual(["2"]);
  });

  it("applies the parts of a transaction together", async () => {
    const server = await scene.server({ partial: 2 });
    const collection = scene.connect(server).collection("item");
    const { steps, whole } = watched(server, collection);
    await live(collection);
    server.commit(...["1", "2", "3", "4", "5"].map((put) => ({ put })));
    await whole();
    const changes = steps.filter(({ type }) => type === "changes");
    expect(changes).toHaveLength(1);
    expect(changes[0]).toMatchObject({ changes: [{ key: "1" }, {}, {}, {}, { key: "5" }] });
  });

  it("follows a view: rows come into it and go, and its position advances past what others see", async () => {
    const server = await scene.server();
    server.commit({ put: "1", group: "a" }, { put: "2", group: "b" });
    const collection = scene.connect(server).collection("item", { where: { group: "a" } });
    await live(collection);
    expect([...collection.rows.keys()]).toEqual(["1"]);
    server.commit({ put: "2", group: "a" }, { put: "1", group: "b" });
    await expect.poll(() => [...collection.rows.keys()]).toEqual(["2"]);
    server.commit({ put: "3", group: "b" });
    await expect.poll(() => collection.position).toBe(5);
    expect(server.said("subscribe")[0]?.query).toBe("filter%5Bgroup%5D=a");
  });

  it("passes over a version that is lower than that of the row it has", async () => {
    const server = await scene.server();
    server.commit({ put: "1" });
    server.commit({ put: "1", name: "newer" });
    const collection = scene.connect(server).collection("item");
    await live(collection);
    const row = { id: "1", version: 1, name: "older", group: "a" };
    const put = { op: "put", position: 3, key: "1", version: 1, row };
    const remove = { op: "remove", position: 4, key: "1", version: 1 };
    server.say(
      { type: "changes", id: 1, previous: 2, position: 3, changes: [put] },
      { type: "changes", id: 1, previous: 3, position: 4, changes: [remove] },
    );
    await expect.poll(() => collection.position).toBe(4);
    expect(collection.get("1")?.name).toBe("newer");
  });

  it("shares one connection with others, and leaves it alone when it is closed", async () => {
    const server = await scene.server();
    server.commit({ put: "1" });
    const feeds = scene.connect(server);
    const one = feeds.collection("item");
    const other = feeds.collection("item", { where: { group: "b" } });
    await Promise.all([live(one), live(other)]);
    one.close();
    expect(one.state).toBe("closed");
    await expect.poll(() => server.said("unsubscribe")).toEqual([{ type: "unsubscribe", id: 1 }]);
    server.commit({ put: "2", group: "b" });
    await expect.poll(() => other.rows.size).toBe(1);
    expect(one.rows.size).toBe(1);
    const third = feeds.collection("item");
    await live(third);
    expect(server.said("subscribe").map(({ id }) => id)).toEqual([1, 2, 1]);
    expect(server.faults.connections).toBe(1);
  });

  it("does not use a number again before the server has done with it", async () => {
    const server = await scene.server();
    const feeds = scene.connect(server);
    const one = feeds.collection("item");
    await live(one);
    one.close();
    await live(feeds.collection("item"));
    expect(server.said("subscribe").map(({ id }) => id)).toEqual([1, 2]);
  });

  it("keeps its rows after a reset until the new ones are all there", async () => {
    const server = await scene.server();
    server.commit({ put: "1" }, { put: "2" });
    const collection = scene.connect(server).collection("item");
    const { steps, torn } = watched(server, collection);
    await live(collection);
    const sizes: number[] = [];
    server.faults.meddle = (message) => {
      if (message.type === "snapshot") sizes.push(collection.rows.size);
      return [message];
    };
    server.table.commit({ remove: "1" });
    server.say({ type: "reset", id: 1, code: "LOG_POSITION_GONE", detail: "It is gone." });
    await expect.poll(() => collection.position).toBe(3);
    await live(collection);
    expect(sizes).toEqual([2, 2]);
    expect(rowsOf(collection)).toEqual(server.table.at(3));
    expect(steps.map(({ type }) => type)).toEqual(["snapshot", "live", "reset", "snapshot", "live"]);
    expect(torn).toEqual([]);
    expect(server.said("subscribe").map(({ from }) => from)).toEqual([undefined, undefined]);
  });

  it("is told why it cannot be: ready rejects, and listeners hear it", async () => {
    const server = await scene.server();
    const errors = [{ parameter: "filter[colour]", rule: "unknown", message: "There is none." }];
    server.faults.answer = ({ id }) => [
      { type: "failed", id, code: "FILTER_UNSUPPORTED", detail: "No colour.", errors },
    ];
    const collection = scene.connect(server).collection("item");
    const heard: CollectionStep<Item>[] = [];
    collection.subscribe((step) => heard.push(step));
    await expect(collection.ready).rejects.toMatchObject({
      name: "FeedError",
      message: "FILTER_UNSUPPORTED: No colour.",
      code: "FILTER_UNSUPPORTED",
      detail: "No colour.",
      errors,
    });
    expect(collection.state).toBe("failed");
    expect(heard).toMatchObject([{ type: "failed", error: { code: "FILTER_UNSUPPORTED" } }]);
  });

  it("tries again what failed for a while only", async () => {
    const server = await scene.server();
    server.commit({ put: "1" });
    let asked = 0;
    server.faults.answer = ({ id }) =>
      ++asked > 2 ? undefined : [{ type: "failed", id, code: "DATABASE_UNAVAILABLE", detail: "It is away." }];
    const collection = scene.connect(server).collection("item");
    await live(collection);
    expect(asked).toBe(3);
    expect(server.faults.connections).toBe(1);
  });

  it("goes on when one of its listeners throws", async () => {
    const server = await scene.server();
    const collection = scene.connect(server).collection("item");
    const others = process.listeners("uncaughtException");
    process.removeAllListeners("uncaughtException");
    scene.atTheEnd(() => {
      for (const other of others) process.on("uncaughtException", other);
    });
    const thrown = new Promise((resolve) => process.once("uncaughtException", resolve));
    let isFirst = true;
    collection.subscribe(() => {
      if (isFirst) {
        isFirst = false;
        throw new Error("a listener");
      }
    });
    const { whole } = watched(server, collection);
    server.commit({ put: "1" });
    await whole();
    expect(await thrown).toMatchObject({ message: "a listener" });
  });
});
