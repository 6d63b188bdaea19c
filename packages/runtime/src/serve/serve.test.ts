import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { createFacts } from "../facts.js";
import { shop } from "../http/scenario.js";
import { createDevelopmentIssuer } from "../identity/index.js";
import { anyone, entity, service, system, text } from "../index.js";
import { createTestDatabase, testSystem } from "../testing/index.js";
import { type Running, type ServeOptions, serve } from "./index.js";

const running: Running[] = [];
afterEach(async () => {
  for (const one of running.splice(0)) await one.stop("test finished");
});

async function start(options: Partial<ServeOptions> = {}): Promise<Running> {
  const one = await serve({
    system: shop,
    environment: "test",
    databaseUrl: "postgresql://nobody@127.0.0.1:1/nowhere",
    port: 0,
    metricsPort: false,
    log: "none",
    ...options,
  });
  running.push(one);
  return one;
}

describe("serving", () => {
  it("refuses a blueprint with errors, and names them all", async () => {
    const bad = system("bad", {
      version: 1,
      services: [
        service("x", {
          entities: { select: entity({ a: text() }, { access: { read: anyone } }), other: entity({}) },
        }),
      ],
    });
    await expect(start({ system: bad })).rejects.toMatchObject({
      code: "BLUEPRINT_HAS_ERRORS",
      message: expect.stringMatching(/serve\.test\.ts:\d+: error/),
      next: expect.stringContaining("lintel check"),
    });
  });

  it("starts without a database, says so, and is never the reason to restart it", async () => {
    const { url } = await start();
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
    expect((await fetch(`${url}/health/ready`)).status).toBe(503);
    const asked = await fetch(`${url}/v1/products`);
    expect(asked.status).toBe(503);
    expect(asked.headers.get("retry-after")).not.toBeNull();
    expect(await asked.json()).toMatchObject({ code: "DATABASE_UNAVAILABLE" });
  });

  it("believes nobody where no issuer is named", async () => {
    const other = await testSystem(shop);
    try {
      const { url } = await start({ databaseUrl: other.database.url });
      const headers = { authorization: "Bearer whatever", "content-type": "application/json" };
      const asked = await fetch(`${url}/v1/products`, { method: "POST", headers, body: "{}" });
      expect(asked.status).toBe(401);
    } finally {
      await other.stop();
    }
  });

  it("says that nobody is believed, once, and only then", async () => {
    const heard: string[] = [];
    const facts = createFacts();
    facts.subscribe(({ fact }) => heard.push(fact));
    await start({ facts });
    expect(heard.filter((fact) => fact === "authentication.absent")).toHaveLength(1);
    await start({ facts, development: createDevelopmentIssuer() });
    expect(heard.filter((fact) => fact === "authentication.absent")).toHaveLength(1);
  });

  it("serves the page to which a problem's type leads, and it runs nothing", async () => {
    const { url } = await start();
    const problem = (await (await fetch(`${url}/v1/nothing`)).json()) as { type: string };
    const page = await fetch(new URL(problem.type, url));
    expect(page.status).toBe(200);
    expect(page.headers.get("content-security-policy")).toContain("script-src 'none'");
    const text = await page.text();
    expect(text).toContain(`id="${problem.type.split("#")[1]}"`);
    expect(text).not.toContain("style=");
  });

  it("serves metrics on a port of their own, and not on the API's", async () => {
    const database = await createTestDatabase();
    const { url, metricsUrl, stop } = await start({ metricsPort: 0, databaseUrl: database.url });
    await fetch(`${url}/v1/nothing`);
    const text = await (await fetch(metricsUrl ?? "")).text();
    expect(text).toMatch(/http_request_duration_seconds_count\{[^}]*route="unmatched"[^}]*\} 1/);
    expect((await fetch(`${url}/metrics`)).status).toBe(404);
    await stop("test finished");
    await expect(fetch(metricsUrl ?? "")).rejects.toThrow();
    await database.drop();
  });

  it("keeps metrics on this machine, however far the API is reached, unless told", async () => {
    const { url, metricsUrl } = await start({ host: "0.0.0.0", metricsPort: 0 });
    expect(url).toMatch(/^http:\/\/localhost:/);
    expect(metricsUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/metrics$/);
    const open = await start({ metricsHost: "0.0.0.0", metricsPort: 0 });
    expect(open.url).toMatch(/^http:\/\/127\.0\.0\.1:/);
    expect(open.metricsUrl).toMatch(/^http:\/\/localhost:\d+\/metrics$/);
  });

  it("fails on a taken port and leaves nothing open, or moves where it may", async () => {
    const blocker = createServer();
    await new Promise<void>((resolve) => blocker.listen(0, "127.0.0.1", resolve));
    const { port } = blocker.address() as AddressInfo;
    try {
      await expect(start({ port })).rejects.toMatchObject({ code: "PORT_TAKEN" });
      await expect(start({ metricsPort: port })).rejects.toMatchObject({
        code: "PORT_TAKEN",
        next: expect.stringContaining(`--metrics-port ${port + 10}`),
      });
      const moved = await start({ port, moveTakenPorts: true });
      expect((moved.port - port) % 10).toBe(0);
      expect((await fetch(`${moved.url}/health/live`)).status).toBe(200);
    } finally {
      await new Promise((resolve) => blocker.close(resolve));
    }
  });

  it("takes a cursor again after a restart with the same secret, and only then", async () => {
    const other = await testSystem(shop);
    try {
      for (const name of ["Hammer", "Saw"])
        await other.as({ roles: ["editor"] }).post("/v1/products", { name, price: "1.00" });
      const begin = (secret?: string) => start({ databaseUrl: other.database.url, secret });
      const first = await begin("s".repeat(32));
      const list = await fetch(`${first.url}/v1/products?page[size]=1`);
      const { meta } = (await list.json()) as { meta: { page: { next: string } } };
      const after = async ({ url }: Running) =>
        (await fetch(`${url}/v1/products?page[size]=1&page[after]=${meta.page.next}`)).status;
      expect(await after(await begin("s".repeat(32)))).toBe(200);
      expect(await after(await begin())).toBe(400);
    } finally {
      await other.stop();
    }
  });

  it("stops once, however often it is told", async () => {
    const one = await start({ development: createDevelopmentIssuer() });
    await Promise.all([one.stop("a"), one.stop("b")]);
    await expect(fetch(one.url)).rejects.toThrow();
  });
});
