import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { resolve, type SystemModel } from "../../blueprint/index.js";
import { by, entity, integer, reference, search, service, system, text } from "../../index.js";
import { createTestDatabase, type TestDatabase, testServerUrl } from "../../testing/database.js";
import { withClient } from "./connect.js";
import { diff, type MigrationProgress, migrate, push, reset, status, writeMigrations } from "./index.js";
import { withScratch } from "./scratch.js";

let database: TestDatabase;
let directory: string;
beforeEach(async () => {
  database = await createTestDatabase();
  directory = await mkdtemp(join(tmpdir(), "lintel-migrate-"));
});
afterEach(async () => {
  await database.drop();
  await rm(directory, { recursive: true });
});

const category = entity({ name: text({ max: 100 }).unique() });
const product = {
  name: text({ max: 200 }),
  stock: integer({ min: 0 }).default(0),
  category: reference("category"),
};
const order = entity({ note: text() });

function modelOf(products: object = product, options: object = {}): SystemModel {
  const catalog = service("catalog", {
    entities: { category, product: entity(products as typeof product, options) },
  });
  const orders = service("orders", { entities: { order } });
  return resolve(system("migratetest", { version: 1, services: [catalog, orders] }));
}

const first = modelOf();
const second = modelOf(
  { ...product, size: text().default("M") },
  { softDelete: true, indexes: [by("stock"), search(["name"])] },
);
const without = modelOf({ name: text({ max: 200 }), category: reference("category") });

async function writeDiff(model: SystemModel, allow: readonly string[] = []): Promise<readonly string[]> {
  const { files } = await diff({ url: testServerUrl(), model, directory, allow });
  await writeMigrations(files);
  return files.map((file) => file.path.slice(directory.length + 1));
}

async function writeSql(path: string, sql: string): Promise<void> {
  await mkdir(join(directory, path, ".."), { recursive: true });
  await writeFile(join(directory, path), sql);
}

const run = (model: SystemModel) => migrate({ url: database.url, model, directory });
const names = (files: readonly { service: string; name: string }[]) =>
  files.map((file) => `${file.service}/${file.name}`);
const scratchDatabases = () =>
  database.sql("select datname from pg_database where starts_with(datname, 'lintel_scratch_')");

