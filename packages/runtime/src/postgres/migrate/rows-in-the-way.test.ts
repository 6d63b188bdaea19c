import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  entity,
  integer,
  reference,
  resolve,
  type SystemModel,
  service,
  system,
  text,
} from "../../blueprint/index.js";
import { createTestDatabase, type TestDatabase, testServerUrl } from "../../testing/database.js";
import { diff, migrate, writeMigrations } from "./index.js";

let database: TestDatabase;
let directory: string;
beforeEach(async () => {
  database = await createTestDatabase();
  directory = await mkdtemp(join(tmpdir(), "lintel-rows-"));
  await migrateTo(modelOf({ name: text(), sku: integer(), note: text().optional(), old: text().optional() }));
  await database.sql(
    `insert into catalog.products (id, name, sku)
     values ('00000000-0000-7000-8000-000000000001', 'long name', 1),
            ('00000000-0000-7000-8000-000000000002', 'n', 1)`,
  );
});
afterEach(async () => {
  await database.drop();
  await rm(directory, { recursive: true });
});

function modelOf(shape: object): SystemModel {
  const entities = { category: entity({}), product: entity(shape as { name: ReturnType<typeof text> }) };
  return resolve(system("rowstest", { version: 1, services: [service("catalog", { entities })] }));
}

async function writeTo(model: SystemModel): Promise<string> {
  const asked = { url: testServerUrl(), model, directory };
  const first = await diff(asked);
  const subjects = first.refused.map((change) => change.subject);
  const allowed = { ...asked, allow: subjects, allowRewrite: subjects };
  const { files } = subjects.length === 0 ? first : await diff(allowed);
  await writeMigrations(files);
  return files[0]?.path ?? "";
}

const run = (model: SystemModel) => migrate({ url: database.url, model, directory });
async function migrateTo(model: SystemModel): Promise<void> {
  await writeTo(model);
  await run(model);
}

const strict = modelOf({
  name: text({ max: 5 }),
  sku: integer().unique(),
  note: text(),
  brand: text(),
  category: reference("category").default("00000000-0000-7000-8000-000000000009"),
});

describe("rows that break what a migration asks for", () => {
  it("are told all at once, with table, column, rule and some ids, before anything is changed", async () => {
    const path = await writeTo(strict);
    const failed: Error = await run(strict).then(
      () => new Error("was applied"),
      (error: Error) => error,
    );
    expect(failed).toMatchObject({ code: "MIGRATION_REFUSED" });
    const told = failed.message.replaceAll(path, "file").replace(/^file:\d+: /gm, "");
    expect(told.split("\n")).toEqual([
      "rows of catalog.products have no value for catalog.products.note, which becomes required. Among them: 00000000-0000-7000-8000-000000000001, 00000000-0000-7000-8000-000000000002.",
      "catalog.products holds rows, which would have no value for catalog.products.brand. Among them: 00000000-0000-7000-8000-000000000001, 00000000-0000-7000-8000-000000000002.",
      'rows of catalog.products break products_name_length_check, check (char_length("name") <= 5). Among them: 00000000-0000-7000-8000-000000000001.',
      'rows of catalog.products break products_sku_key, which lets no two hold the same ("sku").',
      "rows of catalog.products break products_category_id_fkey: catalog.products.category_id refers to rows of catalog.categories that are not there. Among them: 00000000-0000-7000-8000-000000000001, 00000000-0000-7000-8000-000000000002.",
      "Nothing was changed.",
    ]);
    expect(await database.sql("select old from catalog.products")).toHaveLength(2);
    expect(await database.sql("select from lintel.migration_progress")).toEqual([]);
  });

  it("are mended by what a person writes ahead of the rule", async () => {
    const model = modelOf({ name: text(), sku: integer(), note: text(), old: text().optional() });
    const path = await writeTo(model);
    await expect(run(model)).rejects.toMatchObject({ code: "MIGRATION_REFUSED" });
    const written = await readFile(path, "utf8");
    const mend = "update catalog.products set note = '' where note is null;\n\nalter table";
    await writeFile(path, written.replace("alter table", mend));
    await run(model);
    expect(await database.sql("select distinct note from catalog.products")).toEqual([{ note: "" }]);
  });

  it("are told where a value does not read as another type", async () => {
    const model = modelOf({ name: integer(), sku: integer() });
    await writeTo(model);
    await expect(run(model)).rejects.toMatchObject({
      code: "MIGRATION_REFUSED",
      message: expect.stringContaining(
        'values of catalog.products.name do not fit its new type: invalid input syntax for type integer: "long name"',
      ),
    });
  });
});
