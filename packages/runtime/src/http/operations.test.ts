import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Fact } from "../facts.js";
import { type TestClient, type TestSystem, testSystem } from "../testing/index.js";
import { gate, shop } from "./scenario.js";

let app: TestSystem;
let editor: TestClient;
const facts: Fact[] = [];

beforeAll(async () => {
  app = await testSystem(shop);
  editor = app.as({ roles: ["editor"] });
  app.running.facts.subscribe((fact) => void facts.push(fact));
});
afterAll(() => app?.stop());
afterEach(() => {
  gate.wait = async () => {};
});

async function product(stock: number): Promise<string> {
  const { body } = await editor.post("/v1/products", { name: "Hammer", price: "19.90", stock });
  return String(body.data.id);
}

async function ordersOf(product: string): Promise<number> {
  return (await app.sql`select 1 from orders.orders where product = ${product}`).length;
}

describe("commands over HTTP", () => {
  it("run in one transaction together with the commands that they call", async () => {
    const item = await product(3);
    const buyer = app.as({});
    const placed = await buyer.post("/v1/orders/place-order", { product: item, quantity: 2 });
    expect(placed).toMatchObject({ status: 200, body: { data: { left: 1 } } });
    expect(await ordersOf(item)).toBe(1);

    const refused = await buyer.post("/v1/orders/place-order", { product: item, quantity: 2 });
    expect(refused).toMatchObject({
      status: 409,
      body: { code: "OUT_OF_STOCK", detail: "There is not enough of it.", status: 409 },
    });
    expect(await ordersOf(item)).toBe(1);
    expect((await app.anonymous.get(`/v1/products/${item}`)).body.data.stock).toBe(1);
  });

  it("sell the last item once, however many ask at the same time", async () => {
    const item = await product(1);
    const answers = await Promise.all(
      Array.from({ length: 32 }, () =>
        app.as({}).post("/v1/orders/place-order", { product: item, quantity: 1 }),
      ),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ body }) => body.code === "OUT_OF_STOCK")).toHaveLength(31);
    expect(await ordersOf(item)).toBe(1);
  });

  it("are open to those whom their rule names, and have no address where only services may", async () => {
    const anonymous = await app.anonymous.post("/v1/orders/place-order", {
      product: randomUUID(),
      quantity: 1,
    });
    expect(anonymous).toMatchObject({ status: 401, body: { code: "TOKEN_MISSING" } });
    const direct = await editor.post("/v1/catalog/take-stock", { product: randomUUID(), quantity: 1 });
    expect(direct).toMatchObject({ status: 404, body: { code: "ROUTE_NOT_FOUND" } });
  });

  it("take no body where they have no input, and give null where they have no output", async () => {
    expect(await app.anonymous.post("/v1/orders/touch")).toMatchObject({ status: 200, body: { data: null } });
    expect((await app.anonymous.post("/v1/orders/touch", {})).status).toBe(200);
    expect((await app.anonymous.post("/v1/orders/touch", { x: 1 })).body.code).toBe("INPUT_INVALID");
  });

  it.each(["throw", "undeclared", "wrong output", "swallow"])(
    "that misbehave (%s) leave nothing behind and tell nothing",
    async (how) => {
      const before = await app.sql`select 1 from orders.orders where by = 'misbehave'`;
      facts.length = 0;
      const { status, body, headers } = await app.anonymous.post("/v1/orders/misbehave", { how });
      if (how === "swallow") expect(status).toBeGreaterThanOrEqual(400);
      else expect({ status, code: body.code }).toEqual({ status: 500, code: "INTERNAL" });
      expect(JSON.stringify(body)).not.toMatch(/secret|NEVER_HEARD_OF|yes|select|division/);
      expect(await app.sql`select 1 from orders.orders where by = 'misbehave'`).toHaveLength(before.length);
      if (status === 500) {
        const failed = facts.filter(({ fact }) => fact === "request.failed");
        expect(failed).toHaveLength(1);
        expect(failed[0]).toMatchObject({
          requestId: headers.get("x-request-id"),
          route: "/v1/orders/misbehave",
        });
      }
    },
  );

  it("let nothing out that they do not declare", async () => {
    const { status, body } = await app.anonymous.post("/v1/orders/misbehave", { how: "extra output" });
    expect(status).toBe(200);
    expect(body.data).toEqual({ done: true });
  });
});

