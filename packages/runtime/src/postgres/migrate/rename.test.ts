import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { resolve, type SystemModel } from "../../blueprint/index.js";
import {
  by,
  check,
  decimal,
  entity,
  integer,
  reference,
  search,
  service,
  system,
  text,
  timestamp,
} from "../../index.js";
import { createTestDatabase, type TestDatabase, testServerUrl } from "../../testing/database.js";
import { differsFromFresh } from "./cases/differs-from-fresh.js";
import { diff, migrate, push, status, writeMigrations } from "./index.js";

let database: TestDatabase;
let directory: string;
beforeEach(async () => {
  database = await createTestDatabase();
  directory = await mkdtemp(join(tmpdir(), "lintel-rename-"));
});
afterEach(async () => {
  await database.drop();
  await rm(directory, { recursive: true });
});

type Fields = Parameters<typeof entity>[0];

function modelOf(fields: Fields, options: object = {}): SystemModel {
  const entities = { category: entity({ label: text() }), product: entity(fields, options) };
  return resolve(system("renametest", { version: 1, services: [service("catalog", { entities })] }));
}

/** Writes the migration to a blueprint, and gives its text; empty where there is nothing to write. */
async function write(model: SystemModel, allow: readonly string[] = []): Promise<string> {
  const { files, refused } = await diff({ url: testServerUrl(), model, directory, allow });
  expect(refused.map((one) => one.subject)).toEqual([]);
  await writeMigrations(files);
  return files.map((file) => readFileSync(file.path, "utf8")).join("\n");
}

async function migrateTo(model: SystemModel, allow: readonly string[] = []): Promise<string> {
  const written = await write(model, allow);
  await migrate({ url: database.url, model, directory });
  return written;
}

const rows = <R extends object>(sql: string, ...values: unknown[]) => database.sql<R>(sql, values);

