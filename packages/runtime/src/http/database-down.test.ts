import type { AddressInfo } from "node:net";
import { connect, createServer, type Socket } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createDevelopmentIssuer, issueToken } from "../identity/index.js";
import { type Running, serve } from "../serve/index.js";
import { createTestClient, type TestClient, type TestSystem, testSystem } from "../testing/index.js";
import { shop } from "./scenario.js";
import { until } from "./until.js";

/** A way to the database that can be cut and mended. */
async function createCable(target: URL) {
  const sockets = new Set<Socket>();
  let isCut = false;
  const server = createServer((near) => {
    if (isCut) return near.destroy();
    const far = connect(Number(target.port), target.hostname);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.on("error", () => {});
      one.on("close", () => {
        sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = new URL(target);
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.toString(),
    cut() {
      isCut = true;
      for (const socket of sockets) socket.destroy();
    },
    mend() {
      isCut = false;
    },
    async remove() {
      this.cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

let base: TestSystem;
let cable: Awaited<ReturnType<typeof createCable>>;
let running: Running;
let editor: TestClient;

beforeAll(async () => {
  base = await testSystem(shop);
  cable = await createCable(new URL(base.database.url));
  const issuer = createDevelopmentIssuer();
  const token = await issueToken(issuer, { roles: ["editor"] });
  running = await serve({
    system: shop,
    environment: "test",
    databaseUrl: cable.url,
    port: 0,
    metricsPort: false,
    development: issuer,
    log: "none",
  });
  editor = createTestClient(running.url, async () => ({ authorization: `Bearer ${token}` }));
});
afterAll(async () => {
  await running?.stop("test finished");
  await cable?.remove();
  await base?.stop();
});

const connections = () =>
  base.sql`select pid from pg_stat_activity where datname = current_database() and application_name like 'shop/%'`;

it("says 503 while the database is away, and goes on by itself when it is back", async () => {
  const made = await editor.post("/v1/products", { name: "Hammer", price: "19.90" });
  const path = `/v1/products/${made.body.data.id}`;
  const most = (2 + 8) * 2 * 2;
  for (let round = 0; round < 3; round++) {
    const busy = Array.from({ length: 40 }, (_, n) =>
      n % 2 === 0 ? editor.get(path) : editor.post("/v1/products", { name: `round ${round}`, price: "1.00" }),
    );
    cable.cut();
    for (const { status, body } of await Promise.all(busy)) {
      if (status >= 400)
        expect({ status, code: body.code }).toEqual({ status: 503, code: "DATABASE_UNAVAILABLE" });
    }
    for (const send of [
      () => editor.get(path),
      () => editor.get("/v1/products"),
      () => editor.post("/v1/products", { name: "lost", price: "1.00" }),
      () =>
        editor.post("/v1/products", { name: "lost", price: "1.00" }, { "idempotency-key": `lost-${round}` }),
      () => editor.patch(path, { stock: 5 }),
      () => editor.post("/v1/orders/place-order", { product: made.body.data.id, quantity: 1 }),
    ]) {
      const answer = await send();
      expect(answer).toMatchObject({ status: 503, body: { code: "DATABASE_UNAVAILABLE" } });
      expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
      expect(JSON.stringify(answer.body)).not.toMatch(/ECONN|127\.0\.0\.1|postgres/);
    }
    await until(async () => (await editor.get("/health/ready")).status === 503);
    expect((await editor.get("/health/live")).status).toBe(200);
    cable.mend();
    await until(async () => (await editor.get(path)).status === 200);
    await until(async () => (await editor.patch(path, { stock: round })).status === 200);
    await until(async () => (await editor.get("/health/ready")).status === 200);
    expect((await connections()).length).toBeLessThanOrEqual(most);
  }
  expect(await base.sql`select 1 from catalog.products where name = 'lost'`).toHaveLength(0);
}, 120_000);

it("leaves no connection behind when it stops", async () => {
  await running.stop("test finished");
  const own = async () => (await connections()).length;
  await base.running.stop("test finished");
  await until(async () => (await own()) === 0);
});
