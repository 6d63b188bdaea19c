import { once } from "node:events";
import { createServer, type Server, type ServerResponse } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { afterEach, beforeEach, expect, it } from "vitest";
import { inTurn, isBehind } from "./in-turn.js";
import { until } from "./until.js";

let server: Server;
let socket: Socket;
let text: string;
let begun: { readonly path: string; readonly response: ServerResponse }[];

beforeEach(async () => {
  text = "";
  begun = [];
  server = createServer(
    inTurn(({ url = "" }, response) => {
      if (isBehind(response)) response.writeHead(503).end();
      else begun.push({ path: url, response });
    }),
  );
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  socket.on("data", (chunk) => {
    text += chunk;
  });
  await once(socket, "connect");
});
afterEach(() => {
  socket.destroy();
  server.closeAllConnections();
  server.close();
});

const send = (...paths: string[]) =>
  socket.write(paths.map((path) => `GET ${path} HTTP/1.1\r\nhost: x\r\n\r\n`).join(""));
const statuses = () => [...text.matchAll(/HTTP\/1\.1 (\d+) /g)].map(([, status]) => status);

it("begins the next request of a connection when the answer before it has left", async () => {
  send("/one", "/two", "/three");
  await until(() => begun.length === 1);
  // More than the operating system buffers between two sockets, to a client that does not read yet.
  socket.pause();
  begun[0]?.response.end("x".repeat(30_000_000));
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(begun.map(({ path }) => path)).toEqual(["/one"]);
  socket.resume();
  await until(() => begun.length === 2);
  begun[1]?.response.end("two");
  await until(() => begun.length === 3);
  begun[2]?.response.end("three");
  await until(() => text.includes("three"));
  expect(text.indexOf("two")).toBeLessThan(text.indexOf("three"));
});

it("answers those of a connection on which too many wait with 503, in their order", async () => {
  send(...Array.from({ length: 150 }, (_, number) => `/${number}`));
  await until(() => begun.length === 1);
  for (let at = 0; at < 101; at += 1) {
    await until(() => begun.length === at + 1);
    begun[at]?.response.end();
  }
  await until(() => statuses().length === 150);
  expect(statuses()).toEqual(Array.from({ length: 150 }, (_, number) => (number < 101 ? "200" : "503")));
});

it("begins nothing of a connection that is gone", async () => {
  send("/one", "/two");
  await until(() => begun.length === 1);
  socket.destroy();
  await until(() => begun[0]?.response.destroyed === true);
  begun[0]?.response.end();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(begun).toHaveLength(1);
});