describe("a renamed field", { timeout: 120_000 }, () => {
  const name = text({ max: 100 }).unique();
  const before = modelOf({ name, stock: integer() }, { indexes: [by("name", "stock"), search(["name"])] });
  const later = { indexes: [by("title", "stock"), search(["title"])] };
  const between = modelOf({ title: name.renamedFrom("name"), stock: integer() }, later);
  const after = modelOf({ title: name, stock: integer() }, later);

  it("has both names until the blueprint says the old one no longer, then the new one only", async () => {
    await migrateTo(before);
    await rows(
      "insert into catalog.products (id, name, stock) select gen_random_uuid(), 'p' || n, n from generate_series(1, 2500) n",
    );
    const expanding = await migrateTo(between);
    expect(expanding).toContain("-- lintel: backfill table=catalog.products key=id");
    expect(await write(between)).toBe("");
    expect(
      await rows("select from catalog.products where title is distinct from name or version > 1"),
    ).toEqual([]);

    const refused = await diff({ url: testServerUrl(), model: after, directory });
    expect(refused.refused.map((one) => one.subject)).toEqual(["catalog.products.name"]);
    const contracting = await migrateTo(after, ["catalog.products.name"]);
    expect(contracting).toMatch(
      /do \$lintel\$\nbegin\n {2}drop trigger [^;]*;\n {2}alter table [^;]*drop column "name";\nend/,
    );
    expect(await differsFromFresh(database, after, await createTestDatabase())).toEqual([]);
    expect(await write(after)).toBe("");
    expect(await rows("select count(*)::int as n from catalog.products where title like 'p%'")).toEqual([
      { n: 2500 },
    ]);
  });

  it("goes back to the old name too", async () => {
    await migrateTo(before);
    await rows("insert into catalog.products (id, name, stock) values (gen_random_uuid(), 'a', 1)");
    await migrateTo(between);
    await rows("update catalog.products set title = 'b'");
    await migrateTo(before, ["catalog.products.title"]);
    expect(await differsFromFresh(database, before, await createTestDatabase())).toEqual([]);
    expect(await rows("select name from catalog.products")).toEqual([{ name: "b" }]);
  });

  it("says the same under both names, whichever is written", async () => {
    await migrateTo(before);
    await migrateTo(between);
    const [row] = await rows<{ id: string }>(
      "insert into catalog.products (id, name, stock) values (gen_random_uuid(), 'old', 1) returning *",
    );
    expect(row).toMatchObject({ name: "old", title: "old", version: 1 });
    const change = async (set: string) =>
      (
        await rows(`update catalog.products set ${set} where id = $1 returning name, title, version`, row?.id)
      )[0];
    expect(await change("name = 'older'")).toEqual({ name: "older", title: "older", version: 2 });
    expect(await change("title = 'new'")).toEqual({ name: "new", title: "new", version: 3 });
    expect(await change("title = 'both', name = 'both'")).toEqual({
      name: "both",
      title: "both",
      version: 4,
    });
    expect(await change("title = 'this', name = 'that'")).toEqual({
      name: "this",
      title: "this",
      version: 5,
    });
    expect(await change("stock = 2")).toEqual({ name: "this", title: "this", version: 6 });
    const made = await rows(
      "insert into catalog.products (id, title, stock) values (gen_random_uuid(), 'new', 1) returning name, title, version",
    );
    expect(made).toEqual([{ name: "new", title: "new", version: 1 }]);
    await expect(rows("update catalog.products set name = null where id = $1", row?.id)).rejects.toThrow(
      /null/,
    );
    await expect(rows("update catalog.products set name = 'new' where id = $1", row?.id)).rejects.toThrow(
      /unique/,
    );
  });

  it("is added as any other where nothing had the old name, and in a fresh database", async () => {
    expect(await migrateTo(between)).not.toContain("lintel: backfill");
    expect(
      await rows(
        "select from information_schema.columns where table_schema = 'catalog' and column_name = 'name'",
      ),
    ).toEqual([]);
  });

  it("keeps defaults and nulls apart from what a program says", async () => {
    const size = text().default("M");
    const note = text().optional();
    await migrateTo(modelOf({ size, note }));
    await migrateTo(
      modelOf({ format: text().default("L").renamedFrom("size"), remark: note.renamedFrom("note") }),
    );
    const insert = async (columns: string, values: string) =>
      (
        await rows(
          `insert into catalog.products (id${columns}) values (gen_random_uuid()${values}) returning size, format, note, remark`,
        )
      )[0];
    const same = (one: string, other: string | null) => ({
      size: one,
      format: one,
      note: other,
      remark: other,
    });
    expect(await insert(", size, note", ", 'S', 'n'")).toEqual(same("S", "n"));
    expect(await insert(", format, remark", ", 'S', 'n'")).toEqual(same("S", "n"));
    expect(await insert(", size", ", 'M'")).toEqual(same("L", null));
    expect(await insert("", "")).toEqual(same("L", null));
    expect(await insert(", note", ", null")).toEqual(same("L", null));
    await rows("update catalog.products set remark = 'x'");
    expect(await rows("update catalog.products set remark = null returning note")).toEqual(
      Array.from({ length: 5 }, () => ({ note: null })),
    );
  });

  it("is held to its new rules only, where they differ from the old ones", async () => {
    await migrateTo(modelOf({ name: text({ max: 5 }).unique(), low: integer().optional() }));
    const wider = modelOf({
      title: text({ max: 50 }).renamedFrom("name").optional(),
      least: integer({ min: 0 }).renamedFrom("low"),
    });
    await rows("insert into catalog.products (id, name, low) values (gen_random_uuid(), 'a', 1)");
    await migrateTo(wider);
    expect(await write(wider)).toBe("");
    for (const title of ["longer than before", "longer than before", null]) {
      await rows("insert into catalog.products (id, title, least) values (gen_random_uuid(), $1, 1)", title);
    }
    await rows("insert into catalog.products (id, name) values (gen_random_uuid(), 'old')");
    await rows("update catalog.products set least = 0 where least is null");
    const done = modelOf({ title: text({ max: 50 }).optional(), least: integer({ min: 0 }) });
    await migrateTo(done, ["catalog.products.name", "catalog.products.low"]);
    expect(await differsFromFresh(database, done, await createTestDatabase())).toEqual([]);
  });

  it("may be a reference, and stand in a check over fields", async () => {
    const rule = (low: string) => ({ checks: [check("order", { [low]: { lt: 100 } })] });
    await migrateTo(modelOf({ group: reference("category"), low: integer() }, rule("low")));
    const [category] = await rows<{ id: string }>(
      "insert into catalog.categories (id, label) values (gen_random_uuid(), 'c') returning id",
    );
    await rows(
      "insert into catalog.products (id, group_id, low) values (gen_random_uuid(), $1, 1)",
      category?.id,
    );
    const changed = modelOf(
      { category: reference("category").renamedFrom("group"), least: integer().renamedFrom("low") },
      rule("least"),
    );
    await migrateTo(changed);
    expect(await write(changed)).toBe("");
    expect(await rows("select category_id, least from catalog.products")).toEqual([
      { category_id: category?.id, least: 1 },
    ]);
    await expect(rows("update catalog.products set low = 200")).rejects.toThrow(/order/);
    const done = modelOf({ category: reference("category"), least: integer() }, rule("least"));
    await migrateTo(done, ["catalog.products.group_id", "catalog.products.low"]);
    expect(await differsFromFresh(database, done, await createTestDatabase())).toEqual([]);
  });
});

