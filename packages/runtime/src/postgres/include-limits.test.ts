import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { EntityModel } from "../blueprint/index.js";
import type { IncludePlan } from "../plan/index.js";
import { createTestDatabase } from "../testing/database.js";
import { fieldNamed, openShop, type Shop, stranger } from "./fixture.js";
import { rolesOf } from "./schema/roles.js";

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

const refusal = (parameter: string, limit: string) => ({
  code: "PARAMETER_INVALID",
  status: 400,
  message: expect.stringContaining(`more than ${limit}`),
  errors: [{ parameter, rule: "maximum" }],
});
const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => "answered",
    (error: unknown) => error,
  );

describe("an answer with relations", () => {
  const tools = (include: readonly IncludePlan[]) =>
    shop.database.service("catalog").readOne({
      kind: "one",
      actor: stranger,
      entity: shop.category,
      id: ids.tools,
      select: [fieldNamed(shop.category, "name")],
      where: always,
      include,
    });

  it("counts the rows of relations to one too, each once", async () => {
    await shop.test.sql(`
      insert into catalog.categories (id, name)
      select ('01890000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'c' || n from generate_series(10, 5200) as n;
      insert into catalog.products (id, name, price, category_id)
      select gen_random_uuid(), 'p', 1, ('01890000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid
      from   generate_series(10, 5200) as n;`);
    const page = (include: readonly IncludePlan[]) =>
      failureOf(
        shop.database.service("catalog").readList({
          kind: "list",
          actor: stranger,
          entity: shop.product,
          select: [fieldNamed(shop.product, "id")],
          where: always,
          sort: [{ field: fieldNamed(shop.product, "id"), descending: false }],
          size: 5_100,
          include,
        }),
      );
    expect(await page([category()])).toBe("answered");
    expect(await page([category(), category()])).toMatchObject(refusal("include", "10000 rows"));
  });

  it("keeps no more than 20,000,000 bytes of what its relations bring, all of them together", async () => {
    await shop.test.sql(
      `insert into catalog.products (id, name, price, category_id, description)
       select gen_random_uuid(), 'p', 1, $1::uuid, repeat('x', 1000000) from generate_series(1, 11) as n`,
      [ids.tools],
    );
    const wide = { ...products(100), select: [fieldNamed(shop.product, "description")] };
    expect(await failureOf(tools([wide]))).toBe("answered");
    expect(await failureOf(tools([wide, wide]))).toMatchObject(refusal("include", "20000000 bytes"));
  });

  it("begins no statement once the time of the whole answer has passed", async () => {
    const { database, facts } = shop.open({
      statementTimeout: 5_000,
      readTimeouts: { list: 400 },
      connections: { transactions: 1 },
    });
    await shop.test.sql(`
      create function catalog.slow_name() returns text language plpgsql volatile as
        $$ begin perform pg_sleep(0.25); return 'x'; end $$;
      alter table catalog.products rename to goods;
      create view catalog.products as
        select g.* from catalog.goods as g where catalog.slow_name() = 'x';
      grant select on catalog.products to ${shop.model.services.slice(0, 1).flatMap(rolesOf).join(", ")};`);
    await shop.test.sql(
      "insert into catalog.goods (id, name, price, category_id) values (gen_random_uuid(), 'p', 1, $1)",
      [ids.tools],
    );
    const chain = { ...products(1), include: [{ ...category(), include: [products(1)] }] };
    const outcome = await failureOf(
      database.service("catalog").readOne({
        kind: "one",
        actor: stranger,
        entity: shop.category,
        id: ids.tools,
        select: [fieldNamed(shop.category, "name")],
        where: always,
        include: [{ ...chain, include: [{ ...category(), include: [chain] }] }],
      }),
    );
    await shop.test.sql("drop view catalog.products; alter table catalog.goods rename to products");
    await database.close(0);
    expect(outcome).toMatchObject({
      code: "STATEMENT_TIMEOUT",
      message: expect.stringContaining("within the 400 ms that they may take together"),
    });
    expect(facts.filter(({ fact }) => fact === "statement.failed")).toEqual([]);
  });

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
    for (const include of [twice, deeper]) {
      const outcome = await asked(include).then(
        () => "answered",
        (error: unknown) => error,
      );
      expect(outcome).toMatchObject(refusal("include", "10000 rows"));
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

describe("a page", () => {
  it("is refused where its rows hold more than 20,000,000 bytes, and kept in memory no further", async () => {
    await shop.test.sql(
      `insert into catalog.products (id, name, price, description)
       select gen_random_uuid(), 'p', 1, repeat('x', 1000000) from generate_series(1, 25) as n`,
    );
    const page = (size: number, field: string) =>
      failureOf(
        shop.database.service("catalog").readList({
          kind: "list",
          actor: stranger,
          entity: shop.product,
          select: [fieldNamed(shop.product, field)],
          where: always,
          sort: [{ field: fieldNamed(shop.product, "id"), descending: false }],
          size,
          include: [],
        }),
      );
    expect(await page(10, "description")).toBe("answered");
    expect(await page(100, "name")).toBe("answered");
    expect(await page(100, "description")).toMatchObject(refusal("page[size]", "20000000 bytes"));
  });
});
