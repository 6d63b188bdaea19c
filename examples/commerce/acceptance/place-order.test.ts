import { type TestSystem, testSystem } from "@lintel/runtime/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import blueprint from "../blueprint.js";
import { catalog } from "../services/catalog.js";
import { orders } from "../services/orders.js";
import { customer, home, inStock, ordersOf, stock } from "./shop.js";

let shop: TestSystem;
beforeAll(async () => {
  shop = await testSystem(blueprint);
});
afterAll(() => shop?.stop());

const placeOrder = "/v1/orders/place-order";

describe("placing an order", () => {
  it("takes the products out of stock and charges the catalogue's prices, to the cent", async () => {
    const table = await stock(shop, { name: "Oak Table", price: "199.99", count: 5 });
    const pencil = await stock(shop, { name: "Pencil", price: "0.10", count: 1_000 });
    const items = [
      { product: pencil, quantity: 3 },
      { product: table, quantity: 2 },
    ];
    const { output, failure } = await shop
      .command(orders, "placeOrder")
      .when({ roles: [] }, { items, deliverTo: home });

    expect(failure).toBeUndefined();
    expect(output?.lines).toEqual([
      { product: pencil, name: "Pencil", unitPrice: "0.10", quantity: 3, lineTotal: "0.30" },
      { product: table, name: "Oak Table", unitPrice: "199.99", quantity: 2, lineTotal: "399.98" },
    ]);
    expect(output?.total).toBe("400.28");
    expect([await inStock(shop, table), await inStock(shop, pencil)]).toEqual([3, 997]);
    expect(
      await shop.sql`
        select orders.status, orders.total::text, payments.state, payments.amount::text
          from orders.orders
          join orders.payments on payments.order_id = orders.id
         where orders.id = ${output?.order}`,
    ).toEqual([{ status: "placed", total: "400.28", state: "pending", amount: "400.28" }]);
  });

  it("tells the log of it, in order: stock that goes down, what was reserved, what was bought", async () => {
    const pen = await stock(shop, { name: "Pen", price: "1.50", count: 9 });
    const items = [{ product: pen, quantity: 2 }];
    const buyer = { subject: crypto.randomUUID() };
    const { output, events, answer } = await shop
      .command(orders, "placeOrder")
      .when(buyer, { items, deliverTo: home });

    const lines = [{ product: pen, unitPrice: "1.50", quantity: 2, lineTotal: "3.00" }];
    const order = output?.order;
    expect(events).toEqual([
      { service: "catalog", event: "stockReserved", key: "", data: { items } },
      {
        service: "orders",
        event: "orderPlaced",
        key: order,
        data: { order, customer: buyer.subject, total: "3.00", lines },
      },
    ]);
    const request = answer.headers.get("x-request-id");
    expect(
      await shop.sql`
        select kind, subject, (before->>'inventory_count')::int as before, (after->>'inventory_count')::int as after,
               cause->'actor' as actor
          from catalog.outbox
         where cause->>'request' = ${request}
         order by seq`,
    ).toEqual([
      { kind: "update", subject: "product", before: 9, after: 7, actor: { kind: "user", id: buyer.subject } },
      { kind: "event", subject: "stockReserved", before: null, after: null, actor: expect.anything() },
    ]);
  });

  it("lets exactly one of 64 buyers have the last item", async () => {
    const last = await stock(shop, { name: "Last Lamp", price: "25.00", count: 1 });
    const buyers = Array.from({ length: 64 }, () => shop.as({}));
    const answers = await Promise.all(
      buyers.map((buyer) =>
        buyer.post(placeOrder, { items: [{ product: last, quantity: 1 }], deliverTo: home }),
      ),
    );

    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const refused = answers.filter(({ status }) => status !== 200).map(({ body }) => body.code);
    expect(refused).toEqual(Array.from({ length: 63 }, () => "OUT_OF_STOCK"));
    expect([await inStock(shop, last), await ordersOf(shop, last)]).toEqual([0, 1]);
  });

  it("neither deadlocks nor loses stock when many baskets hold the same products in other orders", async () => {
    const products = await Promise.all(
      Array.from({ length: 6 }, (_, one) => stock(shop, { name: `Chair ${one}`, price: "10.00", count: 40 })),
    );
    const baskets = Array.from({ length: 90 }, (_, one) =>
      [0, 1, 2].map((step) => ({ product: products[(one * 5 + step * (1 + (one % 2))) % 6], quantity: 1 })),
    );
    const answers = await Promise.all(
      baskets.map((items) => shop.as({}).post(placeOrder, { items, deliverTo: home })),
    );

    const failed = answers.filter(({ status }) => status !== 200).map(({ body }) => body.code);
    expect([...new Set(failed)].filter((code) => code !== "OUT_OF_STOCK")).toEqual([]);
    for (const product of products) {
      expect((await inStock(shop, product)) + (await ordersOf(shop, product))).toBe(40);
    }
  });

  it("takes nothing at all where one product does not suffice, and names it", async () => {
    const enough = await stock(shop, { name: "Plenty", price: "1.00", count: 10 });
    const scarce = await stock(shop, { name: "Scarce", price: "1.00", count: 1 });
    const items = [
      { product: enough, quantity: 1 },
      { product: scarce, quantity: 2 },
    ];
    const { failure } = await shop.command(orders, "placeOrder").when({}, { items, deliverTo: home });

    expect(failure).toMatchObject({ code: "OUT_OF_STOCK", status: 409 });
    expect(failure?.detail).toContain("Scarce");
    expect(failure?.detail).not.toContain("Plenty");
    expect([await inStock(shop, enough), await ordersOf(shop, enough)]).toEqual([10, 0]);
  });

  it("sells neither what is not there nor what is no longer sold", async () => {
    const unknown = crypto.randomUUID();
    const given = shop.command(orders, "placeOrder");
    expect(
      (await given.when({}, { items: [{ product: unknown, quantity: 1 }], deliverTo: home })).failure,
    ).toMatchObject({ code: "PRODUCT_UNAVAILABLE", status: 422 });

    const withdrawn = await stock(shop, { price: "5.00", count: 5 });
    await shop.sql`update catalog.products set is_active = false where id = ${withdrawn}`;
    expect(
      (await given.when({}, { items: [{ product: withdrawn, quantity: 1 }], deliverTo: home })).failure?.code,
    ).toBe("PRODUCT_UNAVAILABLE");
  });

  it("refuses a product that stands in two items, no items, and quantities below one", async () => {
    const product = await stock(shop, { price: "5.00", count: 5 });
    const twice = [
      { product, quantity: 1 },
      { product: product.toUpperCase(), quantity: 1 },
    ];
    const buyer = shop.as({});
    const send = async (items: unknown) =>
      (await buyer.post(placeOrder, { items, deliverTo: home })).body.code;
    expect(await send(twice)).toBe("PRODUCT_REPEATED");
    expect(await send([])).toBe("INPUT_INVALID");
    expect(await send([{ product, quantity: 0 }])).toBe("INPUT_INVALID");
    expect(await send([{ product, quantity: 1.5 }])).toBe("INPUT_INVALID");
    expect(await inStock(shop, product)).toBe(5);
  });

  it("makes one order of a request that is sent twice with the same Idempotency-Key", async () => {
    const product = await stock(shop, { price: "5.00", count: 5 });
    const buyer = shop.as({});
    const key = { "idempotency-key": crypto.randomUUID() };
    const body = { items: [{ product, quantity: 1 }], deliverTo: home };
    const first = await buyer.post(placeOrder, body, key);
    const again = await buyer.post(placeOrder, body, key);

    expect([first.status, again.status]).toEqual([200, 200]);
    expect(again.body.data).toEqual(first.body.data);
    expect([await inStock(shop, product), await ordersOf(shop, product)]).toEqual([4, 1]);
  });

  it("delivers to one of the customer's own addresses, and keeps its words", async () => {
    const product = await stock(shop, { price: "5.00", count: 5 });
    const ada = await customer(shop);
    const { recipient, street, postalCode, city, country } = home;
    const address = await ada.post("/v1/addresses", {
      user: ada.subject,
      recipient,
      street,
      postalCode,
      city,
      country,
    });
    expect(address.status).toBe(201);
    const placed = await ada.post(placeOrder, {
      items: [{ product, quantity: 1 }],
      address: address.body.data.id,
    });
    expect(placed.status).toBe(200);
    await ada.delete(`/v1/addresses/${address.body.data.id}`);
    const order = await ada.get(`/v1/orders/${placed.body.data.order}?include=lines`);
    expect(order.body.data).toMatchObject({ deliverTo: home, lines: [{ product, quantity: 1 }] });

    const thief = await customer(shop);
    const taken = await thief.post(placeOrder, {
      items: [{ product, quantity: 1 }],
      address: address.body.data.id,
    });
    expect(taken.body.code).toBe("ADDRESS_NOT_FOUND");
  });

  it("wants one address, not two and not none", async () => {
    const product = await stock(shop, { price: "5.00", count: 5 });
    const items = [{ product, quantity: 1 }];
    const place = shop.command(orders, "placeOrder");
    expect((await place.when({}, { items })).failure?.code).toBe("ADDRESS_UNCLEAR");
    const both = { items, deliverTo: home, address: crypto.randomUUID() };
    expect((await place.when({}, both)).failure?.code).toBe("ADDRESS_UNCLEAR");
  });

  it("is for customers with an account", async () => {
    const product = await stock(shop, { price: "5.00", count: 5 });
    const body = { items: [{ product, quantity: 1 }], deliverTo: home };
    expect(await shop.anonymous.post(placeOrder, body)).toMatchObject({
      status: 401,
      body: { code: "TOKEN_MISSING" },
    });
    expect(await shop.as({ subject: "nightly-job" }).post(placeOrder, body)).toMatchObject({
      status: 403,
      body: { code: "ACCOUNT_NEEDED" },
    });
  });

  it("cannot be seen by another customer", async () => {
    const product = await stock(shop, { price: "5.00", count: 5 });
    const ada = shop.as({});
    const body = { items: [{ product, quantity: 1 }], deliverTo: home };
    const { order } = (await ada.post(placeOrder, body)).body.data;
    expect((await ada.get(`/v1/orders/${order}`)).status).toBe(200);
    expect((await shop.as({}).get(`/v1/orders/${order}`)).body.code).toBe("ORDER_NOT_FOUND");
    expect((await shop.as({}).get("/v1/orders")).body.data).toEqual([]);
    expect((await shop.as({ roles: ["support"] }).get(`/v1/orders/${order}`)).status).toBe(200);
  });
});

describe("the catalogue's stock", () => {
  it("is changed by the orders service only", async () => {
    const product = await stock(shop, { price: "5.00", count: 5 });
    const items = [{ product, quantity: 1 }];
    for (const command of ["reserveStock", "releaseStock"] as const) {
      const { failure } = await shop
        .command(catalog, command)
        .when({ roles: ["catalog-manager", "support"] }, { items });
      expect([403, 404]).toContain(failure?.status);
    }
    expect(await inStock(shop, product)).toBe(5);
  });

  it("grows when a catalogue manager restocks", async () => {
    const product = await stock(shop, { price: "5.00", count: 5 });
    const restock = shop.command(catalog, "restock");
    const manager = { roles: ["catalog-manager"] };
    expect((await restock.when(manager, { product, quantity: 7 })).output).toEqual({ inventoryCount: 12 });
    expect((await restock.when({}, { product, quantity: 7 })).failure?.code).toBe("ACCESS_DENIED");
    const nothing = { product: crypto.randomUUID(), quantity: 1 };
    expect((await restock.when(manager, nothing)).failure?.code).toBe("PRODUCT_NOT_FOUND");
    expect(await inStock(shop, product)).toBe(12);
  });
});
