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

const buyer = () => shop.as({ roles: ["buyer"] });

async function reorders(product: string) {
  expect(await shop.settled()).toEqual([]);
  const list = await buyer().get(`/v1/reorders?filter[product]=${product}&fields=id,remaining,isOpen`);
  expect(list.status).toBe(200);
  return list.body.data;
}

it("notes down a product that runs low, once until somebody has seen to it", async () => {
  const product = await stock(shop, { price: "1.00", count: 12 });
  await buy(product, 2);
  expect(await reorders(product)).toEqual([]);
  await buy(product, 3);
  await buy(product, 1);
  const noted = await reorders(product);
  expect(noted).toMatchObject([{ remaining: 7, isOpen: true }]);

  const restock = { product, quantity: 10 };
  expect((await shop.as({ roles: ["catalog-manager"] }).post("/v1/catalog/restock", restock)).status).toBe(
    200,
  );
  await buy(product, 9);
  expect(await reorders(product)).toHaveLength(1);

  expect((await buyer().patch(`/v1/reorders/${noted[0]?.id}`, { isOpen: false })).status).toBe(200);
  await shop.as({ roles: ["catalog-manager"] }).post("/v1/catalog/restock", restock);
  await buy(product, 10);
  expect(await reorders(product)).toMatchObject([
    { remaining: 7, isOpen: false },
    { remaining: 7, isOpen: true },
  ]);
});

it("shows what is to be bought to buyers alone", async () => {
  expect((await shop.anonymous.get("/v1/reorders")).status).toBe(401);
  expect((await shop.as({ roles: ["catalog-manager"] }).get("/v1/reorders")).status).toBe(403);
  expect((await buyer().post("/v1/reorders", { product: crypto.randomUUID(), remaining: 1 })).status).toBe(
    405,
  );
});
