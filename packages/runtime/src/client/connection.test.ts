import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { startFeedServer } from "./cases/feed-server.js";
import { feedScene, live, watched } from "./cases/scene.js";
import { connect, type FeedError, type Status } from "./index.js";

const scene = feedScene();

describe("a connection that breaks", () => {
  it("is opened again and resumes from its cursor, cut in the middle of a frame", async () => {
    const server = await scene.server();
    server.commit({ put: "1" });
    const collection = scene.connect(server).collection("item");
    const { whole, kinds } = watched(server, collection);
    await live(collection);
    server.cut();
    server.table.commit({ put: "2" });
    await expect.poll(kinds).toContain("reconnecting");
    await whole();
    expect(server.said("subscribe").map(({ from }) => from)).toEqual([undefined, `${server.faults.epoch}:1`]);
    expect(kinds()).toEqual(["snapshot", "live", "reconnecting", "changes", "live"]);
  });

  it("begins a snapshot anew that was cut in its middle", async () => {
    const server = await scene.server();
    server.commit(...["1", "2", "3", "4", "5"].map((put) => ({ put })));
    let snapshots = 0;
    server.faults.meddle = (message) =>
      message.type === "snapshot" && ++snapshots === 2 ? "cut" : [message];
    const collection = scene.connect(server).collection("item");
    const { whole } = watched(server, collection);
    await whole();
    expect(server.said("subscribe").map(({ from }) => from)).toEqual([undefined, undefined]);
  });

  it("begins a transaction anew that was cut in its middle", async () => {
    const server = await scene.server({ partial: 1 });
    const collection = scene.connect(server).collection("item");
    const { whole } = watched(server, collection);
    await live(collection);
    let parts = 0;
    server.faults.meddle = (message) =>
      message.type === "changes" && message.partial && ++parts === 2 ? "cut" : [message];
    server.commit({ put: "1" }, { put: "2" }, { put: "3" });
    await whole();
    expect(server.said("subscribe")[1]?.from).toBe(`${server.faults.epoch}:0`);
  });

  it("is given up where a message is missing, and resumed", async () => {
    const server = await scene.server();
    const collection = scene.connect(server).collection("item");
    const { whole } = watched(server, collection);
    await live(collection);
    let isFirst = true;
    server.faults.meddle = (message) => {
      if (message.type !== "changes" || !isFirst) return [message];
      isFirst = false;
      return [];
    };
    server.commit({ put: "1" });
    server.commit({ put: "2" });
    await whole();
    expect(server.faults.connections).toBe(2);
  });

  it("is kept where messages come twice", async () => {
    const server = await scene.server({ partial: 1 });
    server.commit({ put: "1" });
    server.faults.meddle = (message) => [message, message];
    const collection = scene.connect(server).collection("item");
    const { whole, steps } = watched(server, collection);
    await live(collection);
    server.commit({ put: "1" }, { put: "2" });
    server.commit({ remove: "1" });
    await whole();
    expect(steps.filter(({ type }) => type === "changes")).toHaveLength(2);
    expect(server.faults.connections).toBe(1);
  });

  it("is dead after two silent heartbeats", async () => {
    const server = await scene.server({ heartbeat: 150 });
    server.commit({ put: "1" });
    const feeds = scene.connect(server);
    const reasons: (string | undefined)[] = [];
    feeds.onStatus((status, why) => status === "waiting" && reasons.push(why?.code));
    const collection = feeds.collection("item");
    const { whole } = watched(server, collection);
    await live(collection);
    server.silence();
    server.table.commit({ put: "2" });
    await expect.poll(() => reasons[0]).toBe("CONNECTION_SILENT");
    await whole();
  });

  it("stays as long as heartbeats come", async () => {
    const server = await scene.server({ heartbeat: 150 });
    let beats = 0;
    server.faults.meddle = (message) => {
      if (message.type === "heartbeat") beats++;
      return [message];
    };
    await live(scene.connect(server).collection("item"));
    await expect.poll(() => beats).toBeGreaterThan(6);
    expect(server.faults.connections).toBe(1);
  });

  it("is opened again when the server says what is not JSON", async () => {
    const server = await scene.server();
    const collection = scene.connect(server).collection("item");
    const { whole } = watched(server, collection);
    await live(collection);
    server.sayText("{");
    server.commit({ put: "1" });
    await expect.poll(() => server.faults.connections).toBe(2);
    await whole();
  });

  it("waits for a server that is not there yet", async () => {
    const first = await startFeedServer();
    const port = Number(new URL(first.url).port);
    await first.stop();
    const feeds = scene.connect(first);
    const collection = feeds.collection("item");
    await expect.poll(() => feeds.status).toBe("waiting");
    const server = await scene.server({ port });
    const { whole } = watched(server, collection);
    await whole();
  });

  it("passes over messages that it does not know", async () => {
    const server = await scene.server();
    const collection = scene.connect(server).collection("item");
    const { whole } = watched(server, collection);
    await live(collection);
    server.say({ type: "weather" }, { type: "weather", id: 1 }, { type: "live", id: 99, position: 0 });
    server.commit({ put: "1" });
    await whole();
    expect(server.faults.connections).toBe(1);
  });
});

