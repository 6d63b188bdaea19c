import { randomUUID } from "node:crypto";
import { connect, type Socket } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { FactOf } from "../facts.js";
import { type TestSystem, testSystem } from "../testing/index.js";
import { gate, shop } from "./scenario.js";
import { until } from "./until.js";

let app: TestSystem;
const finished: FactOf<"request.finished">[] = [];

beforeAll(async () => {
  app = await testSystem(shop, { environment: "hasty" });
  app.running.facts.subscribe((fact) => void (fact.fact === "request.finished" && finished.push(fact)));
});
afterAll(() => app?.stop());
afterEach(async () => {
  gate.wait = async () => {};
  const alive = await app.anonymous.get("/v1/products");
  expect(alive.status).toBe(200);
  expect(await app.sql`select 1 from catalog.products`).toHaveLength(0);
  finished.length = 0;
});

/** A connection, and all that came back on it. */
function open(): Promise<{ socket: Socket; received: () => string; closed: () => boolean }> {
  const { port } = new URL(app.url);
  return new Promise((resolve, reject) => {
    let text = "";
    let isClosed = false;
    const socket = connect(Number(port), "127.0.0.1", () =>
      resolve({ socket, received: () => text, closed: () => isClosed }),
    );
    socket.on("data", (chunk) => {
      text += chunk.toString();
    });
    socket.on("error", reject);
    socket.on("close", () => {
      isClosed = true;
    });
  });
}

const head = (length: number | string, more = "") =>
  `POST /v1/orders/touch HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n${typeof length === "number" ? `content-length: ${length}` : length}\r\n${more}\r\n`;

const problemIn = (text: string) => JSON.parse(text.slice(text.indexOf("\r\n\r\n") + 4)) as { code: string };

