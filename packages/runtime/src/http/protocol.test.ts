import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { FactOf } from "../facts.js";
import { type TestClient, type TestSystem, testSystem } from "../testing/index.js";
import { shop } from "./scenario.js";

let app: TestSystem;
let editor: TestClient;
let path: string;
const finished: FactOf<"request.finished">[] = [];

beforeAll(async () => {
  app = await testSystem(shop);
  editor = app.as({ roles: ["editor"] });
  const { body } = await editor.post("/v1/products", { name: "Hammer", price: "19.90" });
  path = `/v1/products/${body.data.id}`;
  app.running.facts.subscribe((fact) => void (fact.fact === "request.finished" && finished.push(fact)));
});
afterAll(() => app?.stop());

describe("addresses and methods", () => {
  it.each([
    "/",
    "/v1",
    "/v1/nothing",
    "/v1/ledgers",
    "/v2/products",
    "/v1/products/x/",
    "/v1/products/x/y/z",
  ])("there is nothing at %s", async (address) => {
    const { status, body } = await app.anonymous.get(address);
    expect({ status, code: body.code }).toEqual({ status: 404, code: "ROUTE_NOT_FOUND" });
  });

  it("says which methods an address takes", async () => {
    for (const [method, address, allow] of [
      ["PUT", path, "DELETE, GET, HEAD, OPTIONS, PATCH"],
      ["DELETE", "/v1/products", "GET, HEAD, OPTIONS, POST"],
      ["PATCH", "/v1/orders/touch", "OPTIONS, POST"],
      ["PUT", "/v1/orders/touch", "OPTIONS, POST"],
      ["GET", "/v1/orders/place-order", "OPTIONS, POST"],
      ["PROPFIND", "/v1/catalog/cheapest", "GET, HEAD, OPTIONS"],
      ["POST", "/health/live", "GET, HEAD, OPTIONS"],
    ] as const) {
      const answer = await app.anonymous.send(address, { method });
      expect(answer, `${method} ${address}`).toMatchObject({
        status: 405,
        body: { code: "METHOD_NOT_ALLOWED" },
      });
      expect(answer.headers.get("allow")).toBe(allow);
    }
    const asked = await app.anonymous.send(path, { method: "OPTIONS" });
    expect(asked.status).toBe(204);
    expect(asked.headers.get("allow")).toBe("DELETE, GET, HEAD, OPTIONS, PATCH");
  });

  it("takes the address of a command for that alone, not for the id of a row beside it", async () => {
    for (const method of ["GET", "HEAD"]) {
      const answer = await app.anonymous.send("/v1/orders/place-order", { method });
      expect(answer.status).toBe(405);
      expect(answer.headers.get("allow")).toBe("OPTIONS, POST");
    }
    const asked = await app.anonymous.send("/v1/orders/place-order", { method: "OPTIONS" });
    expect(asked.status).toBe(204);
    expect(asked.headers.get("allow")).toBe("OPTIONS, POST");
    const encoded = await app.anonymous.get("/v1/orders/place%2Dorder?fields=id");
    expect(encoded.headers.get("allow")).toBe("OPTIONS, POST");
    const beside = await editor.get(`/v1/orders/${crypto.randomUUID()}`);
    expect(beside).toMatchObject({ status: 404, body: { code: "ORDER_NOT_FOUND" } });
  });

  it("answers 404 and 405 without caring for the body", async () => {
    for (const [method, address, status] of [
      ["POST", "/v1/nothing", 404],
      ["PUT", path, 405],
      ["PATCH", "/v1/orders/touch", 405],
    ] as const)
      for (const type of ["text/plain", "application/json", "nonsense"]) {
        const answer = await app.anonymous.send(address, {
          method,
          headers: { "content-type": type },
          body: "{",
        });
        expect(answer.status).toBe(status);
      }
  });

  it("gives HEAD the headers of GET and no body", async () => {
    const got = await app.anonymous.get(path);
    const head = await app.anonymous.send(path, { method: "HEAD" });
    expect(head.status).toBe(200);
    expect(head.body).toBeUndefined();
    expect(Number(head.headers.get("content-length"))).toBeGreaterThan(100);
    expect(head.headers.get("etag")).toBe(got.headers.get("etag"));
  });

  it("answers only those who take JSON", async () => {
    const { status, body } = await app.anonymous.get(path, { accept: "text/html" });
    expect({ status, code: body.code }).toEqual({ status: 406, code: "NOT_ACCEPTABLE" });
    expect((await app.anonymous.get(path, { accept: "text/html, */*;q=0.1" })).status).toBe(200);
  });
});