describe("a field of another type", { timeout: 120_000 }, () => {
  const before = modelOf({ price: integer(), code: text().optional(), seen: timestamp().optional() });
  const exact = decimal({ precision: 12, scale: 2 }).column("price_exact");
  const between = modelOf({
    price: exact.renamedFrom("price"),
    code: integer().optional().column("code_number").renamedFrom("code"),
    seen: timestamp().optional(),
  });
  const after = modelOf({
    price: exact,
    code: integer().optional().column("code_number"),
    seen: timestamp().optional(),
  });

  it("has a column of its own beside the old one, with the value in each one's type", async () => {
    await migrateTo(before);
    await rows(
      "insert into catalog.products (id, price, code) values (gen_random_uuid(), 5, '007'), (gen_random_uuid(), 6, null)",
    );
    await migrateTo(between);
    const all = "select price, price_exact, code, code_number from catalog.products order by price";
    expect(await rows(all)).toEqual([
      { price: 5, price_exact: "5.00", code: "007", code_number: 7 },
      { price: 6, price_exact: "6.00", code: null, code_number: null },
    ]);
    await rows("update catalog.products set price_exact = 5.25 where price = 5");
    await rows("update catalog.products set price = 5, code = '8' where price = 5");
    await rows("update catalog.products set price = 7 where price = 6");
    expect(await rows(all)).toEqual([
      { price: 5, price_exact: "5.25", code: "8", code_number: 8 },
      { price: 7, price_exact: "7.00", code: null, code_number: null },
    ]);
    await migrateTo(after, ["catalog.products.price", "catalog.products.code"]);
    expect(await differsFromFresh(database, after, await createTestDatabase())).toEqual([]);
  });

  it("stops where a value does not read as the new type, names the row, and goes on when it is mended", async () => {
    await migrateTo(before);
    await rows(
      "insert into catalog.products (id, price, code) select gen_random_uuid(), n, n::text from generate_series(1, 1500) n",
    );
    const [odd] = await rows<{ id: string }>(
      "update catalog.products set code = 'x7' where price = 900 returning id",
    );
    await expect(migrateTo(between)).rejects.toMatchObject({
      code: "MIGRATION_FAILED",
      message: expect.stringMatching(
        new RegExp(
          `the backfill cannot do the row "id" = '${odd?.id}' of "catalog"\\."products"\\. code to code_number: invalid input syntax for type integer: "x7" \\(22P02\\)`,
        ),
      ),
    });
    const told = await status({ url: database.url, model: between, directory });
    expect(told.services[0]?.pending).toHaveLength(1);
    const [progress] = told.underWay;
    expect(progress).toMatchObject({ migration: { service: "catalog" }, done: 7 });
    expect(progress?.total).toBeGreaterThan(6);
    await rows("update catalog.products set code = '7' where id = $1", odd?.id);
    await migrate({ url: database.url, model: between, directory });
    expect(await rows("select from catalog.products where code::int is distinct from code_number")).toEqual(
      [],
    );
  });

  it("is converted as the migration says, where a person edited it", async () => {
    await migrateTo(before);
    await rows("insert into catalog.products (id, price, code) values (gen_random_uuid(), 5, 'no 7')");
    const { files } = await diff({ url: testServerUrl(), model: between, directory });
    const edited = files.map((file) => ({
      ...file,
      text: file.text.replace('new."code"::text::integer', `substring(new."code" from '\\d+')::integer`),
    }));
    expect(edited[0]?.text).not.toBe(files[0]?.text);
    await writeMigrations(edited);
    await migrate({ url: database.url, model: between, directory });
    expect(await rows("select code, code_number from catalog.products")).toEqual([
      { code: "no 7", code_number: 7 },
    ]);
    expect(await write(between)).toBe("");
  });
});

