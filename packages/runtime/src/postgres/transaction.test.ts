import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Db } from "../blueprint/index.js";
import { createTestDatabase } from "../testing/database.js";
import type { Transaction } from "./database.js";
import { openShop, type Shop } from "./fixture.js";

interface Rows {
  insert(values: object): Promise<{ id: string; version: number }>;
  insertMany(values: readonly object[]): Promise<{ id: string; name: string }[]>;
  get(id: string, options?: object): Promise<Record<string, unknown> | undefined>;
  find(options?: object): Promise<Record<string, unknown>[]>;
  count(where?: object): Promise<number>;
  update(id: string, changes: object, options?: object): Promise<Record<string, unknown> | undefined>;
  delete(id: string): Promise<boolean>;
}

let shop: Shop;
beforeAll(async () => {
  shop = await openShop(await createTestDatabase());
});
afterAll(() => shop.close());
beforeEach(async () => {
  await shop.test.sql("truncate catalog.products, catalog.categories, orders.purchases cascade");
});

const catalog = () => shop.database.service("catalog");
const repositories = (transaction: Transaction) =>
  transaction.db as Db<unknown> as unknown as { category: Rows; product: Rows; purchase: Rows };
const inCatalog = <T>(work: (transaction: Transaction) => Promise<T>) => catalog().transaction({}, work);
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "nothing",
    (error: { publicCode?: string; message: string }) => error.publicCode ?? error.message,
  );
const categories = () => shop.test.sql<{ name: string }>("select name from catalog.categories order by name");

describe("a transaction", () => {
  it("commits what its work did, and undoes it when the work throws", async () => {
    await inCatalog((t) => repositories(t).category.insert({ name: "Kept" }));
    const undone = inCatalog(async (t) => {
      await repositories(t).category.insert({ name: "Undone" });
      throw new Error("enough");
    });
    expect(await codeOf(undone)).toBe("enough");
    expect(await categories()).toEqual([{ name: "Kept" }]);
    const outcomes = shop.facts.flatMap((fact) =>
      fact.fact === "transaction.finished" ? [fact.outcome] : [],
    );
    expect(outcomes.slice(-2)).toEqual(["committed", "rolled back"]);
  });

  it("does not commit in silence after a statement failed whose error was swallowed", async () => {
    const work = inCatalog(async (t) => {
      const { category } = repositories(t);
      await category.insert({ name: "Twice" });
      await category.insert({ name: "Twice" }).catch(() => {});
      return "fine";
    });
    expect(await codeOf(work)).toBe("CATEGORY_EXISTS");
    expect(await categories()).toEqual([]);
  });

  it("says what broke it to every statement that follows", async () => {
    const codes: string[] = [];
    await inCatalog(async (t) => {
      const { category } = repositories(t);
      await category.insert({ name: "Twice" });
      codes.push(await codeOf(category.insert({ name: "Twice" })), await codeOf(category.count()));
    }).catch(() => {});
    expect(codes).toEqual(["CATEGORY_EXISTS", "CATEGORY_EXISTS"]);
  });

  it("refuses statements that come after its end", async () => {
    let kept: Transaction | undefined;
    await inCatalog(async (t) => {
      kept = t;
    });
    if (!kept) throw new Error("The work did not run.");
    expect(await codeOf(repositories(kept).category.insert({ name: "Late" }))).toBe("INTERNAL");
    expect(await categories()).toEqual([]);
  });

  it("reads one snapshot and refuses to write where it only reads", async () => {
    await inCatalog((t) => repositories(t).category.insert({ name: "Before" }));
    const counts = await catalog().transaction({ readOnly: true }, async (t) => {
      const first = await repositories(t).category.count();
      await inCatalog((other) => repositories(other).category.insert({ name: "Meanwhile" }));
      return [first, await repositories(t).category.count()];
    });
    expect(counts).toEqual([1, 1]);
    const writing = catalog().transaction({ readOnly: true }, (t) =>
      repositories(t).category.insert({ name: "x" }),
    );
    expect(await codeOf(writing)).toBe("INTERNAL");
  });

  it("is done again when it collides with another, and loses nothing", async () => {
    const made = await inCatalog((t) =>
      repositories(t).product.insertMany([
        { name: "One", price: "1.00" },
        { name: "Two", price: "1.00" },
      ]),
    );
    const [one, two] = made.map((row) => row.id);
    let waiting = 2;
    let open: () => void = () => {};
    const both = new Promise<void>((resolve) => {
      open = resolve;
    });
    const change = (first = "", second = "") =>
      inCatalog(async (t) => {
        const sql = t.db.sql;
        await sql`update products set stock = stock + 1 where id = ${first}`;
        waiting -= 1;
        if (waiting <= 0) open();
        await both;
        await sql`update products set stock = stock + 1 where id = ${second}`;
      });
    await Promise.all([change(one, two), change(two, one)]);
    expect(await shop.test.sql("select stock from catalog.products")).toEqual([{ stock: 2 }, { stock: 2 }]);
    const attempts = shop.facts.flatMap((fact) =>
      fact.fact === "transaction.finished" ? [fact.attempts] : [],
    );
    expect(Math.max(...attempts)).toBeGreaterThan(1);
  });

  it("gives up a collision that does not end, as a conflict", async () => {
    let tries = 0;
    const work = inCatalog(async (t) => {
      tries += 1;
      await t.db.sql`do $$ begin raise exception 'x' using errcode = '40001'; end $$`;
    });
    expect(await codeOf(work)).toBe("CONFLICT");
    expect(tries).toBe(3);
  });
});

