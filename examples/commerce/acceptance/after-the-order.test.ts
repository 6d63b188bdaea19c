import { type TestSystem, testSystem } from "@lintel/runtime/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import blueprint from "../blueprint.js";
import { home, inStock, stock } from "./shop.js";

let shop: TestSystem;
beforeAll(async () => {
  shop = await testSystem(blueprint);
});
afterAll(() => shop?.stop());

type Buyer = ReturnType<TestSystem["as"]>;

async function buy(buyer: Buyer, product: string, quantity: number): Promise<string> {
  const body = { items: [{ product, quantity }], deliverTo: home };
  const placed = await buyer.post("/v1/orders/place-order", body);
  expect(placed.status).toBe(200);
  return String(placed.body.data.order);
}

const cancel = (buyer: Buyer, order: string) => buyer.post("/v1/orders/cancel-order", { order });

describe("cancelling an order", () => {
  it("puts its products back and voids its payment, once", async () => {
    const product = await stock(shop, { price: "12.50", count: 9 });
    const ada = shop.as({});
    const order = await buy(ada, product, 4);
    expect(await inStock(shop, product)).toBe(5);

    expect((await cancel(ada, order)).status).toBe(200);
    expect((await cancel(ada, order)).body).toMatchObject({ code: "ORDER_NOT_CANCELLABLE", status: 409 });
    expect(await inStock(shop, product)).toBe(9);
    expect((await ada.get(`/v1/orders/${order}?include=payments`)).body.data).toMatchObject({
      status: "cancelled",
      cancelledAt: expect.stringMatching(/Z$/),
      payments: [{ state: "voided", amount: "50.00" }],
    });
  });

  it("happens once when it is asked for many times at the same moment", async () => {
    const product = await stock(shop, { price: "1.00", count: 10 });
    const ada = shop.as({});
    const order = await buy(ada, product, 10);
    const answers = await Promise.all(Array.from({ length: 12 }, () => cancel(ada, order)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(await inStock(shop, product)).toBe(10);
  });

  it("is not for other people's orders, nor for what is on its way", async () => {
    const product = await stock(shop, { price: "1.00", count: 10 });
    const ada = shop.as({});
    const order = await buy(ada, product, 1);
    expect((await cancel(shop.as({}), order)).body.code).toBe("ORDER_NOT_FOUND");
    await shop.sql`update orders.orders set status = 'shipped' where id = ${order}`;
    expect((await cancel(ada, order)).body.code).toBe("ORDER_NOT_CANCELLABLE");
    expect(await inStock(shop, product)).toBe(9);
  });
});

describe("the sales figures", () => {
  it("name what sold most, without what was cancelled", async () => {
    const [few, many] = [
      await stock(shop, { name: "Few", price: "1.00", count: 900 }),
      await stock(shop, { name: "Many", price: "1.00", count: 900 }),
    ];
    const ada = shop.as({});
    await buy(ada, many, 200);
    await buy(ada, many, 200);
    await buy(ada, few, 300);
    await cancel(ada, await buy(ada, few, 300));

    const best = await shop.anonymous.get("/v1/orders/best-sellers?limit=2");
    expect(best.status).toBe(200);
    expect(best.body.data.products).toEqual([
      { product: many, name: "Many", sold: 400 },
      { product: few, name: "Few", sold: 300 },
    ]);
    const future = await shop.anonymous.get("/v1/orders/best-sellers?since=2999-01-01");
    expect(future.body.data.products).toEqual([]);
    expect([400, 422]).toContain((await shop.anonymous.get("/v1/orders/best-sellers?limit=0")).status);
  });

  it("tell a customer what they have spent, and nobody else's", async () => {
    const product = await stock(shop, { price: "0.10", count: 90 });
    const ada = shop.as({});
    await buy(ada, product, 3);
    await cancel(ada, await buy(ada, product, 5));
    const mine = await ada.get("/v1/orders/mine");
    expect(mine.body.data).toMatchObject({ orders: 2, open: 1, spent: "0.30" });
    expect((await shop.as({}).get("/v1/orders/mine")).body.data).toEqual({
      orders: 0,
      open: 0,
      spent: "0.00",
      lastOrderAt: null,
    });
    expect((await shop.anonymous.get("/v1/orders/mine")).status).toBe(401);
  });
});
