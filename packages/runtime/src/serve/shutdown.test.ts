import { once } from "node:events";
import { Agent, request } from "node:http";
import { connect, Server as NetServer } from "node:net";
import { afterEach, expect, it, vi } from "vitest";
import type { Fact } from "../facts.js";
import { gate, shop } from "../http/scenario.js";
import { until } from "../http/until.js";
import { type TestSystem, testSystem } from "../testing/index.js";
import { serve } from "./index.js";

let app: TestSystem | undefined;
afterEach(async () => {
  gate.wait = async () => {};
  await app?.stop();
});

async function start(environment: string) {
  const system = await testSystem(shop, { environment });
  app = system;
  const facts: Fact[] = [];
  system.running.facts.subscribe((fact) => void facts.push(fact));
  const stopped = () => facts.find((fact) => fact.fact === "system.stopped");
  return { system, facts, stopped };
}

/** Holds commands until told; `inside` tells that one is held. */
function holdCommands() {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let inside = 0;
  gate.wait = () => {
    inside++;
    return held;
  };
  return { release, inside: () => inside };
}

/** A connection on which nothing is asked yet. */
async function connectTo(url: string) {
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  await once(socket, "connect");
  return {
    /** What comes back until the other end closes. */
    async ask(path: string): Promise<string> {
      socket.write(`GET ${path} HTTP/1.1\r\nhost: shop\r\n\r\n`);
      const chunks = await socket.toArray();
      return Buffer.concat(chunks).toString();
    },
  };
}

it("answers on a connection that was made before it was told, then closes it", async () => {
  const { system, stopped } = await start("test");
  const [one, other] = [await connectTo(system.url), await connectTo(system.url)];
  // Asked at the moment in which the server takes no more connections: what is open has little time left for it.
  const close = vi.spyOn(NetServer.prototype, "close");
  const asked = new Promise<string>((resolve, reject) => {
    close.mockImplementationOnce(function (this: NetServer) {
      close.mockRestore();
      const closed = NetServer.prototype.close.call(this);
      one.ask("/v1/products").then(resolve, reject);
      return closed;
    });
  });
  const stopping = system.running.stop("test");
  const answer = await asked;
  await expect(fetch(system.url)).rejects.toThrow();
  expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  expect(answer).toMatch(/\r\nconnection: close\r\n/i);
  await stopping;
  expect(stopped()).toMatchObject({ abandoned: 0 });
  expect(await other.ask("/v1/products").catch(() => "")).toBe("");
});

it("is not ready while others notice, and takes connections until then", async () => {
  const { system } = await start("test");
  const noticed = await serve({
    system: shop,
    environment: "test",
    databaseUrl: system.database.url,
    port: 0,
    metricsPort: false,
    log: "none",
    notice: 1_000,
  });
  const ready = async () => (await fetch(`${noticed.url}/health/ready`)).status;
  expect(await ready()).toBe(200);
  const stopping = noticed.stop("test");
  expect(await ready()).toBe(503);
  expect((await fetch(`${noticed.url}/v1/products`)).status).toBe(200);
  await stopping;
  await expect(ready()).rejects.toThrow();
});

it("finishes what runs, and takes nothing new", async () => {
  const { system, stopped } = await start("test");
  const editor = system.as({ roles: ["editor"] });
  const made = await editor.post("/v1/products", { name: "Hammer", price: "1.00", stock: 1 });
  const { release, inside } = holdCommands();
  const order = system.as({}).post("/v1/orders/place-order", { product: made.body.data.id, quantity: 1 });
  await until(() => inside() === 1);
  const stopping = system.running.stop("test");
  await until(async () => (await fetch(system.url).catch(() => undefined)) === undefined);
  release();
  const answer = await order;
  expect(answer.status).toBe(200);
  expect(answer.headers.get("connection")).toBe("close");
  await stopping;
  expect(stopped()).toMatchObject({ abandoned: 0 });
});

it("ends what is past the deadline with 503, and undoes it", async () => {
  const { system, stopped } = await start("hasty");
  const { inside, release } = holdCommands();
  const buyer = system.as({});
  const order = buyer.post("/v1/orders/place-order", { product: crypto.randomUUID(), quantity: 1 });
  await until(() => inside() === 1);
  await system.running.stop("test");
  const answer = await order;
  expect(answer.status).toBe(503);
  expect(answer.body.code).toMatch(/^(STOPPING|DEADLINE_EXCEEDED)$/);
  release();
  expect(stopped()).toBeDefined();
  expect(await system.sql`select 1 from orders.orders`).toHaveLength(0);
});

it("waits until an answer has left to whoever reads it slowly", async () => {
  const { system, stopped } = await start("test");
  // More than the operating system buffers between two sockets.
  await system.sql`
    insert into catalog.products (id, name, price, details)
    select gen_random_uuid(), 'Hammer', 1, jsonb_build_object('words', repeat('d', 600000)) from generate_series(1, 32)`;
  const slow = connect(Number(new URL(system.url).port), "127.0.0.1");
  slow.write("GET /v1/products?page[size]=32 HTTP/1.1\r\nhost: shop\r\n\r\n");
  await once(slow, "readable");
  const stopping = system.running.stop("test");
  await until(async () => (await fetch(system.url).catch(() => undefined)) === undefined);
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(stopped()).toBeUndefined();
  const received = Buffer.concat(await slow.toArray()).toString();
  const length = Number(/content-length: (\d+)/.exec(received)?.[1]);
  expect(length).toBeGreaterThan(19_000_000);
  expect(received.length - received.indexOf("\r\n\r\n") - 4).toBe(length);
  await stopping;
  expect(stopped()).toMatchObject({ abandoned: 0 });
});

it("loses no answer under load", async () => {
  const { system, stopped } = await start("test");
  const agent = new Agent({ keepAlive: true, maxSockets: 32 });
  let isStopping = false;
  const outcomes = { whole: 0, refused: 0, broken: [] as string[] };
  const ask = () =>
    new Promise<boolean>((resolve) => {
      let began = false;
      const sent = request(`${system.url}/v1/products`, { agent }, (response) => {
        began = true;
        let text = "";
        response.on("data", (chunk) => {
          text += chunk;
        });
        response.on("end", () => {
          if (response.statusCode === 200 && text.endsWith("}}}")) outcomes.whole++;
          else outcomes.broken.push(`${response.statusCode} ${text}`);
          resolve(true);
        });
        response.on("error", (error) => {
          outcomes.broken.push(error.message);
          resolve(false);
        });
      });
      sent.on("error", (error: Error & { code?: string }) => {
        const unsent = error.code === "ECONNREFUSED" || (sent.reusedSocket && error.code === "ECONNRESET");
        if (isStopping && !began && unsent) outcomes.refused++;
        else outcomes.broken.push(`${error.code}`);
        resolve(false);
      });
      sent.end();
    });
  const client = async () => {
    while (await ask());
  };
  const clients = Array.from({ length: 32 }, client);
  await until(() => outcomes.whole > 300);
  isStopping = true;
  await system.running.stop("test");
  await Promise.all(clients);
  agent.destroy();
  expect(outcomes.broken).toEqual([]);
  expect(outcomes.refused).toBe(32);
  expect(stopped()).toMatchObject({ abandoned: 0 });
});