describe("the code of a close", () => {
  it.each([1011, 1012, 1013, 4403, 4408, 4429])("%i: the connection is opened again", async (code) => {
    const server = await scene.server();
    const feeds = scene.connect(server);
    const waits: FeedError[] = [];
    feeds.onStatus((status, why) => status === "waiting" && why && waits.push(why));
    const collection = feeds.collection("item");
    await live(collection);
    server.close(code, "STOPPING This process is stopping.");
    await expect.poll(() => server.faults.connections).toBe(2);
    await live(collection);
    expect(waits).toMatchObject([{ code: "STOPPING", detail: "This process is stopping." }]);
  });

  it.each([1000, 1009, 4400, 4401])("%i: it is not, and who follows is told why", async (code) => {
    const server = await scene.server();
    const feeds = scene.connect(server, { token: "a token that stays the same" });
    const collection = feeds.collection("item");
    await live(collection);
    const next = feeds.follow("item", { from: collection.cursor ?? "" });
    expect((await next.next()).value?.type).toBe("live");
    server.close(code, "FEED_MESSAGE_INVALID It lacks an id.");
    const error = { name: "FeedError", code: "FEED_MESSAGE_INVALID", detail: "It lacks an id." };
    await expect(next.next()).rejects.toMatchObject(error);
    expect(collection.state).toBe("failed");
    expect(feeds.status).toBe("closed");
    expect(() => feeds.collection("item")).toThrow("CONNECTION_CLOSED: These feeds were closed.");
    expect(server.faults.connections).toBe(1);
  });

  it("stands in the error where the server gave no reason", async () => {
    const server = await scene.server();
    const collection = scene.connect(server).collection("item");
    server.faults.answer = () => {
      server.close(4400);
      return [];
    };
    await expect(collection.ready).rejects.toThrow("CONNECTION_CLOSED: The connection ended with 4400.");
  });
});

describe("a token", () => {
  it("is asked for before each connection, and said first", async () => {
    const server = await scene.server();
    let asked = 0;
    const feeds = scene.connect(server, { token: async () => `token ${++asked}` });
    const collection = feeds.collection("item");
    await live(collection);
    server.cut();
    await expect.poll(() => server.faults.connections).toBe(2);
    await live(collection);
    const said = server.received.filter(({ type }) => type !== "ack");
    expect(said.map((message) => (message.type === "authenticate" ? message.token : message.type))).toEqual([
      "token 1",
      "subscribe",
      "token 2",
      "subscribe",
    ]);
  });

  it("is asked for anew where the server believes it no more", async () => {
    let good = "token 2";
    const server = await scene.server({ believes: (token) => token === good });
    let asked = 0;
    const collection = scene.connect(server, { token: () => `token ${++asked}` }).collection("item");
    await live(collection);
    good = "token 3";
    server.close(4401, "TOKEN_INVALID It is old.");
    await expect.poll(() => asked).toBe(3);
    await live(collection);
  });

  it("is asked for again where there was none", async () => {
    const server = await scene.server();
    let asked = 0;
    const feeds = scene.connect(server, {
      token: async () => {
        if (++asked < 3) throw new Error("no network");
        return "token";
      },
    });
    const reasons: (string | undefined)[] = [];
    feeds.onStatus((status, why) => status === "waiting" && reasons.push(why?.message));
    await live(feeds.collection("item"));
    expect(reasons).toEqual(Array(2).fill("TOKEN_UNAVAILABLE: Error: no network"));
  });

  it("that could not be looked at leaves nobody anonymous: the connection is opened again", async () => {
    const server = await scene.server();
    let isFirst = true;
    server.faults.meddle = (message) => {
      if (message.type !== "welcome" || !isFirst) return [message];
      isFirst = false;
      return [message, { type: "failed", code: "IDENTITY_UNAVAILABLE", detail: "Nobody knows." }];
    };
    const feeds = scene.connect(server, { token: "token" });
    const reasons: (string | undefined)[] = [];
    feeds.onStatus((status, why) => status === "waiting" && reasons.push(why?.code));
    await live(feeds.collection("item"));
    expect(reasons).toEqual(["IDENTITY_UNAVAILABLE"]);
  });
});

