import { afterAll, beforeAll, expect, it } from "vitest";
import type { ListPlan, Predicate } from "../../plan/index.js";
import { createTestDatabase } from "../../testing/database.js";
import { fieldNamed, openShop, type Shop, stranger } from "../fixture.js";
import { compileList } from "./list.js";

let shop: Shop;
beforeAll(async () => {
  shop = await openShop(await createTestDatabase());
  await shop.test.sql(`
    insert into catalog.products (id, name, price, sale_price)
    select gen_random_uuid(), 'p' || n, (n % 1000), nullif(n % 1000, 0) - 1 from generate_series(1, 20000) as n;
    create index on catalog.products (price, id) where is_active;
    create index on catalog.products (sale_price, id);
    create index on catalog.products using gin (search_vector);`);
  await shop.test.sql("vacuum analyze catalog.products");
});
afterAll(() => shop.close());

/** The generic plan, which PostgreSQL falls back on once a statement has run a few times. */
async function genericPlan(plan: Partial<ListPlan>): Promise<string> {
  const { prepared, values } = compileList({
    kind: "list",
    actor: stranger,
    entity: shop.product,
    select: shop.product.fields.filter((field) => !field.modifiers.private),
    where: { kind: "always" },
    sort: [],
    size: 20,
    include: [],
    ...plan,
  });
  const parameters = values.map((value) => (value === null ? "null" : `'${value.replaceAll("'", "''")}'`));
  await shop.test.sql(`set plan_cache_mode = force_generic_plan; deallocate all`);
  await shop.test.sql(`prepare asked as ${prepared.text}`);
  const lines = await shop.test.sql<{ "QUERY PLAN": string }>(
    `explain execute asked(${parameters.join(", ")})`,
  );
  return lines.map((line) => line["QUERY PLAN"]).join("\n");
}

const sortBy = (name: string, descending = false) => [
  { field: fieldNamed(shop.product, name), descending },
  { field: fieldNamed(shop.product, "id"), descending },
];
const active = (): Predicate => ({
  kind: "and",
  parts: [
    { kind: "compare", field: fieldNamed(shop.product, "isActive"), operator: "eq", value: true },
    { kind: "compare", field: fieldNamed(shop.product, "price"), operator: "gte", value: "100" },
    { kind: "compare", field: fieldNamed(shop.product, "price"), operator: "lt", value: "900" },
  ],
});
it("asks the index for words once, and makes their query once, not once a row", async () => {
  const plan = await genericPlan({ search: "sharp -saw", sort: "rank" });
  const condition = /Index Cond: (.*)/.exec(plan)?.[1];
  expect(condition).toBe("(search_vector @@ words.query)");
  expect(plan).toMatch(/Function Scan on websearch_to_tsquery words/);
  expect(plan).not.toContain("Seq Scan");
});

const key = ["500.00", "80000000-0000-0000-0000-000000000000"];

it("reads the index in order instead of sorting a range of prices", async () => {
  const plan = await genericPlan({ where: active(), sort: sortBy("price") });
  expect(plan).toMatch(/Index Scan using products_price_id_idx/);
  expect(plan).not.toContain("Sort");
});

it.each(["after", "before"] as const)(
  "begins a page %s a key at its place in the index",
  async (direction) => {
    const plan = await genericPlan({ where: active(), sort: sortBy("price"), position: { direction, key } });
    expect(plan).not.toContain("Sort");
    expect(plan).toMatch(/Index Cond: .*ROW\(price, id\)/);
  },
);

it.each([
  ["ascending", false],
  ["descending", true],
])("bounds a page by the first key, %s, where that may be null", async (_, descending) => {
  const sort = sortBy("salePrice", descending);
  const plan = await genericPlan({ sort, position: { direction: "after", key } });
  expect(plan).toMatch(/Index Cond: .*sale_price/);
});
