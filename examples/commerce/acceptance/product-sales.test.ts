import { type TestSystem, testSystem } from "@lintel/runtime/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import blueprint from "../blueprint.js";
import { home, stock } from "./shop.js";

let shop: TestSystem;
beforeAll(async () => {
  shop = await testSystem(blueprint);
});
afterAll(() => shop?.stop());

/** Places an order; gives back what it committed. */
async function buy(...items: readonly { product: string; quantity: number }[]): Promise<string> {
  const placed = await shop.as({}).post("/v1/orders/place-order", { items, deliverTo: home });
  expect(placed.status).toBe(200);
  return placed.headers.get("lintel-commit") ?? "";
}

/** As long as a reader may ask to wait, for machines that are busy. */
const wait = { prefer: "wait=10" };
const manager = () => shop.as({ roles: ["manager"] });

describe("the sales of a product", () => {
  it("hold an order as soon as whoever placed it reads them, exact to the cent", async () => {
    const [table, chair] = [
      await stock(shop, { name: "Table", price: "19.99", count: 500 }),
      await stock(shop, { name: "Chair", price: "0.10", count: 500 }),
    ];
    const sales = async (product: string, commit: string) => {
      const headers = { ...wait, "lintel-wait": commit };
      const list = await manager().get(`/v1/product-sales?filter[product]=${product}`, headers);
      expect(list.status).toBe(200);
      return list.body.data;
    };
    const first = await buy({ product: table, quantity: 3 });
    expect(await sales(table, first)).toMatchObject([{ product: table, units: "3", revenue: "59.97" }]);
    expect(await sales(chair, first)).toEqual([]);

    const second = await buy({ product: chair, quantity: 3 }, { product: table, quantity: 100 });
    expect(await sales(table, second)).toMatchObject([{ product: table, units: "103", revenue: "2058.97" }]);
    expect(await sales(chair, second)).toMatchObject([{ product: chair, units: "3", revenue: "0.30" }]);

    const one = await manager().get(`/v1/product-sales/${table}`);
    expect(one.body.data).toMatchObject({ id: table, units: "103" });
    const best = await manager().get("/v1/product-sales?sort=-revenue&fields=product");
    expect(best.body.data.map(({ product }) => product)).toEqual([table, chair]);
  });

  it("count nothing of an order that was refused", async () => {
    const product = await stock(shop, { price: "1.00", count: 2 });
    const items = [{ product, quantity: 3 }];
    const refused = await shop.as({}).post("/v1/orders/place-order", { items, deliverTo: home });
    expect(refused.body.code).toBe("OUT_OF_STOCK");
    const headers = { ...wait, "lintel-wait": await buy({ product, quantity: 2 }) };
    const list = await manager().get(`/v1/product-sales?filter[product]=${product}`, headers);
    expect(list.body.data).toMatchObject([{ units: "2", revenue: "2.00" }]);
  });

  it("are for managers alone, and nobody writes them", async () => {
    expect((await shop.anonymous.get("/v1/product-sales")).status).toBe(401);
    expect((await shop.as({ roles: ["catalog-manager"] }).get("/v1/product-sales")).status).toBe(403);
    expect((await manager().post("/v1/product-sales", { units: "1" })).status).toBe(405);
  });
});
