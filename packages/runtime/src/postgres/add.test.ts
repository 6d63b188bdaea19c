import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Db } from "../blueprint/index.js";
import { createTestDatabase } from "../testing/database.js";
import type { Transaction } from "./database.js";
import { openShop, type Shop } from "./fixture.js";

interface Rows {
  add(values: object): string;
  addMany(values: readonly object[]): string[];
  insert(values: object): Promise<{ id: string }>;
  find(options?: object): Promise<{ id: string; name: string }[]>;
}

let shop: Shop;
beforeAll(async () => {
  shop = await openShop(await createTestDatabase());
});
afterAll(() => shop.close());
beforeEach(async () => {
  await shop.test.sql("truncate catalog.products, catalog.categories, orders.purchases cascade");
});

const rowsOf = (transaction: Transaction) =>
  transaction.db as Db<unknown> as unknown as { category: Rows; product: Rows };
const within =
  (service: string) =>
  <T>(work: (transaction: Transaction) => Promise<T>) =>
    shop.database.service(service).transaction({}, work);
const inCatalog = within("catalog");
const inOrders = within("orders");
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "nothing",
    (error: { publicCode?: string; message: string }) => error.publicCode ?? error.message,
  );
const names = async () =>
  (await shop.test.sql<{ name: string }>("select name from catalog.categories order by name")).map(
    ({ name }) => name,
  );

describe("rows that are added", () => {
  it("are there once the transaction has ended well, under the ids that were given back", async () => {
    const ids = await inCatalog(async (t) => {
      const { category, product } = rowsOf(t);
      const shelf = category.add({ name: "Shelf" });
      return [
        shelf,
        ...product.addMany([
          { name: "Saw", price: "1.00", category: shelf },
          { name: "Hammer", price: "2.00", category: shelf, description: "heavy" },
        ]),
      ];
    });
    const found = await shop.test.sql<{ id: string; name: string }>(
      `select id, name from catalog.categories
        union all
       (select p.id, p.name from catalog.products p join catalog.categories c on c.id = p.category_id)
        order by name desc`,
    );
    expect(found.map(({ name }) => name)).toEqual(["Shelf", "Saw", "Hammer"]);
    expect(found.map(({ id }) => id)).toEqual(ids);
  });

  it("are seen by what is asked for after them", async () => {
    const seen = await inCatalog(async (t) => {
      rowsOf(t).category.add({ name: "Shelf" });
      return rowsOf(t).category.find();
    });
    expect(seen.map(({ name }) => name)).toEqual(["Shelf"]);
  });

  it("are as many as there may be, none included", async () => {
    const many = Array.from({ length: 7_000 }, (_, at) => ({ name: `Product ${at}`, price: "1.00" }));
    const ids = await inCatalog(async (t) => [
      ...rowsOf(t).product.addMany([]),
      ...rowsOf(t).product.addMany(many),
    ]);
    const [counted] = await shop.test.sql<{ count: number }>(
      "select count(*)::integer from catalog.products where id = any($1)",
      [ids],
    );
    expect(counted?.count).toBe(7_000);
  });

  it("are refused at once where a value is not valid", async () => {
    const work = inCatalog(async (t) => {
      expect(() => rowsOf(t).category.add({ name: 7 })).toThrow(
        expect.objectContaining({ code: "INPUT_INVALID" }),
      );
      rowsOf(t).category.add({ name: "Shelf" });
    });
    expect(await codeOf(work)).toBe("nothing");
    expect(await names()).toEqual(["Shelf"]);
  });

  it("undo everything where the database refuses one of them, at the end or before", async () => {
    const atTheEnd = inCatalog(async (t) => {
      rowsOf(t).category.addMany([{ name: "Other" }, { name: "Twice" }]);
      rowsOf(t).category.add({ name: "Twice" });
      rowsOf(t).category.add({ name: "Third" });
      return "fine";
    });
    expect(await codeOf(atTheEnd)).toBe("CATEGORY_EXISTS");
    const before = inCatalog(async (t) => {
      rowsOf(t).category.addMany([{ name: "Twice" }, { name: "Twice" }]);
      await rowsOf(t).category.find();
    });
    expect(await codeOf(before)).toBe("CATEGORY_EXISTS");
    expect(await names()).toEqual([]);
  });

  it("are gone with the work that throws", async () => {
    const work = inCatalog(async (t) => {
      rowsOf(t).category.add({ name: "Undone" });
      throw new Error("enough");
    });
    expect(await codeOf(work)).toBe("enough");
    expect(await names()).toEqual([]);
  });

  it("are not lost where other work goes on meanwhile, behind which they have to wait", async () => {
    await inCatalog(async (t) => {
      const other = t.as("orders", (inner) => inner.run({ text: "select pg_sleep(0.05)", values: [] }));
      rowsOf(t).category.add({ name: "Meanwhile" });
      await other;
    });
    expect(await names()).toEqual(["Meanwhile"]);
    const refused = inCatalog(async (t) => {
      const other = t.as("orders", (inner) => inner.run({ text: "select pg_sleep(0.05)", values: [] }));
      rowsOf(t).category.add({ name: "Meanwhile" });
      await other;
    });
    expect(await codeOf(refused)).toBe("CATEGORY_EXISTS");
  });
});

describe("rows that a call of another service adds", () => {
  it("are refused to the call alone, which its caller may go on without", async () => {
    const caught = await inOrders(async (t) => {
      await t.as("catalog", async (inner) => {
        rowsOf(inner).category.add({ name: "Twice" });
      });
      return codeOf(
        t.as("catalog", async (inner) => {
          rowsOf(inner).category.addMany([{ name: "Never" }, { name: "Twice" }]);
        }),
      );
    });
    expect(caught).toMatch(/_EXISTS$/);
    expect(await names()).toEqual(["Twice"]);
  });
});

it("the fault of a row is that of the transaction that added it, not of the one behind it", async () => {
  const few = shop.open({ urls: shop.test.url, connections: { transactions: 1 } }).database;
  const add = (name: string) =>
    codeOf(
      few.service("catalog").transaction({}, async (t) => {
        rowsOf(t).category.add({ name });
      }),
    );
  const outcomes = await Promise.all(["a", "b", "a", "c", "b", "d"].map(add));
  await few.close(1_000);
  expect(outcomes).toEqual([
    "nothing",
    "nothing",
    "CATEGORY_EXISTS",
    "nothing",
    "CATEGORY_EXISTS",
    "nothing",
  ]);
  expect(await names()).toEqual(["a", "b", "c", "d"]);
});
