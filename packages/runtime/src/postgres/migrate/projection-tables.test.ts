import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import {
  anyone,
  by,
  entity,
  event,
  id,
  integer,
  owner,
  resolve,
  role,
  type Service,
  search,
  service,
  system,
  text,
  uuid,
} from "../../blueprint/index.js";
import { createTestDatabase, type TestDatabase, testServerUrl } from "../../testing/database.js";
import { diff, migrate, status, writeMigrations } from "./index.js";

let database: TestDatabase;
let directory: string;
beforeEach(async () => {
  database = await createTestDatabase();
  directory = await mkdtemp(join(tmpdir(), "lintel-projections-"));
});
afterEach(async () => {
  await database.dropRoles([
    "projectiontest_sales",
    "projectiontest_sales__reader",
    "projectiontest_sales__writer",
  ]);
  await database.drop();
  await rm(directory, { recursive: true });
});

const sales = service("sales", {
  entities: { sale: entity({ item: id("sale") }, { feed: true, access: { read: anyone } }) },
  events: { sold: event({ item: uuid() }) },
});
const events = { sold: () => [] };
const fields = { item: uuid(), name: text(), seller: uuid(), count: integer() };
const first = sales.projection("itemSale", {
  fields,
  key: "item",
  access: { read: owner("seller"), fields: { count: { read: role("clerk") } } },
  indexes: [by("-count"), search(["name"])],
  events,
});
const second = sales.projection("itemSale", {
  fields: { ...fields, last: text() },
  key: "item",
  version: 2,
  access: { read: anyone },
  indexes: [by("last")],
  events,
});
const modelOf = (one: Pick<Service, "data" | "entities" | "events" | "inputs" | "outputs">) =>
  resolve(system("projectiontest", { version: 1, services: [one] }));

/** Writes and applies the migration to a model, and gives the names of the files. Then nothing differs. */
async function bring(model: ReturnType<typeof modelOf>, allow: readonly string[] = []) {
  const { files } = await diff({ url: testServerUrl(), model, directory, allow });
  await writeMigrations(files);
  await migrate({ url: database.url, model, directory });
  const { drift } = await status({ url: database.url, model, directory });
  expect(drift).toMatchObject({ kind: "compared", changes: [], privileges: [] });
  expect((await diff({ url: testServerUrl(), model, directory })).changes).toEqual([]);
  return files.map(({ path }) => path.slice(directory.length + 1));
}

it("gives an existing database the table of a projection, its builds and their cursors, and later what a new version needs", async () => {
  await bring(modelOf(sales));
  expect(await bring(modelOf(first))).toHaveLength(1);
  await database.sql(
    "insert into sales.item_sales (id, item, name, seller, count, lintel_generation) values ($1, $1, 'nut', $1, 1, 1), ($1, $1, 'nut', $1, 1, 2)",
    ["0195d1a0-0000-4000-8000-00000000000a"],
  );
  // The rows of the build that is served have no value of the new field yet, and stay where they are.
  await bring(modelOf(second));
  expect(await database.sql("select last from sales.item_sales")).toHaveLength(2);
  const [index] = await database.sql<{ indexdef: string }>(
    "select indexdef from pg_indexes where tablename = 'item_sales' and indexdef like '%last%'",
  );
  expect(index?.indexdef).toContain("(lintel_generation, last, id)");
  const tables = ["item_sales", "log_cursors", "log_projections"];
  await bring(
    modelOf(sales),
    tables.map((table) => `sales.${table}`),
  );
  expect(await database.sql("select to_regclass('sales.item_sales') as gone")).toEqual([{ gone: null }]);
});