describe("queries over HTTP", () => {
  it("read their input from the query string, with its defaults", async () => {
    await editor.post("/v1/products", { name: "Nail", price: "0.01" });
    const { status, body } = await app.anonymous.get("/v1/catalog/cheapest?below=0.05");
    expect(status).toBe(200);
    expect(body.data).toEqual({ names: ["Nail"] });
    const bad = await app.anonymous.get("/v1/catalog/cheapest?below=much&limit=99");
    expect(bad).toMatchObject({ status: 400, body: { code: "PARAMETER_INVALID" } });
    expect(bad.body.errors.map(({ parameter }) => parameter).sort()).toEqual(["below", "limit"]);
  });
});

describe("an Idempotency-Key", () => {
  it("makes one row of many equal requests, and gives each the first answer", async () => {
    const key = { "idempotency-key": randomUUID() };
    const send = () => editor.post("/v1/products", { name: "Once", price: "1.00" }, key);
    const first = await send();
    expect(first.status).toBe(201);
    expect(first.headers.get("idempotency-replayed")).toBeNull();
    facts.length = 0;
    const second = await send();
    expect(second).toMatchObject({ status: 201, body: first.body });
    expect(second.headers.get("idempotency-replayed")).toBe("true");
    for (const name of ["location", "etag", "content-type"]) {
      expect(second.headers.get(name)).toBe(first.headers.get(name));
    }
    expect(facts.map(({ fact }) => fact)).toContain("idempotency.replayed");
    expect(await app.sql`select 1 from catalog.products where name = 'Once'`).toHaveLength(1);
  });

  it("is refused for another body, and is each caller's own", async () => {
    const key = { "idempotency-key": randomUUID() };
    await editor.post("/v1/products", { name: "A", price: "1.00" }, key);
    const other = await editor.post("/v1/products", { name: "B", price: "1.00" }, key);
    expect(other).toMatchObject({ status: 422, body: { code: "IDEMPOTENCY_KEY_REUSED" } });
    const another = await app
      .as({ roles: ["editor"] })
      .post("/v1/products", { name: "B", price: "1.00" }, key);
    expect(another.status).toBe(201);
    const bad = await editor.post("/v1/products", { name: "B", price: "1.00" }, { "idempotency-key": "a b" });
    expect(bad).toMatchObject({ status: 400, body: { code: "HEADER_INVALID" } });
  });

  it("has one effect when 20 requests come at the same time", async () => {
    const item = await product(100);
    const buyer = app.as({});
    const key = { "idempotency-key": randomUUID() };
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        buyer.post("/v1/orders/place-order", { product: item, quantity: 1 }, key),
      ),
    );
    for (const { status, body } of answers) {
      if (status !== 200) expect(body.code).toBe("IDEMPOTENCY_IN_PROGRESS");
    }
    const orders = new Set(answers.filter(({ status }) => status === 200).map(({ body }) => body.data.order));
    expect(orders.size).toBe(1);
    expect(await ordersOf(item)).toBe(1);
  });

  it("is told 409 while the first request runs", async () => {
    const item = await product(100);
    const buyer = app.as({});
    const key = { "idempotency-key": randomUUID() };
    let release = () => {};
    let entered = () => {};
    const inside = new Promise<void>((resolve) => {
      entered = resolve;
    });
    gate.wait = () => {
      entered();
      return new Promise((resolve) => {
        release = resolve;
      });
    };
    const first = buyer.post("/v1/orders/place-order", { product: item, quantity: 1 }, key);
    await inside;
    const second = await buyer.post("/v1/orders/place-order", { product: item, quantity: 1 }, key);
    expect(second).toMatchObject({ status: 409, body: { code: "IDEMPOTENCY_IN_PROGRESS" } });
    expect(second.headers.get("retry-after")).toBe("1");
    release();
    expect((await first).status).toBe(200);
    expect(await ordersOf(item)).toBe(1);
  });

  it("may be used again after a refusal", async () => {
    const item = await product(0);
    const buyer = app.as({});
    const key = { "idempotency-key": randomUUID() };
    const order = { product: item, quantity: 1 };
    expect((await buyer.post("/v1/orders/place-order", order, key)).body.code).toBe("OUT_OF_STOCK");
    await editor.patch(`/v1/products/${item}`, { stock: 1 });
    expect((await buyer.post("/v1/orders/place-order", order, key)).status).toBe(200);
  });
});