describe("migrations", () => {
  it("are written from the blueprint, applied once, and then nothing differs", async () => {
    expect(await writeDiff(first)).toEqual(["catalog/0001_initial.sql", "orders/0001_initial.sql"]);
    expect((await diff({ url: testServerUrl(), model: first, directory })).changes).toEqual([]);
    expect(names((await run(first)).applied)).toEqual(["catalog/0001_initial", "orders/0001_initial"]);
    expect(await run(first)).toEqual({ applied: [], adopted: [], unpublished: [] });
    expect(await writeDiff(second)).toEqual(["catalog/0002_products.sql"]);
    await run(second);
    const { services, drift } = await status({ url: database.url, model: second, directory });
    expect(services.map((one) => [one.service, one.applied.length, one.pending.length])).toEqual([
      ["catalog", 2, 0],
      ["orders", 1, 0],
    ]);
    expect(drift).toEqual({ kind: "compared", changes: [], privileges: [] });
    expect((await push({ url: database.url, model: second })).changes).toEqual([]);
  });

  it("read well: a header in sentences, then a statement a paragraph", async () => {
    await writeDiff(first);
    const lines = (await readFile(join(directory, "catalog/0001_initial.sql"), "utf8")).split("\n");
    expect(lines[0]).toBe("-- catalog: 0001_initial");
    expect(lines[1]).toMatch(/^-- checksum: [0-9a-f]{64}$/);
    expect(lines.slice(2, 7)).toEqual([
      "--",
      "-- Creates the schema catalog.",
      "-- Creates the function catalog.lintel_touch.",
      "-- Creates the table catalog.categories.",
      "-- Creates the table catalog.products.",
    ]);
    const table = lines.indexOf('create table "catalog"."products" (');
    expect(lines.slice(table, table + 12)).toEqual([
      'create table "catalog"."products" (',
      '  "id"          uuid        not null,',
      '  "name"        text        not null,',
      '  "stock"       integer     not null default 0,',
      '  "category_id" uuid        not null,',
      '  "created_at"  timestamptz not null default now(),',
      '  "updated_at"  timestamptz not null default now(),',
      '  "version"     integer     not null default 1,',
      '  constraint "products_pkey" primary key ("id"),',
      '  constraint "products_name_length_check" check (char_length("name") <= 200),',
      '  constraint "products_stock_range_check" check ("stock" >= 0)',
      ");",
    ]);
  });

  it("refuse to lose data until the column is named", async () => {
    await writeDiff(first);
    const refused = await diff({ url: testServerUrl(), model: without, directory });
    expect(refused.refused.map((change) => change.subject)).toEqual(["catalog.products.stock"]);
    expect(refused.files).toEqual([]);
    expect(await writeDiff(without, ["catalog.products.stock"])).toEqual(["catalog/0002_products.sql"]);
    expect(await readFile(join(directory, "catalog/0002_products.sql"), "utf8")).toContain(
      "--   Loses data.",
    );
    await run(without);
  });

  it("drop a service that is gone from the blueprint only where that is allowed", async () => {
    await writeDiff(first);
    await run(first);
    const catalog = service("catalog", { entities: { category, product: entity(product) } });
    const alone = resolve(system("migratetest", { version: 1, services: [catalog] }));
    expect((await diff({ url: testServerUrl(), model: alone, directory })).refused).toHaveLength(1);
    expect(await writeDiff(alone, ["orders"])).toEqual(["orders/0002_orders.sql"]);
    await run(alone);
    expect(await database.sql("select from pg_namespace where nspname = 'orders'")).toEqual([]);
    expect((await diff({ url: testServerUrl(), model: alone, directory })).changes).toEqual([]);
  });

  it("are applied by one of two that run at once, while the other waits and finds nothing to do", async () => {
    await writeDiff(first);
    await writeSql("catalog/0002_slow.sql", "select pg_sleep(0.5);");
    const waited: MigrationProgress[] = [];
    const onProgress = (progress: MigrationProgress) => {
      if (progress.kind === "waiting") waited.push(progress);
    };
    const one = () => migrate({ url: database.url, model: first, directory, onProgress });
    const results = await Promise.all([one(), one(), one()]);
    expect(results.map((result) => result.applied.length).sort()).toEqual([0, 0, 3]);
    expect(waited.length).toBeGreaterThan(0);
  });

  it("leave nothing half done when one fails, and say file, line, message and statement", async () => {
    await writeDiff(first);
    const path = "catalog/0002_broken.sql";
    await writeSql(
      path,
      "-- header\ncreate table half (id int);\n\ninsert into half\nvalues (1),\n  (nothing);\n",
    );
    const failed = run(first);
    await expect(failed).rejects.toMatchObject({
      code: "MIGRATION_FAILED",
      message: `${join(directory, path)}:6: column "nothing" does not exist (42703)\n  insert into half\n  values (1),\n    (nothing)`,
    });
    expect(await database.sql("select to_regclass('catalog.half') as half")).toEqual([{ half: null }]);
    expect(await database.sql("select service, number from lintel.migrations")).toEqual([
      { service: "catalog", number: 1 },
    ]);
    await writeSql(path, "create table half (id int);\n");
    expect(names((await run(first)).applied)).toEqual(["catalog/0002_broken", "orders/0001_initial"]);
  });

  it("can do without a transaction, and then say what has happened", async () => {
    await writeDiff(first);
    const header = "-- lintel: no transaction\n";
    await writeSql(
      "catalog/0002_index.sql",
      `${header}create index concurrently by_stock on products (stock);\nselect 1 / 0;\n`,
    );
    await expect(run(first)).rejects.toThrow("what stands before line 3 has happened");
    await writeSql("catalog/0002_index.sql", `${header}drop index concurrently by_stock;\n`);
    await run(first);
  });

  it("step back from a lock that is taken, tell who holds it, and go on when it is free", async () => {
    await writeDiff(first);
    await run(first);
    await writeSql(
      "catalog/0002_steps.sql",
      "-- lintel: one statement at a time\n\nalter table products add column one int;\n\nalter table categories add column two int;\n",
    );
    const patience = { lock: 200, budget: 1_500 };
    const blocked: string[] = [];
    await withClient(database.url, async (other) => {
      await other.query("begin");
      await other.query("select count(*) as taken from catalog.categories");
      await expect(migrate({ url: database.url, model: first, directory, patience })).rejects.toMatchObject({
        code: "MIGRATION_BLOCKED",
        message: expect.stringMatching(
          /0002_steps\.sql:5: waited .* attempts\. In the way:\n {2}pid \d+, \d+ s in its transaction \(idle in transaction\): select count\(\*\) as taken from catalog\.categories/,
        ),
      });
      expect(await database.sql("select position, state from lintel.migration_progress")).toEqual([
        { position: 0, state: "done" },
      ]);
      const onProgress = (progress: MigrationProgress) => {
        if (progress.kind !== "blocked") return;
        blocked.push(...progress.by);
        if (blocked.length > 0) void other.query("rollback");
      };
      const { applied } = await migrate({
        url: database.url,
        model: first,
        directory,
        patience: { ...patience, lock: 300, budget: 60_000 },
        onProgress,
      });
      expect(names(applied)).toEqual(["catalog/0002_steps"]);
    });
    expect(blocked[0]).toMatch(/^pid \d+, \d+ s in its transaction/);
    expect(await database.sql("select from lintel.migration_progress")).toEqual([]);
    expect(await database.sql("select one, two from catalog.products, catalog.categories")).toEqual([]);
  });

  it("build an index again that was left invalid, and take one for done that was built before a crash", async () => {
    await writeDiff(first);
    await run(first);
    await database.sql(
      "insert into catalog.categories (id, name) select gen_random_uuid(), n::text from generate_series(1, 9) n",
    );
    const build = 'create unique index concurrently "by_version" on catalog.categories (version)';
    await writeSql(
      "catalog/0002_steps.sql",
      `-- lintel: one statement at a time\n\n-- lintel: outside a transaction\n${build};\n`,
    );
    await expect(run(first)).rejects.toMatchObject({ code: "MIGRATION_FAILED" });
    const valid = () =>
      database.sql("select indisvalid from pg_index where indexrelid = to_regclass('catalog.by_version')");
    expect(await valid()).toEqual([]);
    await expect(database.sql(build)).rejects.toThrow("could not create unique index");
    expect(await valid()).toEqual([{ indisvalid: false }]);
    await database.sql("alter table catalog.categories disable trigger all");
    await database.sql("update catalog.categories set version = name::int");
    await run(first);
    expect(await valid()).toEqual([{ indisvalid: true }]);
    await database.sql("delete from lintel.migrations where number = 2");
    await expect(run(first)).rejects.toThrow("already exists");
    await database.sql(
      "insert into lintel.migration_progress values ('catalog', 2, 0, encode(sha256(convert_to($1, 'UTF8')), 'hex'), 'begun')",
      [build],
    );
    expect(names((await run(first)).applied)).toEqual(["catalog/0002_steps"]);
  });

  it("are not edited after they were applied, and may be before", async () => {
    await writeDiff(first);
    const path = join(directory, "catalog/0001_initial.sql");
    await writeFile(path, `${await readFile(path, "utf8")}\nselect 1;\n`);
    expect(
      (await status({ url: database.url, model: first, directory })).services[0]?.pending[0]?.edited,
    ).toBe(true);
    await run(first);
    await writeFile(path, `${await readFile(path, "utf8")}\nselect 2;\n`);
    await expect(run(first)).rejects.toMatchObject({
      code: "MIGRATION_EDITED",
      message: expect.stringContaining(path),
    });
    const { services, drift } = await status({ url: database.url, model: first, directory });
    expect(services[0]?.edited).toHaveLength(1);
    expect(drift).toMatchObject({ kind: "unknown", reason: expect.stringContaining(path) });
  });

  it("may be missing where the database is ahead, but not before one that is to be applied", async () => {
    await writeDiff(first);
    await writeSql("catalog/0002_more.sql", "select 1;");
    await run(first);
    await rm(join(directory, "catalog/0002_more.sql"));
    expect((await run(first)).applied).toEqual([]);
    expect((await status({ url: database.url, model: first, directory })).services[0]?.missing).toHaveLength(
      1,
    );
    await rm(join(directory, "catalog/0001_initial.sql"));
    expect((await run(first)).applied).toEqual([]);
  });

  it("show what somebody changed by hand", async () => {
    await writeDiff(first);
    await run(first);
    await database.sql(
      "alter table catalog.products drop constraint products_stock_range_check, add column extra int",
    );
    await database.sql("grant select on catalog.products to public");
    const { drift } = await status({ url: database.url, model: first, directory });
    expect(
      drift.kind === "compared" && [...drift.changes.map((one) => one.sentence), ...drift.privileges],
    ).toEqual([
      "Drops the column catalog.products.extra with its values.",
      "Adds the check constraint products_stock_range_check to catalog.products.",
      "PUBLIC has SELECT on catalog.products, and should not.",
    ]);
  });

  it("are adopted where a push has made the database so already, and run from there on", async () => {
    await push({ url: database.url, model: first });
    await database.sql("insert into catalog.categories (id, name) values (gen_random_uuid(), 'kept')");
    await writeDiff(first);
    await writeSql("catalog/0002_rows.sql", "update categories set name = 'migrated';");
    const result = await run(first);
    expect(names(result.adopted)).toEqual(["catalog/0001_initial", "orders/0001_initial"]);
    expect(names(result.applied)).toEqual(["catalog/0002_rows"]);
    expect(await database.sql("select name from catalog.categories")).toEqual([{ name: "migrated" }]);
    await push({ url: database.url, model: second });
    await writeDiff(second);
    expect(names((await run(second)).adopted)).toEqual(["catalog/0003_products"]);
    expect((await push({ url: database.url, model: second })).changes).toEqual([]);
  });
});

