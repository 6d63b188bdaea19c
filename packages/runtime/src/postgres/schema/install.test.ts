import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { resolve } from "../../blueprint/index.js";
import {
  bigint,
  by,
  check,
  email,
  entity,
  enumeration,
  fieldValue,
  id,
  integer,
  json,
  list,
  money,
  reference,
  search,
  service,
  system,
  text,
  url,
} from "../../index.js";
import { createTestDatabase, type TestDatabase } from "../../testing/database.js";
import { withClient } from "../migrate/connect.js";
import {
  applicationRules,
  constraintMeanings,
  difference,
  ensureRoles,
  introspect,
  privilegeFindings,
  privilegeStatements,
  schemaStatements,
} from "./index.js";

const catalog = service("catalog", {
  description: "What is sold.",
  entities: {
    category: entity({ name: text({ min: 2, max: 20 }).unique(), parent: reference("category").optional() }),
    product: entity(
      {
        name: text({ max: 200 }),
        description: text().optional(),
        sku: text({ pattern: "^[A-Z]{3}-\\d+$" }).unique(),
        code: text({ pattern: "^(?=a)a" }).optional(),
        price: money(),
        salePrice: money().optional(),
        category: reference("category"),
        supplier: id("supply.supplier").optional().personal(),
        contact: email().optional().unique(),
        homepage: url().optional(),
        stock: integer({ min: 0, max: 1_000 }).default(0),
        weight: bigint({ min: "1" }).default("9007199254740993"),
        state: enumeration("draft", "on sale", "it's gone").default("draft"),
        tags: list(text(), { max: 3 }).default([]),
        sizes: list(integer({ min: 1, max: 9 })).optional(),
        extra: json({ type: "object" }).default({ a: ["it's"] }),
      },
      {
        softDelete: true,
        description: "One thing to buy; it's searchable.",
        indexes: [
          by("category", "-price").where({ state: "on sale" }),
          by("contact").where({ contact: { ne: "Nobody@example.org" } }),
          search({ name: "A", description: "B" }),
        ],
        checks: [check("saleBelowPrice", { salePrice: { lte: fieldValue("price") } })],
      },
    ),
  },
});
const orders = service("orders", { entities: { order: entity({ note: text({ max: 10 }) }) } });
const model = resolve(system("installtest", { version: 1, services: [catalog, orders] }));
const catalogModel = model.services[0] ?? expect.unreachable();

let database: TestDatabase;
const category = "00000000-0000-7000-8000-000000000001";

beforeAll(async () => {
  database = await createTestDatabase();
  await withClient(database.url, async (client) => {
    await ensureRoles(client, model.services);
    await ensureRoles(client, model.services);
    await client.query(schemaStatements(model).join(";\n"));
    for (const one of model.services) await client.query(privilegeStatements(one).join(";\n"));
  });
  await database.sql("insert into catalog.categories (id, name) values ($1, 'Tools')", [category]);
});
afterAll(async () => {
  await database.drop();
});

let next = 0;
async function insert(values: Record<string, unknown> = {}): Promise<string> {
  next += 1;
  const row = {
    id: `00000000-0000-7000-8000-${String(next).padStart(12, "0")}`,
    name: "Hammer",
    sku: `AAA-${next}`,
    price: "9.90",
    category_id: category,
    ...values,
  };
  const names = Object.keys(row);
  await database.sql(
    `insert into catalog.products (${names.join(", ")}) values (${names.map((_, at) => `$${at + 1}`).join(", ")})`,
    Object.values(row),
  );
  return row.id;
}