describe("connect", () => {
  it("says so where there is no WebSocket", () => {
    const known = Object.getOwnPropertyDescriptor(globalThis, "WebSocket");
    Object.defineProperty(globalThis, "WebSocket", { value: undefined, configurable: true, writable: true });
    try {
      expect(() => connect({ url: "http://127.0.0.1" })).toThrow(
        'There is no WebSocket here. Give one: connect({ WebSocket }), with import { WebSocket } from "ws".',
      );
    } finally {
      if (known) Object.defineProperty(globalThis, "WebSocket", known);
      else Reflect.deleteProperty(globalThis, "WebSocket");
    }
  });

  it("tells why the WebSocket could not be made", async () => {
    class WebSocket {
      constructor() {
        throw new Error("a page of https may not ask ws");
      }
    }
    const feeds = connect({ url: "http://127.0.0.1", WebSocket });
    const error = { code: "CONNECTION_REFUSED", detail: "Error: a page of https may not ask ws" };
    await expect(feeds.collection("item").ready).rejects.toMatchObject(error);
    const other = connect({ url: "http://127.0.0.1", WebSocket });
    await expect(other.follow("item").next()).rejects.toMatchObject(error);
  });

  it("finds the feeds of an API from its address", () => {
    const opened: string[] = [];
    class WebSocket {
      constructor(url: string, protocol: string) {
        opened.push(`${url} ${protocol}`);
      }
      close() {}
    }
    for (const url of ["https://api.example", "http://localhost:4400/", "wss://api.example/shop/feeds#x"]) {
      const feeds = connect({ url, WebSocket });
      feeds.collection("item");
      feeds.follow("item").next();
      scene.atTheEnd(feeds.close);
    }
    return expect
      .poll(() => opened)
      .toEqual([
        "wss://api.example/feeds lintel.feed.v1",
        "ws://localhost:4400/feeds lintel.feed.v1",
        "wss://api.example/shop/feeds lintel.feed.v1",
      ]);
  });

  it("tells of its status, and of nothing after close", async () => {
    const server = await scene.server();
    const feeds = scene.connect(server);
    const heard: Status[] = [feeds.status];
    feeds.onStatus((status) => heard.push(status));
    const silenced = feeds.onStatus(() => heard.push("idle"));
    silenced();
    await live(feeds.collection("item"));
    feeds.close();
    expect(heard).toEqual(["idle", "connecting", "connected", "closed"]);
    await expect.poll(() => server.open).toBe(0);
  });

  it("leaves nothing running when it is closed: a program ends by itself", async () => {
    const server = await scene.server();
    const program = `
      import { connect } from "@lintel/runtime/client";
      import { WebSocket } from "ws";
      const feeds = connect({ url: process.argv[1], WebSocket });
      const kept = feeds.collection("item", { persist: { load() {}, save() {} } });
      kept.subscribe(({ type }) => type === "live" && feeds.close());
      for await (const step of feeds.follow("item")) console.log(step.type);
      console.log(kept.state, feeds.status);`;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ["--input-type=module", "-e", program, server.url],
      { cwd: import.meta.dirname, timeout: 60_000 },
    );
    expect(stdout).toMatch(/closed closed\n$/);
  });
});