describe("work as another service", () => {
  const whoAmI = async (t: Transaction) =>
    (
      await t.db.sql<{ role: string; path: string }>`
      select current_user as role, current_setting('search_path') as path`
    )[0];

  it("has that service's role and schema, and commits with the rest", async () => {
    const [catalogRole, ordersRole] = shop.model.services.map((service) => service.role);
    const seen = await inCatalog(async (t) => {
      const before = await whoAmI(t);
      await repositories(t).category.insert({ name: "Outer" });
      const inner = await t.as("orders", async (o) => {
        await o.db
          .sql`insert into purchases (id, product, quantity) values (gen_random_uuid(), gen_random_uuid(), 2)`;
        return whoAmI(o);
      });
      return [before, inner, await whoAmI(t)];
    });
    expect(seen).toEqual([
      { role: catalogRole, path: '"catalog"' },
      { role: ordersRole, path: '"orders"' },
      { role: catalogRole, path: '"catalog"' },
    ]);
    expect(await shop.test.sql("select quantity from orders.purchases")).toEqual([{ quantity: 2 }]);
  });

  it("cannot reach the tables of the one that called it", async () => {
    const work = inCatalog((t) => t.as("orders", (o) => o.db.sql`select * from catalog.categories`));
    expect(await codeOf(work)).toBe("INTERNAL");
  });

  it("undoes its own part alone when it throws, and gives the role back", async () => {
    const role = await inCatalog(async (t) => {
      await repositories(t).category.insert({ name: "Outer" });
      const inner = t.as("orders", async (o) => {
        await o.db
          .sql`insert into purchases (id, product, quantity) values (gen_random_uuid(), gen_random_uuid(), 1)`;
        await o.db.sql`select 1 / 0`;
      });
      expect(await codeOf(inner)).toBe("INPUT_INVALID");
      return (await whoAmI(t))?.role;
    });
    expect(role).toBe(shop.model.services[0]?.role);
    expect(await categories()).toEqual([{ name: "Outer" }]);
    expect(await shop.test.sql("select * from orders.purchases")).toEqual([]);
  });

  it("lets no statement of the caller run with the other's role", async () => {
    const roles = await inCatalog(async (t) => {
      const both = await Promise.all([
        t.as("orders", async (o) => [await whoAmI(o), await whoAmI(o)]),
        whoAmI(t),
        t.as("orders", async (o) => [await whoAmI(o)]),
        whoAmI(t),
      ]);
      return both.flat().map((each) => each?.path);
    });
    expect(roles).toEqual(['"orders"', '"orders"', '"catalog"', '"orders"', '"catalog"']);
  });

  it("is refused between databases", async () => {
    const { database } = shop.open({
      urls: { catalog: shop.test.url, orders: shop.test.url.replace(/\/\w+$/, "/other") },
    });
    const work = database.service("catalog").transaction({}, (t) => t.as("orders", async () => {}));
    await expect(work).rejects.toThrow("different databases");
    await database.close(0);
  });
});

