import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { afterEach, expect, it } from "vitest";
import { createFacts, type FactOf } from "../facts.js";
import { type ConnectionBounds, type Connections, createConnections } from "./connections.js";
import { until } from "./until.js";

let server: Server;
let connections: Connections;
let dropped: string[];
const sockets: Socket[] = [];

async function start(bounds: Partial<ConnectionBounds>, body = "x"): Promise<void> {
  const facts = createFacts();
  dropped = [];
  facts.subscribe((fact) => void dropped.push((fact as FactOf<"client.dropped">).reason));
  connections = createConnections(
    { most: 1_000, unread: 60_000, unsentBytes: 1e9, interval: 20, ...bounds },
    facts,
  );
  server = createServer((request, response) => {
    response.end(connections.isTooMany(request.socket) ? "too many" : body);
  });
  connections.watch(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
}
afterEach(async () => {
  connections.stop();
  for (const socket of sockets.splice(0)) socket.destroy();
  server.closeAllConnections();
  server.close();
});

async function open(): Promise<{ socket: Socket; received: () => string; closed: () => boolean }> {
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  sockets.push(socket);
  let text = "";
  let closed = false;
  socket.on("data", (chunk) => {
    text += chunk;
  });
  socket.on("error", () => {});
  socket.on("close", () => {
    closed = true;
  });
  await once(socket, "connect");
  return { socket, received: () => text, closed: () => closed };
}
const get = "GET / HTTP/1.1\r\nhost: x\r\n\r\n";
/** More than the operating system buffers between two sockets. */
const large = "x".repeat(30_000_000);

it("counts what is open, tells those beyond the bound, and takes others again when some are gone", async () => {
  await start({ most: 2 });
  const [one] = [await open(), await open()];
  await until(() => connections.open === 2);
  const beyond = await open();
  beyond.socket.write(get);
  await until(() => beyond.received().includes("too many"));
  expect(dropped).toEqual(["too many"]);
  one?.socket.destroy();
  beyond.socket.destroy();
  await until(() => connections.open === 1);
  const next = await open();
  next.socket.write(get);
  await until(() => next.received().endsWith("x"));
});

it("closes what is too many and asks nothing, and at once what is far too many", async () => {
  await start({ most: 1 });
  const kept = await open();
  const beyond = await Promise.all(Array.from({ length: 40 }, open));
  await until(() => beyond.every(({ closed }) => closed()));
  expect(kept.closed()).toBe(false);
  expect(connections.open).toBe(1);
  expect(dropped).toHaveLength(40);
});

it("closes the connection of a client that reads nothing of its answer, and of no other", async () => {
  await start({ unread: 1_000 }, large);
  const [reading, unread] = [await open(), await open()];
  unread.socket.pause();
  for (const { socket } of [reading, unread]) socket.write(get);
  await until(() => connections.unsent > 0);
  await until(() => dropped.length > 0);
  expect(dropped).toEqual(["unread"]);
  await until(() => reading.received().length > large.length);
  await until(() => connections.unsent === 0);
});

it("closes those with most to read when unread answers take too much memory", async () => {
  await start({ unsentBytes: 40_000_000 }, large);
  const unread = await Promise.all(Array.from({ length: 4 }, open));
  for (const { socket } of unread) {
    socket.pause();
    socket.write(get);
  }
  await until(() => dropped.length > 0 && connections.unsent > 0);
  await until(() => connections.unsent === 1);
  expect(dropped).toEqual(["memory", "memory", "memory"]);
});