describe("push", () => {
  it("installs, finds nothing to do, and changes in place with the rows that are there", async () => {
    expect((await push({ url: database.url, model: first })).changes.length).toBeGreaterThan(5);
    expect((await push({ url: database.url, model: first })).changes).toEqual([]);
    await database.sql(
      `with c as (insert into catalog.categories (id, name) values (gen_random_uuid(), 'Tools') returning id)
       insert into catalog.products (id, name, category_id) select gen_random_uuid(), 'Saw', id from c`,
    );
    await push({ url: database.url, model: second });
    expect(await database.sql("select name, size from catalog.products")).toEqual([
      { name: "Saw", size: "M" },
    ]);
    await withClient(database.url, async (client) => {
      await client.query("set role migratetest_catalog");
      await client.query("select * from catalog.products where search_vector @@ 'saw'");
    });
  });

  it("refuses to lose data unless that is accepted, and undoes all where rows stand in the way", async () => {
    await push({ url: database.url, model: first });
    const pushed = push({ url: database.url, model: without });
    await expect(pushed).rejects.toMatchObject({
      code: "DATA_LOSS_REFUSED",
      message: "Drops the column catalog.products.stock with its values.",
    });
    await push({ url: database.url, model: without, acceptDataLoss: true });
    await database.sql(
      `with c as (insert into catalog.categories (id, name) values (gen_random_uuid(), 'Tools') returning id)
       insert into catalog.products (id, name, category_id) select gen_random_uuid(), 'Saw', id from c`,
    );
    const narrow = modelOf({
      extra: text().optional(),
      name: text({ max: 2 }),
      category: reference("category"),
    });
    await expect(push({ url: database.url, model: narrow })).rejects.toMatchObject({
      code: "MIGRATION_FAILED",
      message: expect.stringContaining("products_name_length_check"),
    });
    expect((await database.sql("select * from catalog.products"))[0]).not.toHaveProperty("extra");
  });

  it("drops a service that it made before only where data loss is accepted", async () => {
    await push({ url: database.url, model: first });
    const orders = service("orders", { entities: { order } });
    const alone = resolve(system("migratetest", { version: 1, services: [orders] }));
    await expect(push({ url: database.url, model: alone })).rejects.toMatchObject({
      code: "DATA_LOSS_REFUSED",
    });
    await push({ url: database.url, model: alone, acceptDataLoss: true });
    expect(await database.sql("select to_regclass('catalog.products') as products")).toEqual([
      { products: null },
    ]);
  });

  it("is the same after a reset as the first time", async () => {
    const changes = (await push({ url: database.url, model: first })).changes;
    await reset({ url: database.url, model: first });
    expect(
      await database.sql("select from pg_namespace where nspname in ('catalog', 'orders', 'lintel')"),
    ).toEqual([]);
    expect((await push({ url: database.url, model: first })).changes).toEqual(changes);
  });

  it("says that the database is unavailable without telling the password", async () => {
    const failed = push({ url: "postgresql://lintel:geheim@127.0.0.1:1/none", model: first });
    await expect(failed).rejects.toMatchObject({
      code: "DATABASE_UNAVAILABLE",
      message: expect.stringMatching(/^127\.0\.0\.1:1\/none: (?!.*geheim)/),
    });
  });
});

