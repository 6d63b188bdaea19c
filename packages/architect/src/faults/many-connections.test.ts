import { Agent } from "node:http";
import { connect, type Socket } from "node:net";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { ask, type Outcome, quick, slowest, tally } from "./load.js";
import { openSite, type Site } from "./served.js";
import { until } from "./until.js";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let site: Site;
const sockets: Socket[] = [];
beforeAll(async () => {
  site = await openSite();
});
afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  await site?.remove();
});

/** A connection on which a request was answered, and which is kept. */
function openKept(
  port: number,
  path = "/v1/products",
): Promise<{ readonly socket: Socket; readonly text: string }> {
  const socket = connect(port, "127.0.0.1");
  sockets.push(socket);
  return new Promise((resolve, reject) => {
    let text = "";
    socket.on("data", (chunk) => {
      text += chunk;
      if (text.endsWith("}")) resolve({ socket, text });
    });
    socket.on("error", reject);
    socket.write(`GET ${path} HTTP/1.1\r\nhost: x\r\n\r\n`);
  });
}

it("goes on answering while 10,000 connections are open, some of which ask", async ({ annotate }) => {
  const many = 10_000;
  const served = await site.start();
  await ask({ url: served.url, path: "/v1/products" });
  const before = served.memory();
  for (let number = 0; number < many; number += 250)
    await Promise.all(Array.from({ length: 250 }, () => openKept(served.port)));
  const idle = served.memory();
  let asked = 0;
  let answered = 0;
  for (const socket of sockets) {
    socket.removeAllListeners("data");
    socket.on("data", () => answered++);
  }
  const outcomes: Outcome[] = [];
  const agent = new Agent({ keepAlive: true });
  for (let round = 0; round < 100; round += 1) {
    for (const socket of sockets.slice(round * 100, round * 100 + 20)) {
      socket.write("GET /v1/products HTTP/1.1\r\nhost: x\r\n\r\n");
      asked++;
    }
    outcomes.push(await ask({ url: served.url, path: "/v1/products", agent }));
    outcomes.push(
      await ask({
        url: served.url,
        method: "POST",
        path: "/v1/products",
        body: { name: "one of many" },
        headers: { authorization: `Bearer ${site.token}` },
      }),
    );
  }
  agent.destroy();
  await until("all that asked are answered", () => answered >= asked);
  expect(sockets.filter(({ destroyed }) => destroyed)).toHaveLength(0);
  expect(tally(outcomes)).toEqual({ "200": 100, "201": 100 });
  expect(slowest(outcomes)).toBeLessThan(quick);
  const each = (idle - before) / many;
  await annotate(
    `memory: ${Math.round(before / 1e6)} MB before, ${Math.round(idle / 1e6)} MB with ${many} connections, ${Math.round(served.memory() / 1e6)} MB after; ${Math.round(each / 1e3)} kB each`,
  );
  expect(each).toBeLessThan(30_000);
  const text = await (await fetch(served.metricsUrl)).text();
  expect(text).toMatch(/^http_connections_open 1000\d$/m);
});

it("tells whoever comes beyond the limit of connections, and serves those within it", async () => {
  const served = await site.start({ environment: "crowded" });
  const within = await Promise.all(Array.from({ length: 50 }, () => openKept(served.port)));
  const beyond = await openKept(served.port);
  expect(beyond.text).toMatch(/^HTTP\/1\.1 503 /);
  expect(beyond.text).toContain('"code":"OVERLOADED"');
  expect(beyond.text).toMatch(/\r\nretry-after: 1\r\n/);
  expect(beyond.text).toMatch(/\r\nconnection: close\r\n/);
  expect((await openKept(served.port, "/health/live")).text).toMatch(/^HTTP\/1\.1 200 /);
  for (const { socket } of within.slice(0, 10)) socket.destroy();
  await until("there is room again", async () =>
    (await openKept(served.port)).text.startsWith("HTTP/1.1 200 "),
  );
});
