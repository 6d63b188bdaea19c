import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { entity, resolve, service, system, text } from "../../blueprint/index.js";
import { createTestDatabase, type TestDatabase, testServerUrl } from "../../testing/database.js";
import { diff, migrate, writeMigrations } from "./index.js";

let database: TestDatabase;
let directory: string;
beforeEach(async () => {
  database = await createTestDatabase();
  directory = await mkdtemp(join(tmpdir(), "lintel-primary-key-"));
});
afterEach(async () => {
  await database.drop();
  await rm(directory, { recursive: true });
});

const catalog = service("catalog", { entities: { product: entity({ name: text() }) } });
const model = resolve(system("keys", { version: 1, services: [catalog] }));

async function writeNext(): Promise<string> {
  const { files } = await diff({ url: testServerUrl(), model, directory });
  await writeMigrations(files);
  return files[0] ? readFile(files[0].path, "utf8") : "";
}

/** The blueprint's language knows one primary key, `id`; only a file that a person wrote can have made another. */
describe("a primary key that a person took away or put on other columns", () => {
  it.each([
    ["away", "", ""],
    ["on other columns", ', add constraint "products_pkey" primary key (id, version)', "_new"],
  ])("comes back over an index that was built beside the table's traffic: %s", async (_, more, suffix) => {
    await writeNext();
    await migrate({ url: database.url, model, directory });
    await database.sql("insert into catalog.products (id, name) values (gen_random_uuid(), 'kept')");
    await writeFile(
      join(directory, "catalog/0002_by_hand.sql"),
      `alter table catalog.products drop constraint products_pkey${more};\n`,
    );
    await migrate({ url: database.url, model, directory });
    const text = await writeNext();
    expect(text).toContain(`create unique index concurrently "products_pkey${suffix}"\n`);
    expect(text).toContain(`add constraint "products_pkey" primary key using index "products_pkey${suffix}"`);
    expect(text).not.toContain("wait");
    await migrate({ url: database.url, model, directory });
    expect(await database.sql("select name from catalog.products")).toEqual([{ name: "kept" }]);
    expect(await writeNext()).toBe("");
  });
});
