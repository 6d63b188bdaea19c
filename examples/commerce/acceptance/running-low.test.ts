import { type TestSystem, testSystem } from "@lintel/runtime/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import blueprint from "../blueprint.js";
import { home, stock } from "./shop.js";

let shop: TestSystem;
beforeAll(async () => {
  shop = await testSystem(blueprint);
});
afterAll(() => shop?.stop());

async function buy(product: string, quantity: number): Promise<void> {
  const body = { items: [{ product, quantity }], deliverTo: home };
  expect((await shop.as({}).post("/v1/orders/place-order", body)).status).toBe(200);
}

async function reorders(product: string) {
  expect(await shop.settled()).toEqual([]);
  return shop.sql`
    select remaining, is_open from purchasing.reorders where product = ${product} order by created_at desc, id desc`;
}

it("notes down a product that runs low, once until somebody has seen to it", async () => {
  const product = await stock(shop, { price: "1.00", count: 12 });
  await buy(product, 2);
  expect(await reorders(product)).toEqual([]);
  await buy(product, 3);
  await buy(product, 1);
  expect(await reorders(product)).toEqual([{ remaining: 7, is_open: true }]);

  const restock = { product, quantity: 10 };
  expect((await shop.as({ roles: ["catalog-manager"] }).post("/v1/catalog/restock", restock)).status).toBe(
    200,
  );
  await buy(product, 9);
  expect(await reorders(product)).toHaveLength(1);

  await shop.sql`update purchasing.reorders set is_open = false where product = ${product}`;
  await shop.as({ roles: ["catalog-manager"] }).post("/v1/catalog/restock", restock);
  await buy(product, 10);
  expect(await reorders(product)).toEqual([
    { remaining: 7, is_open: true },
    { remaining: 7, is_open: false },
  ]);
});
