import { connect, type Socket } from "node:net";
import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { ask, quick, slowest, tally } from "./load.js";
import { openSite, type Served, type Site } from "./served.js";
import { until } from "./until.js";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let site: Site;
let served: Served;
const sockets: Socket[] = [];
beforeAll(async () => {
  site = await openSite();
  await site.postgres.sql(
    "insert into orders.notes (id, words) select gen_random_uuid(), repeat('long ', 190000) from generate_series(1, 10)",
  );
  served = await site.start();
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  expect(await ask({ url: served.url, path: "/v1/orders" })).toMatchObject({ status: 200 });
  await until("nothing is under way", async () => (await metric("http_requests_in_flight")) === 0);
  expect(served.child.exitCode).toBeNull();
});
afterAll(() => site?.remove());

/** A connection on which the test does what it likes. */
function open() {
  const socket = connect(served.port, "127.0.0.1");
  sockets.push(socket);
  const wire = { socket, text: "", closed: false };
  socket.on("data", (chunk) => {
    wire.text += chunk;
  });
  socket.on("error", () => undefined);
  socket.on("close", () => {
    wire.closed = true;
  });
  return wire;
}

/** The sum of a metric over its labels. */
async function metric(name: string): Promise<number> {
  const text = await (await fetch(served.metricsUrl)).text();
  const lines = text.split("\n").filter((line) => line.startsWith(name));
  return lines.reduce((sum, line) => sum + Number(line.split(" ").at(-1)), 0);
}

/** Asks as anyone would, for as long as a test goes on; gives back what became of it. */
function ordinary() {
  let going = true;
  const asked = (async () => {
    const outcomes = [];
    while (going) outcomes.push(await ask({ url: served.url, path: "/v1/products" }));
    return outcomes;
  })();
  return async () => {
    going = false;
    const outcomes = await asked;
    expect(tally(outcomes)).toEqual({ "200": outcomes.length });
    expect(slowest(outcomes)).toBeLessThan(quick);
  };
}

const countOf = (code: string) =>
  served.log.filter((line) => line.msg === "request.finished" && line.code === code).length;
const post = (length: number) =>
  `POST /v1/orders HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${site.token}\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n\r\n`;

it("ends headers and bodies that come a byte a second with 408, counts them, and serves the others", async () => {
  const end = ordinary();
  const before = countOf("REQUEST_TIMEOUT");
  const slow = Array.from({ length: 100 }, (_, number) => {
    const wire = open();
    wire.socket.write(number % 2 === 0 ? "GET /v1/orders HTTP/1.1\r\nhost: x\r\nx-slow: " : post(500));
    return wire;
  });
  const drip = setInterval(() => {
    for (const { socket } of slow) if (socket.writable) socket.write("a");
  }, 1_000);
  await until("every slow client has been told", () =>
    slow.every(({ text }) => text.includes("REQUEST_TIMEOUT")),
  );
  await until("every slow client is gone", () => slow.every(({ closed }) => closed));
  clearInterval(drip);
  expect(slow.every(({ text }) => text.startsWith("HTTP/1.1 408 "))).toBe(true);
  await until("every one is counted", () => countOf("REQUEST_TIMEOUT") - before === 100);
  await end();
});

it("closes connections of clients that never read their answers, and frees the memory", async () => {
  const end = ordinary();
  const before = served.memory();
  const greedy = Array.from({ length: 6 }, () => {
    const wire = open();
    wire.socket.pause();
    wire.socket.write("GET /v1/notes HTTP/1.1\r\nhost: x\r\n\r\n".repeat(20));
    return wire;
  });
  const dropped = () => metric("http_connections_dropped_total");
  await until("they are closed", async () => (await dropped()) === greedy.length);
  expect(served.memory() - before).toBeLessThan(500_000_000);
  await end();
});

it("takes a body that breaks off for one that was never sent, however often", async () => {
  const [{ count: before = 0 } = {}] = await site.postgres.sql<{ count: number }>(
    "select count(*)::int from orders.orders",
  );
  const cut = Array.from({ length: 300 }, () => {
    const wire = open();
    wire.socket.write(`${post(500)}{"mark":"half`, () => wire.socket.destroy());
    return wire;
  });
  await until("all are cut", () => cut.every(({ closed }) => closed));
  await until("all are counted", () => countOf("BODY_ABORTED") === 300);
  const [{ count: after = 0 } = {}] = await site.postgres.sql<{ count: number }>(
    "select count(*)::int from orders.orders",
  );
  expect(after).toBe(before);
});

it("answers requests that come in one packet in their order, and refuses what is too much of that", async () => {
  const wire = open();
  const paths = Array.from({ length: 300 }, (_, number) =>
    number % 3 === 0 ? "/v1/orders" : `/no/${number}`,
  );
  wire.socket.write(paths.map((path) => `GET ${path} HTTP/1.1\r\nhost: x\r\n\r\n`).join(""));
  await until("all are answered", () => wire.text.split("HTTP/1.1 ").length === 301);
  const statuses = [...wire.text.matchAll(/HTTP\/1\.1 (\d+) /g)].map(([, status]) => status);
  const served = statuses.indexOf("503");
  expect(served).toBeGreaterThan(100);
  expect(statuses.slice(0, served)).toEqual(
    paths.slice(0, served).map((path) => (path === "/v1/orders" ? "200" : "404")),
  );
  expect(new Set(statuses.slice(served))).toEqual(new Set(["503"]));
});
