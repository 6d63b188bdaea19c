import { once } from "node:events";
import { createServer as createTcpServer, type Server, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { readNetwork } from "../../blueprint/index.js";
import { type Answering, startReceiver, type WebhookReceiver } from "../../testing/cases/webhook-receiver.js";
import type { DestinationRules } from "./destination.js";
import { createPoster, type Poster } from "./post.js";

const here: DestinationRules = {
  http: true,
  ports: undefined,
  networks: [readNetwork("127.0.0.0/8")].flatMap((one) => one ?? []),
};
const open: { close(): unknown }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

async function receiving(answer?: Answering): Promise<WebhookReceiver> {
  const receiver = await startReceiver(answer);
  open.push(receiver);
  return receiver;
}

/** Speaks whatever it likes on a socket. */
async function speaking(talk: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server: Server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    talk(socket);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  open.push({
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  });
  return `http://127.0.0.1:${(server.address() as { port: number }).port}/`;
}

function poster(options: Partial<Parameters<typeof createPoster>[0]> = {}): Poster {
  const made = createPoster({ rules: here, resolve: async () => ["127.0.0.1"], ...options });
  open.push(made);
  return made;
}

const send = (to: Poster, url: string, signal = new AbortController().signal) =>
  to.post({ url, headers: { "content-type": "text/plain", "webhook-id": "1" }, body: "héllo", signal });

describe("a message that is posted", () => {
  it("arrives as it is, and brings back the status and the beginning of the answer", async () => {
    const receiver = await receiving((_, response) => {
      response.writeHead(503, { "retry-after": "7" }).end(`no\u0007w\n${"x".repeat(3_000)}`);
      return undefined;
    });
    const outcome = await send(poster(), receiver.url);
    expect(outcome).toMatchObject({ kind: "answered", status: 503, retryAfter: "7" });
    if (outcome.kind !== "answered") throw new Error("No answer.");
    expect(outcome.response).toMatch(/^no w x{995}$/);
    expect(receiver.received).toMatchObject([{ body: "héllo", id: "1", path: "/hooks" }]);
  });

  it("uses a connection again, and goes over a new one where that was closed", async () => {
    const receiver = await receiving();
    const sender = poster();
    const ports = new Set<unknown>();
    receiver.answer = (_, response) => {
      ports.add(response.req.socket.remotePort);
      return 204;
    };
    for (let count = 0; count < 5; count += 1)
      expect(await send(sender, receiver.url)).toMatchObject({ status: 204 });
    expect(ports.size).toBe(1);
    receiver.answer = (_, response, count) => {
      if (count !== 6) return 204;
      response.req.socket.resetAndDestroy();
      return undefined;
    };
    expect(await send(sender, receiver.url)).toMatchObject({ status: 204 });
    expect(receiver.received).toHaveLength(7);
  });

  it.each([301, 302, 303, 307, 308])("follows no redirect: %d", async (status) => {
    const inner = await receiving();
    const receiver = await receiving((_, response) => {
      response.writeHead(status, { location: inner.url }).end();
      return undefined;
    });
    expect(await send(poster(), receiver.url)).toMatchObject({ kind: "answered", status });
    expect(inner.received).toEqual([]);
  });

  it("is given up when its time is over, whoever takes it: a receiver that is silent, or a name that nobody resolves", async () => {
    const silent = await receiving(() => undefined);
    const late = { kind: "failed", error: "TIMEOUT" };
    expect(await send(poster({ timeLimit: 100 }), silent.url)).toMatchObject(late);
    const lost = poster({ timeLimit: 100, resolve: () => new Promise(() => {}) });
    expect(await send(lost, "http://shop.example/")).toMatchObject(late);
    const mute = await speaking(() => {});
    expect(await send(poster({ timeLimit: 100 }), mute)).toMatchObject(late);
  });

  it("is given up when it is told to", async () => {
    const silent = await receiving(() => undefined);
    const stop = new AbortController();
    const sent = send(poster(), silent.url, stop.signal);
    await expect.poll(() => silent.received.length).toBe(1);
    stop.abort();
    expect(await sent).toMatchObject({ kind: "failed", error: "TIMEOUT" });
  });

  it("counts as answered once the status is there, however slowly the rest comes or whether it comes at all", async () => {
    const slow = await receiving((_, response) => {
      response.writeHead(200).write("and so ");
      return undefined;
    });
    expect(await send(poster(), slow.url)).toMatchObject({ status: 200, response: "and so" });
    const cut = await receiving((_, response) => {
      response.writeHead(200, { "content-length": "100" }).write("half");
      setImmediate(() => response.destroy());
      return undefined;
    });
    expect(await send(poster(), cut.url)).toMatchObject({ status: 200 });
    const endless = await receiving((_, response) => {
      response.writeHead(200);
      const more = () => {
        while (!response.destroyed && response.write("x".repeat(65_536)));
        if (!response.destroyed) response.once("drain", more);
      };
      more();
      return undefined;
    });
    expect(await send(poster(), endless.url)).toMatchObject({ status: 200, response: "x".repeat(1_000) });
  });

  it("failed where the connection does, the answer is no HTTP, its headers are endless, or there is no such name", async () => {
    const cut = await speaking((socket) => socket.once("data", () => socket.resetAndDestroy()));
    expect(await send(poster(), cut)).toMatchObject({ kind: "failed", error: "CONNECTION_FAILED" });
    const odd = await speaking((socket) => socket.once("data", () => socket.end("I speak no HTTP\r\n\r\n")));
    expect(await send(poster(), odd)).toMatchObject({ kind: "failed", error: "ANSWER_INVALID" });
    const endless = await speaking((socket) =>
      socket.once("data", () => socket.end(`HTTP/1.1 200 OK\r\nx: ${"y".repeat(40_000)}\r\n\r\n`)),
    );
    expect(await send(poster(), endless)).toMatchObject({ kind: "failed", error: "ANSWER_INVALID" });
    const unknown = poster({
      resolve: () => Promise.reject(Object.assign(new Error("no"), { code: "ENOTFOUND" })),
    });
    expect(await send(unknown, "http://shop.example/")).toEqual({
      kind: "failed",
      error: "NAME_UNRESOLVED",
      detail: "ENOTFOUND",
    });
    const plain = await receiving();
    const secure = plain.url.replace("http:", "https:");
    expect(await send(poster(), secure)).toMatchObject({ kind: "failed", error: "TLS_FAILED" });
  });

  it("goes to the address that was looked at, whatever its name leads to a moment later", async () => {
    const receiver = await receiving();
    const answers = [["127.0.0.1"], ["10.0.0.1"]];
    const sender = poster({ resolve: async () => answers.shift() ?? [] });
    const url = receiver.url.replace("127.0.0.1", "shop.example");
    expect(await send(sender, url)).toMatchObject({ status: 204 });
    expect(receiver.received[0]?.headers.host).toMatch(/^shop\.example:/);
    expect(await send(sender, url)).toMatchObject({ kind: "failed", error: "DESTINATION_REFUSED" });
    expect(receiver.received).toHaveLength(1);
  });

  it("goes nowhere that the rules do not allow, and nobody is connected to", async () => {
    const receiver = await receiving();
    const strict = { http: false, ports: [], networks: [] };
    const refused = { kind: "failed", error: "DESTINATION_REFUSED" };
    expect(await send(poster({ rules: strict }), receiver.url)).toMatchObject(refused);
    const plain = { ...strict, http: true, ports: undefined };
    for (const host of ["localhost", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]", "shop.example"])
      expect(await send(poster({ rules: plain }), receiver.url.replace("127.0.0.1", host))).toMatchObject(
        refused,
      );
    expect(receiver.received).toEqual([]);
  });
});