describe("on the wire", () => {
  it.each([
    ["what is no HTTP", "nonsense\r\n\r\n", 400, "HEADER_INVALID"],
    [
      "a header with a line feed in it",
      "GET / HTTP/1.1\r\nhost: x\r\nx: a\nb\r\n\r\n",
      400,
      "HEADER_INVALID",
    ],
    [
      "two lengths",
      "POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab",
      400,
      "HEADER_INVALID",
    ],
    [
      "a length beside chunks",
      "POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n",
      400,
      "HEADER_INVALID",
    ],
    [
      "headers that are too large",
      `GET / HTTP/1.1\r\nhost: x\r\nx: ${"a".repeat(20_000)}\r\n\r\n`,
      431,
      "HEADERS_TOO_LARGE",
    ],
    [
      "an address that is too long",
      `GET /${"a".repeat(20_000)} HTTP/1.1\r\nhost: x\r\n\r\n`,
      414,
      "URI_TOO_LONG",
    ],
  ])("answers %s with a problem, and closes", async (_, sent, status, code) => {
    const { socket, received, closed } = await open();
    socket.write(sent);
    await until(() => closed());
    expect(received()).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(received()).toContain("application/problem+json");
    expect(problemIn(received()).code).toBe(code);
    expect(finished).toHaveLength(1);
    expect(finished[0]).toMatchObject({ status, code, route: "unmatched" });
  });

  it("takes a body that breaks off for one that was never sent", async () => {
    const { socket } = await open();
    socket.write(`${head(100)}{"name":`);
    await new Promise((resolve) => setImmediate(resolve));
    socket.destroy();
    await until(() => finished.length === 1);
    expect(finished[0]).toMatchObject({ status: 400, code: "BODY_ABORTED" });
  });

  it("is good for the next request once a body has come to its end, though its answer was there before", async () => {
    const { socket, received, closed } = await open();
    socket.write(`${head(10).replace("application/json", "text/plain")}12345`);
    await until(() => received().includes("MEDIA_TYPE_UNSUPPORTED"));
    socket.write("67890");
    socket.write(`GET /v1/products HTTP/1.1\r\nhost: x\r\n\r\n`);
    await until(() => received().includes("HTTP/1.1 200"));
    socket.write(`GET /v1/products HTTP/1.1\r\nhost: x\r\nx-long: ${"a".repeat(20_000)}\r\n\r\n`);
    await until(() => received().includes("HEADERS_TOO_LARGE") || closed());
    expect(received()).toContain("HTTP/1.1 431");
    socket.destroy();
  });

  it("answers a body that arrives too slowly with 408", async () => {
    const { socket, received } = await open();
    socket.write(`${head(100)}{"name":`);
    await until(() => received().includes("\r\n\r\n"));
    expect(received()).toMatch(/^HTTP\/1.1 408 /);
    expect(problemIn(received()).code).toBe("REQUEST_TIMEOUT");
    expect(finished).toHaveLength(1);
    socket.destroy();
  });

  it("answers headers that arrive too slowly with 408", async () => {
    const { socket, received, closed } = await open();
    socket.write("GET /v1/products HTTP/1.1\r\nhost: x\r\n");
    await until(() => closed());
    expect(received()).toMatch(/^HTTP\/1.1 408 /);
    expect(problemIn(received()).code).toBe("REQUEST_TIMEOUT");
  });

  it.each([
    ["announced", "content-length: 10000000"],
    ["in chunks", "transfer-encoding: chunked"],
  ])(
    "refuses a body that is too large (%s) before it has arrived, and ends its connection",
    async (_, length) => {
      const { socket, received, closed } = await open();
      socket.write(head(length));
      const chunk = `${(60_000).toString(16)}\r\n${"x".repeat(60_000)}\r\n`;
      const feed = setInterval(() => socket.writable && socket.write(chunk), 5);
      try {
        await until(() => received().includes("\r\n\r\n"));
        expect(received()).toMatch(/^HTTP\/1.1 413 /);
        expect(received()).toContain("1048576");
        await until(() => closed());
      } finally {
        clearInterval(feed);
        socket.destroy();
      }
      expect(finished).toHaveLength(1);
    },
  );

  it("asks for a Host, and passes over an expectation that it does not know", async () => {
    const { socket, received } = await open();
    socket.write("GET /v1/products HTTP/1.1\r\n\r\n");
    await until(() => received().endsWith("}"));
    expect(received()).toMatch(/^HTTP\/1.1 400 /);
    expect(problemIn(received()).code).toBe("HEADER_INVALID");
    socket.write("GET /v1/products HTTP/1.1\r\nhost: x\r\nexpect: nonsense\r\n\r\n");
    await until(() => received().includes("HTTP/1.1 200 "));
    socket.destroy();
  });

  it.each([
    ["two Hosts", "GET /v1/products HTTP/1.1\r\nhost: a\r\nHost: b\r\n\r\n"],
    ["the same Host twice", "GET /v1/products HTTP/1.1\r\nhost: a\r\nHost: a\r\n\r\n"],
    ["a Host with a path", "GET /v1/products HTTP/1.1\r\nhost: a/b\r\n\r\n"],
    ["a Host with a space", "GET /v1/products HTTP/1.1\r\nhost: a b\r\n\r\n"],
    ["a Host with a user", "GET /v1/products HTTP/1.1\r\nhost: a@b\r\n\r\n"],
    ["a Host with a port that is none", "GET /v1/products HTTP/1.1\r\nhost: a:b\r\n\r\n"],
    ["an empty Host", "GET /v1/products HTTP/1.1\r\nhost:\r\n\r\n"],
    ["two Hosts where nothing is", "GET /v1/nothing HTTP/1.1\r\nhost: a\r\nhost: b\r\n\r\n"],
    ["two Hosts at a page", "GET /health/live HTTP/1.1\r\nhost: a\r\nhost: b\r\n\r\n"],
    ["HTTP/2.0", "GET /v1/products HTTP/2.0\r\nhost: x\r\n\r\n"],
    ["HTTP/0.9", "GET /v1/products HTTP/0.9\r\nhost: x\r\n\r\n"],
    [
      "a transfer coding that is not taken",
      `${head("transfer-encoding: gzip, chunked")}2\r\n{}\r\n0\r\n\r\n`,
    ],
    [
      "a transfer coding of HTTP/1.1 in HTTP/1.0",
      "POST /v1/orders/touch HTTP/1.0\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
    ],
  ])("refuses %s", async (_, sent) => {
    const { socket, received } = await open();
    socket.write(sent);
    await until(() => received().endsWith("}"));
    expect(received()).toMatch(/^HTTP\/1.1 400 /);
    expect(problemIn(received()).code).toBe("HEADER_INVALID");
    socket.destroy();
  });

  it.each(["a", "a.example:80", "a:", "127.0.0.1:4400", "[::1]:4400", "my_host", "%C3%A9.example"])(
    "takes %s for a Host",
    async (host) => {
      const { socket, received } = await open();
      socket.write(`GET /v1/products HTTP/1.1\r\nhost: ${host}\r\n\r\n`);
      await until(() => received().includes("\r\n\r\n"));
      expect(received()).toMatch(/^HTTP\/1.1 200 /);
      socket.destroy();
    },
  );

  it("takes chunks, and HTTP/1.0 without a Host", async () => {
    for (const sent of [
      `${head("transfer-encoding: Chunked")}2\r\n{}\r\n0\r\n\r\n`,
      "GET /v1/products HTTP/1.0\r\n\r\n",
    ]) {
      const { socket, received } = await open();
      socket.write(sent);
      await until(() => received().includes("\r\n\r\n"));
      expect(received()).toMatch(/^HTTP\/1.1 200 /);
      socket.destroy();
    }
  });

  it("answers requests that come together in their order", async () => {
    const { socket, received } = await open();
    const ask = (id: string) => `GET /v1/products HTTP/1.1\r\nhost: x\r\nx-request-id: ${id}\r\n\r\n`;
    socket.write(ask("first") + ask("second") + ask("third"));
    await until(() => received().split("HTTP/1.1 200 ").length === 4);
    const order = [...received().matchAll(/"requestId":"(\w+)"/g)].map((match) => match[1]);
    expect(order).toEqual(["first", "second", "third"]);
    socket.destroy();
  });
});

describe("the deadline", () => {
  it("ends a request that takes too long, and undoes what it did", async () => {
    const product = randomUUID();
    let release = () => {};
    gate.wait = () =>
      new Promise((resolve) => {
        release = resolve;
      });
    const answer = await app.as({}).post("/v1/orders/place-order", { product, quantity: 1 });
    expect(answer).toMatchObject({ status: 503, body: { code: "DEADLINE_EXCEEDED" } });
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
    release();
    const open = () =>
      app.sql`select 1 from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'`;
    await until(async () => (await open()).length === 0);
    expect(await app.sql`select 1 from orders.orders`).toHaveLength(0);
    expect(finished.filter(({ route }) => route === "/v1/orders/place-order")).toHaveLength(1);
  });
});
