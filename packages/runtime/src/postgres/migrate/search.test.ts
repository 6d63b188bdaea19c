import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { resolve, type SystemModel } from "../../blueprint/index.js";
import { entity, integer, search, service, system, text } from "../../index.js";
import { createTestDatabase, type TestDatabase, testServerUrl } from "../../testing/database.js";
import { privilegeFindings } from "../schema/index.js";
import { differsFromFresh } from "./cases/differs-from-fresh.js";
import { withClient } from "./connect.js";
import { diff, type MigrateOptions, migrate, push, writeMigrations } from "./index.js";

let database: TestDatabase;
let directory: string;
beforeEach(async () => {
  database = await createTestDatabase();
  directory = await mkdtemp(join(tmpdir(), "lintel-search-"));
});
afterEach(async () => {
  await database.drop();
  await rm(directory, { recursive: true });
});

type Fields = Parameters<typeof entity>[0];

const shape = { name: text(), note: text().optional(), stock: integer().default(0) };

function modelOf(options: object = {}, fields: Fields = shape): SystemModel {
  const entities = { product: entity(fields, options) };
  return resolve(system("searchmigration", { version: 1, services: [service("catalog", { entities })] }));
}

const byName = modelOf({ indexes: [search(["name"])] });
const byBoth = modelOf({ indexes: [search({ name: "B", note: "A" })] });

/** What `search` over some columns comes to, worked out beside Lintel. */
function vector(weights: { readonly [column: string]: string }, language = "english"): string {
  return Object.entries(weights)
    .map(
      ([column, weight]) => `setweight(to_tsvector('${language}', coalesce("${column}", '')), '${weight}')`,
    )
    .join(" || ");
}

const rows = <R extends object>(sql: string, ...values: unknown[]) => database.sql<R>(sql, values);
const wrong = (expression: string) =>
  rows(`select * from catalog.products where search_vector is distinct from ${expression}`);

async function write(model: SystemModel, change = (sql: string) => sql): Promise<string> {
  const asked = { url: testServerUrl(), model, directory };
  const { refused } = await diff(asked);
  const subjects = refused.map(({ subject }) => subject);
  const { files } = await diff({ ...asked, allow: subjects, allowRewrite: subjects });
  const changed = files.map((file) => ({ ...file, text: change(file.text) }));
  await writeMigrations(changed);
  return changed.map((file) => file.text).join("\n");
}

async function migrateTo(model: SystemModel, more: Partial<MigrateOptions> = {}): Promise<string> {
  const written = await write(model);
  await migrate({ url: database.url, model, directory, ...more });
  return written;
}

