import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { EntityModel } from "../blueprint/index.js";
import type { IncludePlan } from "../plan/index.js";
import { createTestDatabase } from "../testing/database.js";
import { fieldNamed, openShop, type Shop, stranger } from "./fixture.js";

const always = { kind: "always" } as const;
const ids = { tools: "01890000-0000-7000-8000-000000000001" };

let shop: Shop;
beforeAll(async () => {
  shop = await openShop(await createTestDatabase());
});
afterAll(() => shop.close());
beforeEach(async () => {
  await shop.test.sql("truncate catalog.products, catalog.categories cascade");
  await shop.test.sql("insert into catalog.categories (id, name) values ($1, 'Tools')", [ids.tools]);
});

const relation = (entity: EntityModel, name: string) => {
  const found = entity.relations.get(name);
  if (!found) throw new TypeError(name);
  return found;
};
const products = (limit: number): IncludePlan => ({
  relation: relation(shop.category, "products"),
  entity: shop.product,
  select: [fieldNamed(shop.product, "name")],
  where: always,
  include: [],
  limit,
});
const category = (): IncludePlan => ({
  relation: relation(shop.product, "category"),
  entity: shop.category,
  select: [fieldNamed(shop.category, "name")],
  where: always,
  include: [],
  limit: 1,
});

describe("an answer with relations", () => {
  it("refuses what would bring along more than 10,000 rows, at whatever depth", async () => {
    await shop.test.sql(
      `insert into catalog.products (id, name, price, category_id)
       select gen_random_uuid(), 'p' || n, 1, $1::uuid from generate_series(1, 6000) as n`,
      [ids.tools],
    );
    const asked = (include: readonly IncludePlan[]) =>
      shop.database.service("catalog").readOne({
        kind: "one",
        actor: stranger,
        entity: shop.category,
        id: ids.tools,
        select: [fieldNamed(shop.category, "name")],
        where: always,
        include,
      });
    const within = await asked([{ ...products(20_000), include: [category()] }]);
    expect(JSON.parse(within?.json ?? "").products).toHaveLength(6_000);
    const twice = [products(20_000), { ...products(20_000), include: [] }];
    const nested = [{ ...products(2), include: [{ ...category(), include: [products(20_000)] }] }];
    expect(JSON.parse((await asked(nested))?.json ?? "").products).toHaveLength(2);
    const deeper = [{ ...products(1), include: [{ ...category(), include: twice }] }];
    const refusal = { code: "PARAMETER_INVALID", status: 400, errors: [{ parameter: "include" }] };
    for (const include of [twice, deeper]) {
      const outcome = await asked(include).then(
        () => "answered",
        (error: unknown) => error,
      );
      expect(outcome).toMatchObject(refusal);
    }
    expect(await asked([products(1)])).toBeDefined();
  });

  it("refuses an answer of more than 20,000,000 characters, also where few rows stand in it many times", async () => {
    await shop.test.sql(
      `insert into catalog.products (id, name, price, category_id)
       select gen_random_uuid(), repeat('x', 190), 1, $1::uuid from generate_series(1, 400) as n`,
      [ids.tools],
    );
    const repeated = { ...products(400), include: [{ ...category(), include: [products(400)] }] };
    const outcome = await shop.database
      .service("catalog")
      .readOne({
        kind: "one",
        actor: stranger,
        entity: shop.category,
        id: ids.tools,
        select: [fieldNamed(shop.category, "name")],
        where: always,
        include: [repeated],
      })
      .then(
        () => "answered",
        (error: unknown) => error,
      );
    expect(outcome).toMatchObject({
      code: "PARAMETER_INVALID",
      status: 400,
      errors: [{ parameter: "include" }],
    });
  });
});
