import { describe, expect, it } from "vitest";
import { feedScene, live, rowsOf } from "./cases/scene.js";
import { inLocalStorage, type Kept } from "./index.js";

const scene = feedScene();

/** A localStorage. */
function shelf(room = Number.POSITIVE_INFINITY) {
  const items = new Map<string, string>();
  return {
    items,
    getItem: (key: string) => items.get(key) ?? null,
    removeItem: (key: string) => void items.delete(key),
    setItem(key: string, text: string) {
      if (text.length > room) throw new Error("QuotaExceededError");
      items.set(key, text);
    },
  };
}

describe("a collection that is kept", () => {
  it("has its rows before there is a connection, and resumes where it was", async () => {
    const server = await scene.server();
    server.commit({ put: "1" }, { put: "2" });
    const storage = shelf();
    const feeds = scene.connect(server);
    const first = feeds.collection("item", { persist: inLocalStorage("items", storage) });
    await live(first);
    server.commit({ remove: "1" });
    await expect.poll(() => first.position).toBe(3);
    first.close();
    await expect.poll(() => storage.items.get("items")).toContain(":3");
    server.commit({ put: "3" });

    const offline = scene.connect({ url: "ws://127.0.0.1:9" });
    const kept = offline.collection("item", { persist: inLocalStorage("items", storage) });
    await kept.ready;
    expect([kept.position, [...kept.rows.keys()], kept.isLive]).toEqual([3, ["2"], false]);

    const again = scene.connect(server).collection("item", { persist: inLocalStorage("items", storage) });
    await live(again);
    expect(rowsOf(again)).toEqual(server.table.at(4));
    expect(server.said("subscribe").map(({ from }) => from)).toEqual([undefined, `${server.faults.epoch}:3`]);
  });

  it("does not take what was kept of another view", async () => {
    const server = await scene.server();
    server.commit({ put: "1", group: "b" });
    const saved: Kept[] = [];
    const persist = { load: () => saved.at(-1), save: (kept: Kept) => saved.push(kept) };
    const feeds = scene.connect(server);
    const first = feeds.collection("item", { persist });
    await live(first);
    first.close();
    expect(saved).toHaveLength(1);
    const other = feeds.collection("item", { persist, where: { group: "a" } });
    await live(other);
    expect(server.said("subscribe").at(-1)?.from).toBeUndefined();
  });

  it("begins anew where what was kept is from another epoch", async () => {
    const server = await scene.server();
    server.commit({ put: "1" });
    const kept: Kept = { view: "item?", cursor: "another:7", rows: [{ id: "old", version: 1 }] };
    const collection = scene
      .connect(server)
      .collection("item", { persist: { load: async () => kept, save() {} } });
    await collection.ready;
    expect([...collection.rows.keys()]).toEqual(["old"]);
    await live(collection);
    expect([...collection.rows.keys()]).toEqual(["1"]);
  });

  it("ends with what keeping it throws", async () => {
    const server = await scene.server();
    server.commit({ put: "1" });
    const feeds = scene.connect(server);
    const unread = feeds.collection("item", {
      persist: { load: () => Promise.reject(new Error("no disk")), save() {} },
    });
    await expect(unread.ready).rejects.toThrow("no disk");
    const follow = feeds.follow("item", {
      persist: { load() {}, save: () => Promise.reject(new Error("disk full")) },
    });
    await follow.next();
    await expect(follow.next()).rejects.toThrow("disk full");
  });

  it("is dropped from a localStorage that is full, and one that is broken is passed over", async () => {
    const storage = shelf(10);
    storage.items.set("items", "{");
    const persist = inLocalStorage("items", storage);
    expect(persist.load()).toBeUndefined();
    persist.save({ view: "item?", cursor: "epoch:1", rows: [] });
    expect(storage.items.size).toBe(0);
  });
});

describe("a follow that is kept", () => {
  it("counts a step as done when the next is asked for, and goes on after it", async () => {
    const server = await scene.server();
    server.commit({ put: "1" });
    const saved: Kept[] = [];
    const persist = { load: () => saved.at(-1), save: async (kept: Kept) => void saved.push(kept) };
    const feeds = scene.connect(server);
    const first = feeds.follow("item", { persist });
    expect((await first.next()).value?.type).toBe("snapshot");
    expect(saved).toEqual([]);
    expect((await first.next()).value?.type).toBe("live");
    expect(saved).toEqual([{ view: "item?", cursor: `${server.faults.epoch}:1` }]);
    server.commit({ put: "2" });
    expect((await first.next()).value?.type).toBe("changes");
    // It stops before it has done with it: the change comes again.
    await first.return?.();
    const again = feeds.follow("item", { persist });
    expect((await again.next()).value).toMatchObject({ type: "changes", changes: [{ key: "2" }] });
  });
});