/** The initial file as versions wrote it that generated the column. */
function generating(expression: string) {
  return (sql: string) => {
    const changed = sql
      .replace(
        /"search_vector" +tsvector +not null +default ''::tsvector/,
        `"search_vector" tsvector generated always as (${expression}) stored`,
      )
      .replace(/create or replace function "catalog"\."lintel_search_[\s\S]*?\$\$;\n/, "")
      .replace(/create trigger "zz_lintel_search"[\s\S]*?;\n/, "");
    expect(changed).toContain("generated always");
    expect(changed).not.toMatch(/^(?!--).*lintel_search/m);
    return changed;
  };
}

async function install(model: SystemModel, expression?: string): Promise<void> {
  await write(model, expression === undefined ? undefined : generating(expression));
  await migrate({ url: database.url, model, directory });
  await rows(
    "insert into catalog.products (id, name, note) select gen_random_uuid(), 'chairs ' || n, 'oak' from generate_series(1, 2500) n",
  );
}

/** Where a table and its search index lie, and what a row says of when it was written. */
async function state() {
  const [files] = await rows(
    "select pg_relation_filenode('catalog.products') as heap, to_regclass('catalog.products_search_vector_idx')::oid as index",
  );
  const [last] = await rows(
    "select max(xmin::text::bigint) as xmin, max(version) as version, max(updated_at) as at from catalog.products",
  );
  return { files, last };
}

const settled = async (model: SystemModel) => {
  expect((await diff({ url: testServerUrl(), model, directory })).changes).toEqual([]);
  expect(await differsFromFresh(database, model, await createTestDatabase())).toEqual([]);
  await withClient(database.url, async (client) => {
    for (const one of model.services) expect(await privilegeFindings(client, one)).toEqual([]);
  });
};

describe("a database that generates its search column", { timeout: 120_000 }, () => {
  it("keeps it by a trigger from then on, and writes no row for that", async () => {
    await install(byBoth, vector({ name: "B", note: "A" }));
    const before = await state();
    const written = await migrateTo(byBoth);
    expect(written).toContain('alter column "search_vector" drop expression');
    expect(written).not.toContain("lintel: backfill");
    expect(written).not.toContain("wait while it runs");
    expect(await state()).toEqual(before);
    await rows("update catalog.products set note = 'elm' where name = 'chairs 7'");
    expect(await rows("select name from catalog.products where search_vector @@ 'elm'")).toHaveLength(1);
    expect(await wrong(vector({ name: "B", note: "A" }))).toEqual([]);
    await settled(byBoth);
  });

  it("answers those who search and write all the while, with what they ask for", async () => {
    await install(byName, vector({ name: "A" }));
    await write(byName);
    let running = true;
    let count = 0;
    const longest = { here: 0, elsewhere: 0 };
    const worker = (sql: string, where: keyof typeof longest = "here") =>
      withClient(database.url, async (client) => {
        for (; running; count += 1) {
          const began = performance.now();
          expect((await client.query(sql)).rowCount).toBe(1);
          longest[where] = Math.max(longest[where], performance.now() - began);
        }
      });
    const workers = Promise.all([
      worker("select id, name from catalog.products where search_vector @@ '700'"),
      worker("update catalog.products set stock = stock + 1 where name = 'chairs 700'"),
      worker("update catalog.products set name = 'chairs 800' where name = 'chairs 800'"),
      worker("insert into catalog.products (id, name) values (gen_random_uuid(), 'more')"),
      // Nothing that the migration touches: so long everybody waits for a machine that has much else to do.
      worker("select 1", "elsewhere"),
    ]);
    try {
      await migrate({ url: database.url, model: byName, directory });
    } finally {
      running = false;
      await workers;
    }
    expect(count).toBeGreaterThan(20);
    expect(longest.here - longest.elsewhere).toBeLessThan(1_000);
    expect(await wrong(vector({ name: "A" }))).toEqual([]);
    expect(await rows("select from catalog.products where search_vector @@ 'chair'")).toHaveLength(2500);
  });

  it("may be asked for another search in the same step, and then makes the rows anew in batches", async () => {
    await install(byName, vector({ name: "A" }));
    const before = await state();
    const written = await migrateTo(byBoth);
    expect(written).toContain("-- lintel: backfill table=catalog.products key=id");
    const after = await state();
    expect(after.files).toEqual(before.files);
    expect(after.last).toMatchObject({ version: 1, at: (before.last as { at: Date }).at });
    expect(await wrong(vector({ name: "B", note: "A" }))).toEqual([]);
    await settled(byBoth);
  });

  it("may lose what it was made of in the same step, or get it in another type", async () => {
    const model = modelOf({ indexes: [search(["stock"])] }, {
      stock: text(),
      note: integer().optional(),
    } as Fields);
    for (const way of ["by files", "by push"]) {
      await install(byBoth, vector({ name: "B", note: "A" }));
      await rows("update catalog.products set note = null");
      if (way === "by push") await push({ url: database.url, model, acceptDataLoss: true });
      else await migrateTo(model);
      expect(await wrong(vector({ stock: "A" }))).toEqual([]);
      expect((await rows("select from catalog.products where search_vector @@ '0'")).length).toBe(2500);
      await rows("drop schema catalog cascade");
      await rows("drop schema lintel cascade");
      await rm(directory, { recursive: true });
      directory = await mkdtemp(join(tmpdir(), "lintel-search-"));
    }
  });

  it("is brought along in development too", async () => {
    await install(byName, vector({ name: "A" }));
    const before = await state();
    const { changes } = await push({ url: database.url, model: byName });
    expect(changes.filter(({ losesData }) => losesData)).toEqual([]);
    expect(await state()).toEqual(before);
    await push({ url: database.url, model: byBoth });
    expect((await state()).last).toMatchObject({ version: 1 });
    expect(await wrong(vector({ name: "B", note: "A" }))).toEqual([]);
  });
});

describe("another search", { timeout: 120_000 }, () => {
  it.each([
    ["more fields", byBoth, vector({ name: "B", note: "A" })],
    ["another weight", modelOf({ indexes: [search({ name: "D" })] }), vector({ name: "D" })],
    [
      "another language",
      modelOf({ indexes: [search(["name"], { language: "simple" })] }),
      vector({ name: "A" }, "simple"),
    ],
    ["another field", modelOf({ indexes: [search(["note"])] }), vector({ note: "A" })],
  ])("over %s comes in batches, and neither table nor index is made anew", async (_, model, expression) => {
    await install(byName);
    expect(await wrong(vector({ name: "A" }))).toEqual([]);
    const before = await state();
    const written = await migrateTo(model);
    expect(written).not.toContain("wait while it runs");
    expect(written).not.toContain("index");
    const after = await state();
    expect(after.files).toEqual(before.files);
    expect(after.last).toMatchObject({ version: 1, at: (before.last as { at: Date }).at });
    expect(await wrong(expression)).toEqual([]);
    await rows("update catalog.products set note = 'elm', name = 'desks' where name = 'chairs 7'");
    expect(await wrong(expression)).toEqual([]);
    await settled(model);
  });

  it("writes no row whose vector stays the same", async () => {
    await install(byName);
    await rows("update catalog.products set note = null where name <> 'chairs 7'");
    const before = await rows("select xmin::text, name from catalog.products order by name");
    await migrateTo(modelOf({ indexes: [search({ name: "A", note: "A" })] }));
    const after = await rows<{ name: string }>("select xmin::text, name from catalog.products order by name");
    expect(after.filter((row, at) => JSON.stringify(row) !== JSON.stringify(before[at]))).toMatchObject([
      { name: "chairs 7" },
    ]);
  });

  it("holds for what is written while the batches run, and for rows that they reach later", async () => {
    await install(byName);
    let batches = 0;
    const asked: Promise<unknown>[] = [];
    await migrateTo(byBoth, {
      onProgress: ({ kind }) => {
        if (kind !== "backfilling") return;
        batches += 1;
        asked.push(
          rows(
            "insert into catalog.products (id, name, note) values (gen_random_uuid(), 'late', 'ash'), ('00000000-0000-0000-0000-000000000000'::uuid, 'early', 'ash') on conflict (id) do update set note = 'yew'",
          ),
        );
      },
    });
    await Promise.all(asked);
    expect(batches).toBeGreaterThan(1);
    expect(await wrong(vector({ name: "B", note: "A" }))).toEqual([]);
    expect(await rows("select from catalog.products where search_vector @@ 'ash'")).toHaveLength(batches);
  });

  it("may read fields that come in the same step, in place of one that goes", async () => {
    await install(byName);
    const model = modelOf({ indexes: [search(["title", "note"])] }, {
      title: text().default("desk"),
      note: shape.note,
      stock: shape.stock,
    } as Fields);
    await migrateTo(model);
    expect(await wrong(vector({ title: "A", note: "A" }))).toEqual([]);
    await rows("insert into catalog.products (id, title) values (gen_random_uuid(), 'lamps')");
    expect(await wrong(vector({ title: "A", note: "A" }))).toEqual([]);
    await settled(model);
  });

  it("comes to a table that had none, and goes again without a loss", async () => {
    const none = modelOf();
    await install(none);
    const written = await migrateTo(byName);
    expect(written).toContain("create index concurrently");
    expect(written).not.toContain("wait while it runs");
    expect(await wrong(vector({ name: "A" }))).toEqual([]);
    expect(await rows("select distinct version from catalog.products")).toEqual([{ version: 1 }]);
    await settled(byName);
    const { refused } = await diff({ url: testServerUrl(), model: none, directory });
    expect(refused).toEqual([]);
    await migrateTo(none);
    await settled(none);
    expect(await rows("select from pg_proc where proname like 'lintel_search%'")).toEqual([]);
  });
});

describe("a searched field", { timeout: 120_000 }, () => {
  const renamed = (title: object) =>
    modelOf({ indexes: [search(["title", "note"])] }, {
      title: title as ReturnType<typeof text>,
      note: shape.note,
      stock: shape.stock,
    } as Fields);
  const before = modelOf({ indexes: [search(["name", "note"])] });
  const between = renamed(text().renamedFrom("name"));
  const after = renamed(text());
  const right = vector({ title: "A", note: "A" });

  it("is found by its words under both names while it is renamed", async () => {
    await install(before);
    await migrateTo(between);
    expect(await wrong(right)).toEqual([]);
    for (const set of ["name = 'older'", "title = 'newer'", "note = 'elm'", "stock = 2"]) {
      await rows(`update catalog.products set ${set} where note = 'oak' and name like '%9'`);
      expect(await wrong(right)).toEqual([]);
    }
    await rows("insert into catalog.products (id, name) values (gen_random_uuid(), 'old program')");
    await rows("insert into catalog.products (id, title) values (gen_random_uuid(), 'new program')");
    expect(await wrong(right)).toEqual([]);
    expect((await diff({ url: testServerUrl(), model: between, directory })).changes).toEqual([]);
    const { files } = await state();
    const contracting = await migrateTo(after);
    expect(contracting).not.toContain("lintel: backfill");
    expect((await state()).files).toEqual(files);
    expect(await wrong(right)).toEqual([]);
    await settled(after);
  });

  it("is found by its words when the rename is taken back", async () => {
    await install(before);
    await migrateTo(between);
    await rows("update catalog.products set title = 'newer' where name like '%9'");
    await migrateTo(before);
    expect(await wrong(vector({ name: "A", note: "A" }))).toEqual([]);
    await rows("update catalog.products set name = 'again' where name = 'newer'");
    expect(await wrong(vector({ name: "A", note: "A" }))).toEqual([]);
    await settled(before);
  });

  it("may be written by a trigger of a person's own, wherever that stands in the alphabet", async () => {
    await install(byName);
    await rows("truncate catalog.products");
    await write(
      modelOf({ indexes: [search(["name"])] }, { ...shape, label: text().optional() } as Fields),
      (sql) => `${sql}
create function products_name() returns trigger language plpgsql as $$
begin
  new.name := coalesce(new.label, new.name);
  return new;
end $$;

create trigger name_of_label before insert or update of label on products
  for each row execute function products_name();`,
    );
    const model = modelOf({ indexes: [search(["name"])] }, { ...shape, label: text().optional() } as Fields);
    await migrate({ url: database.url, model, directory });
    const written = await migrateTo(model);
    expect(written).not.toContain("lintel: backfill");
    expect((await diff({ url: testServerUrl(), model, directory })).changes).toEqual([]);
    await rows("insert into catalog.products (id, name, label) values (gen_random_uuid(), 'a', 'chairs')");
    await rows("update catalog.products set label = 'tables'");
    expect(await rows("select name from catalog.products where search_vector @@ 'tabl'")).toEqual([
      { name: "tables" },
    ]);
  });
});
