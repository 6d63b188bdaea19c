import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { resolve, type SystemModel } from "../../blueprint/index.js";
import { entity, reference, service, system, text } from "../../index.js";
import { createTestDatabase, type TestDatabase, testServerUrl } from "../../testing/database.js";
import { diff, migrate, status, writeMigrations } from "./index.js";

const page = fileURLToPath(new URL("../../../../../docs/how-to/split-and-move.md", import.meta.url));

let database: TestDatabase;
let directory: string;
beforeEach(async () => {
  database = await createTestDatabase();
  directory = await mkdtemp(join(tmpdir(), "lintel-split-"));
});
afterEach(async () => {
  await database.drop();
  await rm(directory, { recursive: true });
});

function modelOf(customer: Parameters<typeof entity>[0], address: Parameters<typeof entity>[0]): SystemModel {
  const entities = {
    address: entity(address),
    customer: entity({ ...customer, address: reference("address").optional() }),
  };
  return resolve(system("splittest", { version: 1, services: [service("people", { entities })] }));
}

const street = text();
const city = text().optional();
const before = modelOf({ name: text().optional(), city }, { street });
const split = modelOf(
  { name: text().optional(), firstName: text().optional(), lastName: text().optional(), city },
  { street },
);
const moved = modelOf({ name: text().optional(), city }, { street, city });

/** Writes what leads to a blueprint, with what the page adds behind it. */
async function writeTo(model: SystemModel, title?: string, allow: readonly string[] = []): Promise<void> {
  const { files } = await diff({ url: testServerUrl(), model, directory, allow });
  const more = title === undefined ? "" : await sqlOf(title);
  for (const file of files) {
    await writeMigrations([file]);
    await writeFile(file.path, `${file.text}\n${more}`);
  }
}

/** The SQL that the page shows under a title. */
async function sqlOf(title: string): Promise<string> {
  const section = (await readFile(page, "utf8")).split(`## ${title}\n`)[1]?.split("\n## ")[0] ?? "";
  const sql = /```sql\n([\s\S]*?)```/.exec(section)?.[1];
  if (sql === undefined) throw new Error(`${page} shows no SQL under "${title}".`);
  return sql;
}

const run = (model: SystemModel) => migrate({ url: database.url, model, directory });
const rows = <R extends object>(sql: string, ...values: unknown[]) => database.sql<R>(sql, values);

describe("by the migration that the page shows", { timeout: 120_000 }, () => {
  it("one field becomes two, and all three say the same while old and new programs write", async () => {
    await writeTo(before);
    await run(before);
    await rows(
      "insert into people.customers (id, name) select gen_random_uuid(), 'Ann Li ' || n from generate_series(1, 2300) n",
    );
    await writeTo(split, "One field becomes two");
    await run(split);
    const wrong =
      "select from people.customers where name is distinct from concat_ws(' ', first_name, last_name) or version > 1";
    expect(await rows(wrong)).toEqual([]);
    expect((await diff({ url: testServerUrl(), model: split, directory })).files).toEqual([]);
    expect(await status({ url: database.url, model: split, directory })).toMatchObject({
      drift: { changes: [] },
    });
    const insert = (columns: string, ...values: string[]) =>
      rows(
        `insert into people.customers (id, ${columns}) values (gen_random_uuid(), ${values.map((_, at) => `$${at + 1}`).join(", ")})
         returning name, first_name, last_name`,
        ...values,
      );
    const eve = { name: "Eve Noor", first_name: "Eve", last_name: "Noor" };
    expect(await insert("name", "Eve Noor")).toEqual([eve]);
    expect(await insert("first_name, last_name", "Eve", "Noor")).toEqual([eve]);
    const update = (set: string) =>
      rows(
        `update people.customers set ${set} where first_name = 'Eve' returning name, first_name, last_name`,
      );
    expect(await update("name = 'Eve Ray'")).toEqual([
      { ...eve, name: "Eve Ray", last_name: "Ray" },
      expect.anything(),
    ]);
    expect(await update("last_name = 'Fox'")).toEqual([
      { ...eve, name: "Eve Fox", last_name: "Fox" },
      expect.anything(),
    ]);
    expect(await rows(wrong.replace(" or version > 1", ""))).toEqual([]);
  });

  it("a field moves to the entity that is referred to, and both say the same meanwhile", async () => {
    await writeTo(before);
    await run(before);
    await rows(
      "insert into people.addresses (id, street) select gen_random_uuid(), n::text from generate_series(1, 1200) n",
    );
    await rows(
      "insert into people.customers (id, name, city, address_id) select gen_random_uuid(), street, 'city ' || street, id from people.addresses",
    );
    await writeTo(moved, "A field moves to another entity");
    await run(moved);
    const wrong =
      "select from people.customers c join people.addresses a on a.id = c.address_id where a.city is distinct from c.city";
    expect(await rows(wrong)).toEqual([]);
    expect(await rows("select from people.addresses where city is null or version > 1")).toEqual([]);
    const [one] = await rows<{ id: string; address_id: string }>(
      "select id, address_id from people.customers where name = '7'",
    );
    const [other] = await rows<{ id: string }>(
      "insert into people.customers (id, name, address_id) values (gen_random_uuid(), 'new', $1) returning id, city",
      one?.address_id,
    );
    expect(other).toMatchObject({ city: "city 7" });
    await rows("update people.customers set city = 'Old Town' where id = $1", one?.id);
    expect(await rows("select city from people.addresses where id = $1", one?.address_id)).toEqual([
      { city: "Old Town" },
    ]);
    expect(await rows("select city from people.customers where id = $1", other?.id)).toEqual([
      { city: "Old Town" },
    ]);
    await rows("update people.addresses set city = 'New Town' where id = $1", one?.address_id);
    expect(
      await rows("select distinct city from people.customers where address_id = $1", one?.address_id),
    ).toEqual([{ city: "New Town" }]);
    await rows(
      "update people.customers set address_id = (select id from people.addresses where street = '8') where id = $1",
      one?.id,
    );
    expect(await rows(wrong)).toEqual([]);
    expect(await rows("select city from people.customers where id = $1", one?.id)).toEqual([
      { city: "city 8" },
    ]);
    expect((await diff({ url: testServerUrl(), model: moved, directory })).files).toEqual([]);
  });

  it("the old field goes with what kept it equal", async () => {
    const after = modelOf({ firstName: text(), lastName: text().optional(), city }, { street });
    await writeTo(before);
    await run(before);
    await rows("insert into people.customers (id, name) values (gen_random_uuid(), 'Ann Li')");
    await writeTo(split, "One field becomes two");
    await run(split);
    const { files } = await diff({
      url: testServerUrl(),
      model: after,
      directory,
      allow: ["people.customers.name"],
    });
    const [file] = files;
    const ending = await sqlOf("When the old program is gone");
    await writeMigrations(
      files.map((one) => ({ ...one, text: one.text.replace("\n\n", `\n\n${ending}\n`) })),
    );
    expect(file?.text).toContain('drop column "name"');
    await run(after);
    await rows("insert into people.customers (id, first_name) values (gen_random_uuid(), 'Eve')");
    expect(await rows("select first_name, last_name from people.customers order by 1")).toEqual([
      { first_name: "Ann", last_name: "Li" },
      { first_name: "Eve", last_name: null },
    ]);
    expect((await diff({ url: testServerUrl(), model: after, directory })).files).toEqual([]);
  });
});
