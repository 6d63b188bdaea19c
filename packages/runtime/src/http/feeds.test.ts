import { once } from "node:events";
import { type AddressInfo, connect, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { resolve } from "../blueprint/index.js";
import { createFacts, type Fact } from "../facts.js";
import { believingAll, createTestHub, message } from "../feeds/fixture.js";
import { createFeeds } from "../feeds/index.js";
import { createOriginPolicy } from "../guards/cors/index.js";
import { createRateLimit, createRequestRate } from "../guards/rate-limit/index.js";
import {
  type Authenticator,
  createAuthenticator,
  createDevelopmentIssuer,
  issueToken,
} from "../identity/index.js";
import { formatTraceparent, passOnTracestate, traceOf } from "../operate/index.js";
import type { Operations } from "../operations/index.js";
import { planSettings } from "../plan/index.js";
import type { Database } from "../postgres/index.js";
import { ask, request, say } from "./conformance/wire.js";
import { createHttp } from "./create-http.js";
import { shop } from "./scenario.js";

/** What is asked here reads no row, so no database is there. */
async function open({
  requests = 1_000,
  requestsPerTenant = 1_000,
  concurrency = 1_000,
  deadline = 10_000,
  heartbeat = 15_000,
  hub = createTestHub(),
  people = undefined as Authenticator | undefined,
} = {}) {
  const facts = createFacts();
  const told: Fact[] = [];
  facts.subscribe((fact) => void told.push(fact));
  const model = { ...resolve(shop), services: [] };
  const issuer = createDevelopmentIssuer();
  const { issuer: name, audience, set } = issuer;
  const { authenticate, ...others } =
    people ?? createAuthenticator({ issuer: name, audience, keys: { set }, facts });
  const limits = {
    ...{ connections: 100, connectionsPerAddress: 100, connectionsPerUser: 100, connectionsPerTenant: 100 },
    ...{ subscriptions: 10, messages: 50 },
  };
  const identity = { authenticate, ...others };
  const feeds = createFeeds({ hub, identity, facts, limits, heartbeat });
  const http = createHttp({
    model,
    plan: planSettings(model, { secret: "0".repeat(32), limits: { pageSize: 50, includeDepth: 2 } }),
    database: {} as Database,
    operations: {} as Operations,
    facts,
    authenticate,
    believe: others.believe,
    feeds,
    rateLimit: createRequestRate(
      createRateLimit({ requests, windowMs: 60_000 }),
      createRateLimit({ name: "tenant", requests: requestsPerTenant, windowMs: 60_000 }),
    ),
    origins: createOriginPolicy(["https://shop.example"]),
    traceOf,
    formatTraceparent,
    passOnTracestate,
    bodyLimit: 65_536,
    deadline,
    sockets: 1_000,
    concurrency,
    pages: [{ path: "/health/live", answer: () => ({ status: 200, type: "application/json", body: "{}" }) }],
  });
  await http.app.ready();
  http.app.server.listen(0, "127.0.0.1");
  await once(http.app.server, "listening");
  const { port } = http.app.server.address() as AddressInfo;
  return {
    http,
    hub,
    feeds,
    told,
    url: `http://127.0.0.1:${port}`,
    tokenOf: (subject: string) => issueToken(issuer, { subject, roles: [] }),
    async stop() {
      await feeds.stop();
      http.app.server.closeAllConnections();
      await http.app.close();
    },
  };
}

let app: Awaited<ReturnType<typeof open>>;
beforeAll(async () => {
  app = await open();
});
afterAll(() => app.stop());

const handshake = {
  connection: "Upgrade",
  upgrade: "websocket",
  "sec-websocket-version": "13",
  "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
  "sec-websocket-protocol": "lintel.feed.v1",
};
const shake = (headers: { readonly [name: string]: string } = {}, target = "/feeds", method = "GET") =>
  ask(app.url, request(method, target, { ...handshake, ...headers }));

describe("an opening handshake", () => {
  it("is taken at /feeds with the subprotocol", async () => {
    const webSocket = new WebSocket(`${app.url.replace("http", "ws")}/feeds`, ["other", "lintel.feed.v1"]);
    const [data] = (await once(webSocket, "message")) as [Buffer];
    expect(JSON.parse(data.toString())).toMatchObject({ type: "welcome" });
    expect(webSocket.protocol).toBe("lintel.feed.v1");
    expect(webSocket.extensions).toBe("");
    webSocket.close();
    await expect
      .poll(() => app.told)
      .toContainEqual(expect.objectContaining({ fact: "request.finished", route: "/feeds", status: 101 }));
  });

  it.each([
    ["no subprotocol", { "sec-websocket-protocol": "chat" }, 400, "HEADER_INVALID"],
    [
      "a subprotocol that is no name",
      { "sec-websocket-protocol": "lintel.feed.v1, a b" },
      400,
      "HEADER_INVALID",
    ],
    ["no key", { "sec-websocket-key": "short" }, 400, "HEADER_INVALID"],
    ["another version", { "sec-websocket-version": "8" }, 426, "UPGRADE_REQUIRED"],
    ["a body", { "content-length": "0" }, 400, "HEADER_INVALID"],
    ["a token that is none", { authorization: "Bearer nonsense" }, 401, "TOKEN_INVALID"],
    ["a page of another origin", { origin: "https://elsewhere.example" }, 403, "ORIGIN_DENIED"],
    ["a page without an origin", { origin: "null" }, 403, "ORIGIN_DENIED"],
  ])("is refused with %s", async (_, headers, status, code) => {
    const answer = await shake(headers);
    expect([answer.status, answer.code]).toEqual([status, code]);
    expect(answer.header("x-request-id")).toBeDefined();
    expect(answer.header("connection")).toBe("close");
  });

  it("is refused elsewhere, and with another method", async () => {
    expect(await shake({}, "/v1/products")).toMatchObject({ status: 404, code: "ROUTE_NOT_FOUND" });
    expect(await shake({}, "/feeds/product")).toMatchObject({ status: 404, code: "ROUTE_NOT_FOUND" });
    const posted = await shake({}, "/feeds", "POST");
    expect([posted.status, posted.header("allow")]).toEqual([405, "GET, HEAD, OPTIONS"]);
  });

  it("names the version that is taken", async () => {
    expect((await shake({ "sec-websocket-version": "8" })).header("sec-websocket-version")).toBe("13");
  });

  it.each([["https://shop.example"], ["https://own.example"]])(
    "is taken from pages of %s",
    async (origin) => {
      const webSocket = new WebSocket(`${app.url.replace("http", "ws")}/feeds`, "lintel.feed.v1", {
        headers: { host: "own.example" },
        origin,
      });
      await once(webSocket, "open");
      expect(webSocket.protocol).toBe("lintel.feed.v1");
      webSocket.close();
    },
  );

  it("knows whose token came with it", async () => {
    const authorization = `Bearer ${await app.tokenOf("ada")}`;
    const webSocket = new WebSocket(`${app.url.replace("http", "ws")}/feeds`, "lintel.feed.v1", {
      headers: { authorization },
    });
    await once(webSocket, "open");
    webSocket.send('{"type":"subscribe","id":1,"entity":"product"}');
    await expect.poll(() => app.hub.opened.at(-1)?.request.actor.id).toBe("ada");
    webSocket.close();
  });

  it("is a request like others to the rate limit", async () => {
    const limited = await open({ requests: 1 });
    const asked = request("GET", "/feeds", { ...handshake, "sec-websocket-protocol": "chat" });
    expect((await ask(limited.url, asked)).status).toBe(400);
    const refused = await ask(limited.url, asked);
    expect([refused.status, refused.code, refused.header("retry-after")]).toEqual([
      429,
      "RATE_LIMITED",
      expect.stringMatching(/^\d+$/),
    ]);
    await limited.stop();
  });
});

describe("a request that is no opening handshake", () => {
  it("is told at /feeds what to do", async () => {
    const answer = await ask(app.url, request("GET", "/feeds"));
    expect([answer.status, answer.code]).toEqual([426, "UPGRADE_REQUIRED"]);
    expect(answer.header("upgrade")).toBe("websocket");
  });

  it("is answered as if it had no Upgrade, where it asks for something else", async () => {
    const upgrade = { connection: "Upgrade, HTTP2-Settings", upgrade: "h2c", "http2-settings": "AAMAAABk" };
    const one = request("GET", "/health/live", upgrade);
    const answers = await say(app.url, one + one, { answers: 3, next: one });
    expect(answers.map(({ status, body }) => [status, body])).toEqual([
      [200, "{}"],
      [200, "{}"],
      [200, "{}"],
    ]);
    const posted = await ask(app.url, request("POST", "/health/live", upgrade, '{"whole":true}'));
    expect(posted.status).toBe(405);
  });
});

describe("a connection on which another protocol is asked for again and again", () => {
  it("is looked after once", async () => {
    const upgrade = request("GET", "/health/live", { connection: "Upgrade", upgrade: "h2c" });
    const connected = once(app.http.app.server, "connection");
    const client = connect(Number(new URL(app.url).port), "127.0.0.1");
    let text = "";
    client.on("data", (chunk) => {
      text += chunk.toString();
    });
    const [socket] = (await connected) as [Socket];
    const listeners: number[] = [];
    for (let asked = 1; asked <= 12; asked += 1) {
      client.write(upgrade);
      await expect.poll(() => text.split("HTTP/1.1 200").length - 1).toBe(asked);
      listeners.push(socket.listenerCount("close"));
    }
    client.destroy();
    expect(new Set(listeners.slice(1)).size).toBe(1);
  });
});

describe("a stream of events", () => {
  const headers = { accept: "text/event-stream" };
  async function stream(target: string, more: { readonly [name: string]: string } = {}) {
    const abort = new AbortController();
    const response = await fetch(`${app.url}${target}`, {
      headers: { ...headers, ...more },
      signal: abort.signal,
    });
    return { response, abort };
  }

  it("begins with headers that nobody keeps or holds back, and ends with the connection", async () => {
    const { response, abort } = await stream(
      "/feeds/product?filter[name]=Hammer&from=e%3A4&fields=id&snapshot=false",
    );
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": "text/event-stream",
      "cache-control": "no-store",
      "x-accel-buffering": "no",
      connection: "close",
      "x-content-type-options": "nosniff",
      "x-request-id": expect.any(String),
      "ratelimit-policy": expect.any(String),
    });
    expect(response.headers.has("transfer-encoding")).toBe(false);
    expect(app.hub.opened.at(-1)?.request).toMatchObject({
      id: 1,
      entity: "product",
      query: "filter[name]=Hammer&fields=id",
      from: "e:4",
      snapshot: false,
    });
    abort.abort();
    await expect.poll(() => app.hub.opened.at(-1)?.isClosed).toBe(true);
  });

  it("goes on from Last-Event-ID, whatever the address says", async () => {
    const { abort } = await stream("/feeds/product?from=e%3A4", { "last-event-id": "e:9" });
    expect(app.hub.opened.at(-1)?.request.from).toBe("e:9");
    abort.abort();
  });

  it("may be read by pages of the origins that cors lists", async () => {
    const { response, abort } = await stream("/feeds/product", { origin: "https://shop.example" });
    expect(response.headers.get("access-control-allow-origin")).toBe("https://shop.example");
    abort.abort();
    const options = { origin: "https://shop.example", "access-control-request-method": "GET" };
    const preflight = await ask(app.url, request("OPTIONS", "/feeds/product", options));
    expect([preflight.status, preflight.header("access-control-allow-origin")]).toEqual([
      204,
      "https://shop.example",
    ]);
  });

  it("says what is wrong before it begins", async () => {
    const get = (target: string, more = {}) => ask(app.url, request("GET", target, { ...headers, ...more }));
    expect(await get("/feeds/nothing")).toMatchObject({ status: 400, code: "PARAMETER_INVALID" });
    expect(await get("/feeds/product", { accept: "application/json" })).toMatchObject({
      code: "NOT_ACCEPTABLE",
    });
    expect(await get("/feeds/product?from=a&from=b")).toMatchObject({ code: "PARAMETER_INVALID" });
    expect(await get("/feeds/product?snapshot=no")).toMatchObject({ code: "PARAMETER_INVALID" });
    expect(await get("/feeds/product", { authorization: "Bearer x" })).toMatchObject({
      code: "TOKEN_INVALID",
    });
    expect(await get("/feeds/product/1")).toMatchObject({ status: 404 });
    const posted = await ask(app.url, request("POST", "/feeds/product"));
    expect([posted.status, posted.header("allow")]).toEqual([405, "GET, HEAD, OPTIONS"]);
  });

  it("is described by HEAD, which opens nothing", async () => {
    const before = app.hub.opened.length;
    const answer = await ask(app.url, request("HEAD", "/feeds/product", headers), { head: true });
    expect([answer.status, answer.header("content-type")]).toEqual([200, "text/event-stream"]);
    expect(app.hub.opened).toHaveLength(before);
  });

  it("outlasts the deadline of requests, and the time for which one may be silent", async () => {
    const hasty = await open({ deadline: 300, heartbeat: 600 });
    const response = await fetch(`${hasty.url}/feeds/product`, { headers });
    expect(hasty.http.inFlight).toBe(0);
    const reader = response.body?.getReader();
    let text = "";
    // Longer than any other connection may be without a request.
    while (text.split("event: heartbeat").length < 7) {
      const { value, done } = (await reader?.read()) ?? { done: true };
      if (done) expect.unreachable("The stream ended.");
      text += Buffer.from(value ?? []).toString();
    }
    hasty.hub.tell(message("advance", { id: 1, position: 3 }, "e:3"));
    while (!text.includes("id: e:3")) text += Buffer.from((await reader?.read())?.value ?? []).toString();
    await hasty.stop();
  });
});

describe("requests of one tenant that take long", () => {
  it("are half of all that are worked on at most, and leave the rest to others", async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const people = believingAll({ ada: "one", bob: "one", cyd: "one", dan: "two" });
    const crowded = await open({ concurrency: 4, people, hub: createTestHub(() => held) });
    const aborts = new AbortController();
    const follow = (who: string) =>
      fetch(`${crowded.url}/feeds/product`, {
        headers: { accept: "text/event-stream", authorization: `Bearer ${who}` },
        signal: aborts.signal,
      });
    const waiting = ["ada", "bob"].map(follow);
    await expect.poll(() => crowded.http.inFlight).toBe(2);
    const refused = await follow("cyd");
    expect([refused.status, await refused.json()]).toEqual([
      503,
      expect.objectContaining({
        code: "OVERLOADED",
        detail: "2 requests of this tenant are being worked on, the most at a time.",
      }),
    ]);
    const other = follow("dan");
    await expect.poll(() => crowded.http.inFlight).toBe(3);
    release();
    for (const one of [...waiting, other, follow("cyd")]) expect((await one).status).toBe(200);
    aborts.abort();
    await crowded.stop();
  });
});