describe("a fresh install", () => {
  it("is described by PostgreSQL with every table, and differs from itself in nothing", async () => {
    await withClient(database.url, async (client) => {
      const described = await introspect(client, ["catalog", "orders"]);
      expect(described.schemas.map((one) => [one.name, one.tables.map((table) => table.name)])).toEqual([
        ["catalog", ["categories", "idempotency_keys", "products"]],
        ["orders", ["idempotency_keys", "orders"]],
      ]);
      expect(difference(described, await introspect(client, ["orders", "catalog"]))).toEqual([]);
      expect(await privilegeFindings(client, catalogModel)).toEqual([]);
    });
  });

  it("fills in the defaults of the blueprint and of the system", async () => {
    const [row] = await database.sql(
      `select stock, weight, state, tags, extra, version, created_at = updated_at as same, deleted_at
         from catalog.products where id = $1`,
      [await insert()],
    );
    expect(row).toEqual({
      stock: 0,
      weight: "9007199254740993",
      state: "draft",
      tags: [],
      extra: { a: ["it's"] },
      version: 1,
      same: true,
      deleted_at: null,
    });
  });

  it.each([
    ["products_name_length_check", { name: "x".repeat(201) }],
    ["products_sku_pattern_check", { sku: "aaa-1" }],
    ["products_price_range_check", { price: "-0.01" }],
    ["products_price_number_check", { price: "NaN" }],
    ["products_contact_address_check", { contact: "nobody" }],
    ["products_contact_length_check", { contact: `${"x".repeat(250)}@x.org` }],
    ["products_homepage_address_check", { homepage: "ftp://example.org" }],
    ["products_stock_range_check", { stock: 1_001 }],
    ["products_weight_range_check", { weight: "0" }],
    ["products_state_value_check", { state: "sold" }],
    ["products_tags_length_check", { tags: ["a", "b", "c", "d"] }],
    ["products_tags_items_check", { tags: ["a", null] }],
    ["products_sizes_items_check", { sizes: [[1], [2]] }],
    ["products_sizes_item_range_check", { sizes: [1, 10] }],
    ["products_sale_below_price_check", { sale_price: "9.91" }],
    ["products_category_id_fkey", { category_id: "00000000-0000-7000-8000-0000000000ff" }],
  ])("refuses a row that breaks %s", async (constraint, values) => {
    const meaning = constraintMeanings(catalogModel).get(constraint);
    expect(meaning?.fields.map((field) => field.column)).toContain(Object.keys(values)[0]);
    if (constraint === "products_sizes_items_check") await expect(insert(values)).rejects.toThrow();
    else await expect(insert(values)).rejects.toMatchObject({ constraint });
  });

  it("takes a row at the edge of every rule", async () => {
    const taken = insert({
      name: "é".repeat(200),
      price: "0",
      sale_price: "0",
      stock: 1_000,
      tags: ["a", "b", "c"],
      sizes: [1, 9],
      state: "it's gone",
      homepage: "HTTPS://example.org",
    });
    await expect(taken).resolves.toBeDefined();
  });

  it("lists the rules that only the application holds", () => {
    const rules = applicationRules(catalogModel).map((rule) => `${rule.field.name} ${rule.says}`);
    expect(rules).toEqual(["code matches ^(?=a)a", "extra satisfies its JSON Schema"]);
  });

  it("keeps a unique value for one living row, and lets a deleted row's value be taken again", async () => {
    const first = await insert({ sku: "UNI-1", contact: "Ann@example.org" });
    await expect(insert({ sku: "UNI-1" })).rejects.toMatchObject({ constraint: "products_sku_key" });
    await expect(insert({ contact: "aNN@Example.org" })).rejects.toMatchObject({
      constraint: "products_contact_key",
    });
    await database.sql("update catalog.products set deleted_at = now() where id = $1", [first]);
    await insert({ sku: "UNI-1", contact: "ann@example.org" });
    expect(constraintMeanings(catalogModel).get("products_contact_key")?.kind).toBe("unique");
  });

  it("finds words in any form, those of the name first", async () => {
    const named = await insert({ name: "Running shoes" });
    const told = await insert({ name: "Sandals", description: "Not for running." });
    const found = await database.sql<{ id: string }>(
      `select id from catalog.products, websearch_to_tsquery('english', 'runs') as query
        where search_vector @@ query order by ts_rank(search_vector, query) desc`,
    );
    expect(found.map((row) => row.id)).toEqual([named, told]);
  });

  it("counts the version up and moves the time of plain SQL updates, never backward", async () => {
    const row = await insert();
    const future = "2999-01-01T00:00:00.000Z";
    await database.sql("alter table catalog.products disable trigger lintel_touch");
    await database.sql("update catalog.products set updated_at = $2 where id = $1", [row, future]);
    await database.sql("alter table catalog.products enable trigger lintel_touch");
    await database.sql("update catalog.products set version = 70, updated_at = now() where id = $1", [row]);
    const [after] = await database.sql<{ version: number; updated_at: Date }>(
      "select version, updated_at from catalog.products where id = $1",
      [row],
    );
    expect(after?.version).toBe(2);
    expect(after?.updated_at.toISOString()).toBe(future);
  });

  it("lets a service's role read and write its own rows, and nothing else", async () => {
    await withClient(database.url, async (client) => {
      await client.query("set role installtest_orders");
      await client.query("insert into orders.orders (id, note) values (gen_random_uuid(), 'mine')");
      await client.query("select * from orders.idempotency_keys");
      await expect(client.query("select * from catalog.products")).rejects.toMatchObject({ code: "42501" });
      await expect(client.query("create table orders.more ()")).rejects.toMatchObject({ code: "42501" });
      await expect(client.query("drop table orders.orders")).rejects.toMatchObject({ code: "42501" });
      await expect(client.query("truncate orders.orders")).rejects.toMatchObject({ code: "42501" });
      await expect(client.query("select orders.lintel_touch()")).rejects.toMatchObject({ code: "42501" });
    });
  });

  it("says which privileges differ from what they should be", async () => {
    await withClient(database.url, async (client) => {
      await client.query("begin");
      await client.query("grant select on catalog.products to public");
      await client.query("grant usage on schema catalog to installtest_orders");
      await client.query("revoke delete on catalog.categories from installtest_catalog");
      expect(await privilegeFindings(client, catalogModel)).toEqual([
        "PUBLIC has SELECT on catalog.products, and should not.",
        "installtest_catalog has no DELETE on catalog.categories.",
        "installtest_orders has USAGE on schema catalog, and should not.",
      ]);
      await client.query("rollback");
    });
  });

  it("says what an administrator must run where the login may not create roles", async () => {
    await withClient(database.url, async (client) => {
      await client.query("set role installtest_orders");
      const other = resolve(system("roletest", { version: 1, services: [orders] }));
      await expect(ensureRoles(client, other.services)).rejects.toMatchObject({
        code: "DATABASE_PRIVILEGE_MISSING",
        message: expect.stringContaining(
          '  create role "roletest_orders" nologin;\n  grant "roletest_orders" to "installtest_orders";',
        ),
      });
    });
  });

  it("uses an index for the foreign key, and for the declared order within a condition", async () => {
    await withClient(database.url, async (client) => {
      await client.query("set enable_seqscan = off");
      await client.query("set enable_sort = off");
      await client.query("set enable_bitmapscan = off");
      const plan = await client.query<{ "QUERY PLAN": string }>(
        `explain select id from catalog.products
          where category_id = '${category}' and state = 'on sale'
          order by price desc, id desc limit 20`,
      );
      const text = plan.rows.map((row) => row["QUERY PLAN"]).join("\n");
      expect(text).toContain("products_category_id_price_idx");
      expect(text).not.toContain("Sort");
      const [reference] = await database.sql<{ definition: string }>(
        "select pg_get_indexdef('catalog.products_category_id_idx'::regclass) as definition",
      );
      expect(reference?.definition).toContain("(category_id, id)");
    });
  });

  it("compares addresses without regard to their case in indexes too", async () => {
    const [index] = await database.sql<{ definition: string }>(
      "select pg_get_indexdef('catalog.products_contact_idx'::regclass) as definition",
    );
    expect(index?.definition).toContain(
      "(lower(contact), id) WHERE (lower(contact) <> 'nobody@example.org'::text)",
    );
  });

  it("keeps what a comment claims for a person out of the comparison", async () => {
    await withClient(database.url, async (client) => {
      const before = await introspect(client, ["catalog"]);
      await client.query("begin");
      await client.query("create index by_hand on catalog.products (weight)");
      expect(difference(await introspect(client, ["catalog"]), before).map((one) => one.sentence)).toEqual([
        "Drops the index by_hand of catalog.products.",
      ]);
      await client.query("comment on index catalog.by_hand is 'lintel: keep, for the monthly report'");
      expect(difference(await introspect(client, ["catalog"]), before)).toEqual([]);
      await client.query("rollback");
    });
  });
});