describe("a login that is no superuser", () => {
  const name = `managed${randomBytes(4).toString("hex")}`;
  const login = `${name}_manager`;
  let url: string;
  beforeEach(async () => {
    const address = new URL(database.url);
    await database.sql(`create role ${login} login password 'managed' createdb createrole`);
    await database.sql(`alter database ${address.pathname.slice(1)} owner to ${login}`);
    address.username = login;
    address.password = "managed";
    url = address.toString();
  });
  afterEach(async () => {
    await database.sql(`reassign owned by ${login} to current_user`);
    await database.dropRoles([`${name}_orders`, `${name}_orders__reader`, `${name}_orders__writer`, login]);
  });

  it("installs, compares and can act as the role of a service where it may create roles and databases", async () => {
    const orders = service("orders", { entities: { order } });
    const more = service("orders", { entities: { order, category } });
    const [before, after] = [orders, more].map((one) =>
      resolve(system(name, { version: 1, services: [one] })),
    );
    await push({ url, model: before ?? first });
    await push({ url, model: after ?? first });
    await withClient(url, async (client) => {
      await client.query(`set role ${name}_orders`);
      await client.query("insert into orders.categories (id, name) values (gen_random_uuid(), 'Tools')");
    });
  });
});

describe("scratch databases", () => {
  it("are dropped after success and failure, and those of a killed process later", async () => {
    const old = `lintel_scratch_1600000000_${new URL(database.url).pathname.slice(1)}`;
    await database.sql(`create database ${old}`);
    let name = "";
    const failing = withScratch(database.url, async (scratch) => {
      name = (await scratch.query("select current_database() as name")).rows[0].name;
      throw new Error("as planned");
    });
    await expect(failing).rejects.toThrow("as planned");
    await writeSql("catalog/0001_broken.sql", "select nothing;");
    await expect(diff({ url: database.url, model: first, directory })).rejects.toMatchObject({
      code: "MIGRATION_FAILED",
    });
    const left = (await scratchDatabases()).map((row) => row.datname);
    expect(name).toMatch(/^lintel_scratch_\d+_/);
    expect(left).not.toContain(name);
    expect(left).not.toContain(old);
    expect(await readdir(join(directory, "catalog"))).toEqual(["0001_broken.sql"]);
  });

  it("need the right to create databases, and say so", async () => {
    await push({ url: database.url, model: first });
    const limited = `limited${randomBytes(4).toString("hex")}`;
    await database.sql(`create role ${limited} login password 'limited'`);
    const address = new URL(database.url);
    address.username = limited;
    address.password = "limited";
    await expect(diff({ url: address.toString(), model: first, directory })).rejects.toMatchObject({
      code: "DATABASE_PRIVILEGE_MISSING",
      message: expect.stringContaining(`alter role "${limited}" createdb;`),
    });
    await database.dropRoles([limited]);
  });
});