describe("headers", () => {
  it("keep answers from being framed, sniffed, run and shared", async () => {
    for (const answer of [
      await app.anonymous.get(path),
      await app.anonymous.get("/v1/nothing"),
      await editor.get(path),
    ]) {
      const get = (name: string) => answer.headers.get(name);
      expect(get("content-security-policy")).toContain("default-src 'none'");
      expect(get("x-content-type-options")).toBe("nosniff");
      expect(get("strict-transport-security")).toContain("max-age=");
      expect(get("referrer-policy")).toBe("no-referrer");
      expect(get("vary")).toContain("Authorization");
      expect(get("x-powered-by")).toBeNull();
      expect(get("server")).toBeNull();
    }
    const cached = async (client: TestClient) => (await client.get(path)).headers.get("cache-control");
    expect(await cached(app.anonymous)).toBe("no-cache");
    expect(await cached(editor)).toBe("private, no-cache");
    expect((await app.anonymous.get("/v1/nothing")).headers.get("cache-control")).toBe("no-store");
  });

  it("let the pages of listed origins read, and no others", async () => {
    const from = (origin: string) => app.anonymous.get(path, { origin });
    const allowed = await from("https://shop.example");
    expect(allowed.headers.get("access-control-allow-origin")).toBe("https://shop.example");
    expect(allowed.headers.get("vary")).toContain("Origin");
    expect((await from("https://evil.example")).headers.get("access-control-allow-origin")).toBeNull();
    const preflight = await app.anonymous.send(path, {
      method: "OPTIONS",
      headers: { origin: "https://shop.example", "access-control-request-method": "PATCH" },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get("access-control-allow-origin")).toBe("https://shop.example");
    expect(preflight.headers.get("access-control-allow-methods")).toContain("PATCH");
  });

  it("carry the caller's trace on", async () => {
    const trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    const answer = await app.anonymous.get(path, { traceparent: `00-${trace}-00f067aa0ba902b7-01` });
    expect(answer.headers.get("traceparent")).toMatch(
      new RegExp(`^00-${trace}-(?!00f067aa0ba902b7)[0-9a-f]{16}-01$`),
    );
    expect(finished.at(-1)?.trace).toMatchObject({
      traceId: trace,
      parentId: "00f067aa0ba902b7",
      sampled: true,
    });
    const fresh = await app.anonymous.get(path, { traceparent: "nonsense" });
    expect(fresh.headers.get("traceparent")).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-0[0-3]$/);
  });

  it("are JSON and a page beside the API", async () => {
    const document = await app.anonymous.get("/openapi.json");
    expect(document).toMatchObject({ status: 200, body: { openapi: "3.1.1", servers: [{ url: app.url }] } });
    const docs = await app.anonymous.get("/docs");
    expect(docs.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(docs.headers.get("content-security-policy")).toMatch(/style-src 'sha256-/);
    expect((await app.anonymous.get("/health/live")).body).toMatchObject({ status: "up" });
    expect((await app.anonymous.get("/health/ready")).status).toBe(200);
  });
});

describe("facts", () => {
  it("end every request with exactly one", async () => {
    const asked: readonly (readonly [string, string, string, number])[] = [
      ["GET", path, "/v1/products/{id}", 200],
      ["GET", "/v1/products?page[size]=1", "/v1/products", 200],
      ["GET", "/v1/products?nonsense", "/v1/products", 400],
      ["GET", "/v1/nothing", "unmatched", 404],
      ["PUT", path, "unmatched", 405],
      ["GET", "/health/live", "/health/live", 200],
      ["DELETE", path, "/v1/products/{id}", 401],
    ];
    for (const [method, address, route, status] of asked) {
      finished.length = 0;
      const { headers } = await app.anonymous.send(address, { method });
      expect(finished).toHaveLength(1);
      expect(finished[0]).toMatchObject({
        method,
        route,
        status,
        actor: "",
        requestId: headers.get("x-request-id"),
      });
      expect(finished[0]?.bytes).toBe(Number(headers.get("content-length")));
    }
    const known = app.as({ subject: "ann" });
    await known.get(path);
    expect(finished.at(-1)).toMatchObject({ actor: "ann", status: 200, code: undefined });
  });
});

describe("the rate limit", () => {
  it("counts what one caller asks, and says when to come again", async () => {
    const limited = await testSystem(shop, { environment: "limited" });
    try {
      const refused: string[] = [];
      limited.running.facts.subscribe(
        (fact) => void (fact.fact === "rate.limited" && refused.push(fact.route)),
      );
      const ask = (client: TestClient) => client.get("/v1/products");
      for (const left of [2, 1, 0]) {
        const { status, headers } = await ask(limited.anonymous);
        expect(status).toBe(200);
        expect(headers.get("ratelimit")).toContain(`r=${left}`);
        expect(headers.get("ratelimit-policy")).toBe('"default";q=3;w=60');
      }
      const over = await ask(limited.anonymous);
      expect(over).toMatchObject({ status: 429, body: { code: "RATE_LIMITED" } });
      expect(Number(over.headers.get("retry-after"))).toBeGreaterThan(0);
      expect(refused).toEqual(["/v1/products"]);
      expect((await limited.anonymous.get("/health/ready")).status).toBe(200);
    } finally {
      await limited.stop();
    }
  });
});