describe("repositories", () => {
  it("take and give rows as objects, private fields too", async () => {
    await inCatalog(async (t) => {
      const { product, category } = repositories(t);
      const { id: tools } = await category.insert({ name: "Tools" });
      const saw = await product.insert({
        name: "Saw",
        price: "19.90",
        category: tools,
        secret: "hidden",
        tags: ["a"],
        amounts: ["1.500"],
        settings: { deep: [1, "two", null] },
        seenAt: "2026-11-23T09:30:00.5Z",
        serial: "9007199254740993",
      });
      expect(saw).toMatchObject({
        price: "19.90",
        secret: "hidden",
        tags: ["a"],
        amounts: ["1.500"],
        settings: { deep: [1, "two", null] },
        seenAt: "2026-11-23T09:30:00.5Z",
        serial: "9007199254740993",
        stock: 0,
        isActive: true,
        version: 1,
      });
      expect(await product.get(saw.id, { lock: "update" })).toEqual(saw);
      expect(await product.find({ where: { price: { lt: "20" } }, sort: ["-price"] })).toEqual([saw]);
      expect(await product.find({ where: { price: { gt: "20" } } })).toEqual([]);
      expect(await product.count({ category: tools })).toBe(1);
      expect(await product.update(saw.id, { stock: 4 }, { ifVersion: 1 })).toMatchObject({
        stock: 4,
        version: 2,
      });
      expect(await codeOf(product.update(saw.id, { stock: 5 }, { ifVersion: 1 }))).toBe("VERSION_MISMATCH");
      expect(await product.delete(saw.id)).toBe(true);
      expect(await product.delete(saw.id)).toBe(false);
      expect(await product.get(saw.id)).toBeUndefined();
      expect(await product.update(saw.id, { stock: 1 })).toBeUndefined();
      expect(await product.find({ where: { deletedAt: { isNull: false } } })).toHaveLength(1);
    });
  });

  it("insert more rows than one statement takes, in their order", async () => {
    const many = Array.from({ length: 7_000 }, (_, at) => ({ name: `Item ${at}`, price: "1.00" }));
    const rows = await inCatalog((t) => repositories(t).product.insertMany(many));
    expect(rows.map((row) => row.name)).toEqual(many.map((row) => row.name));
    expect(await shop.test.sql("select count(*)::int as count from catalog.products")).toEqual([
      { count: 7_000 },
    ]);
  });

  it("run plain SQL with values of every type in and out", async () => {
    const rows = await inCatalog(
      (t) => t.db.sql`
        select ${"it's"}::text as text, ${7}::int as whole, ${"9007199254740993"}::bigint as large, ${"1.50"}::numeric as exact,
               ${true}::boolean as truth, ${{ a: [1] }}::jsonb as json, ${["a", 'b"', null, "\\"]}::text[] as list,
               ${[1, 2]}::int[] as numbers, ${[["a"], ["b"]]}::text[] as grid,
               ${"2026-01-01T12:00:00+02"}::timestamptz as moment, ${null}::text as nothing`,
    );
    expect(rows).toEqual([
      {
        text: "it's",
        whole: 7,
        large: "9007199254740993",
        exact: "1.50",
        truth: true,
        json: { a: [1] },
        list: ["a", 'b"', null, "\\"],
        numbers: [1, 2],
        grid: [["a"], ["b"]],
        moment: "2026-01-01T10:00:00Z",
        nothing: null,
      },
    ]);
  });
});