describe("a renamed entity", { timeout: 120_000 }, () => {
  const shape = {
    name: text({ max: 100 }).unique(),
    stock: integer({ min: 0 }),
    group: reference("category"),
  };
  const called = (name: "product" | "item", shape: Fields, options: object = {}) =>
    resolve(
      system("renametest", {
        version: 1,
        services: [
          service("catalog", {
            entities: {
              category: entity({ label: text() }),
              [name]: entity(shape, { indexes: [by("stock"), search(["name"])], ...options }),
              line: entity({ of: reference(name) }),
            } as never,
          }),
        ],
      }),
    );
  const before = called("product", shape);
  const between = called("item", shape, { renamedFrom: "product" });
  const after = called("item", shape);

  async function fill(): Promise<string | undefined> {
    const [category] = await rows<{ id: string }>(
      "insert into catalog.categories (id, label) values (gen_random_uuid(), 'c') returning id",
    );
    await rows(
      "insert into catalog.products (id, name, stock, group_id) values (gen_random_uuid(), 'a', 1, $1)",
      category?.id,
    );
    await rows("insert into catalog.lines (id, of_id) select gen_random_uuid(), id from catalog.products");
    return category?.id;
  }

  it("has both names until the blueprint says the old one no longer", async () => {
    await migrateTo(before);
    const category = await fill();
    await rows("set role renametest_catalog");
    const written = await write(between);
    expect(written).toContain("-- lintel: with privileges");
    await migrate({ url: database.url, model: between, directory });
    expect(await write(between)).toBe("");
    for (const table of ["products", "items"]) {
      await rows(
        `insert into catalog.${table} (id, name, stock, group_id) values (gen_random_uuid(), $1, 2, $2)`,
        table,
        category,
      );
      expect(
        await rows(`update catalog.${table} set stock = stock + 1 where name = 'a' returning stock`),
      ).toHaveLength(1);
      expect(await rows(`select from catalog.${table} where name = $1 for update`, table)).toHaveLength(1);
    }
    expect(await rows("select stock, version from catalog.items where name = 'a'")).toEqual([
      { stock: 3, version: 3 },
    ]);
    await expect(rows("update catalog.products set stock = -1")).rejects.toMatchObject({
      constraint: "items_stock_range_check",
    });
    await rows("reset role");
    expect(await migrateTo(after)).toContain('drop view "catalog"."products"');
    expect(await differsFromFresh(database, after, await createTestDatabase())).toEqual([]);
    expect(await write(after)).toBe("");
    expect(await rows("select from catalog.lines l join catalog.items i on i.id = l.of_id")).toHaveLength(1);
  });

  it("goes back to the old name, and keeps its rows", async () => {
    await migrateTo(before);
    await fill();
    await migrateTo(between);
    const back = called("product", shape, { renamedFrom: "item" });
    await migrateTo(back);
    await migrateTo(before);
    expect(await differsFromFresh(database, before, await createTestDatabase())).toEqual([]);
    expect(await rows("select name from catalog.products")).toEqual([{ name: "a" }]);
  });

  it("may have renamed fields as well", async () => {
    const renamed = (title: object) => ({
      title: title as ReturnType<typeof text>,
      stock: shape.stock,
      group: shape.group,
    });
    const options = { indexes: [by("stock"), search(["title"])] };
    await migrateTo(called("product", shape, { indexes: [by("stock")] }));
    await fill();
    await migrateTo(
      called("item", renamed(shape.name.renamedFrom("name")), {
        indexes: [by("stock")],
        renamedFrom: "product",
      }),
    );
    expect(await rows("select name, title from catalog.items")).toEqual([{ name: "a", title: "a" }]);
    const done = called("item", renamed(shape.name), options);
    await migrateTo(done, ["catalog.items.name"]);
    expect(await differsFromFresh(database, done, await createTestDatabase())).toEqual([]);
  });

  it("is renamed at once in development, and the file is adopted there", async () => {
    await migrateTo(before);
    await fill();
    const url = database.url;
    const fields = { title: shape.name.renamedFrom("name"), stock: shape.stock, group: shape.group };
    const options = { indexes: [by("stock"), search(["title"])], renamedFrom: "product" };
    const both = called("item", fields, options);
    const pushed = await push({ url, model: both });
    expect(pushed.changes.filter(({ losesData }) => losesData)).toEqual([]);
    expect(await rows("select title from catalog.items")).toEqual([{ title: "a" }]);
    await write(both);
    expect((await migrate({ url, model: both, directory })).adopted).toHaveLength(1);
    expect((await push({ url, model: both })).changes).toEqual([]);
  });
});
