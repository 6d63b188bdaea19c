import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Duration, resolve, type SystemModel } from "../../blueprint/index.js";
import { entity, service, system, text } from "../../index.js";
import { createTestDatabase, type TestDatabase, testServerUrl } from "../../testing/database.js";
import { privilegeFindings } from "../schema/index.js";
import { differsFromFresh } from "./cases/differs-from-fresh.js";
import { withClient } from "./connect.js";
import { type Change, diff, migrate, push, writeMigrations } from "./index.js";

let database: TestDatabase;
let directory: string;
beforeEach(async () => {
  database = await createTestDatabase();
  directory = await mkdtemp(join(tmpdir(), "lintel-log-tables-"));
});
afterEach(async () => {
  await database.drop();
  await rm(directory, { recursive: true });
});

interface Options {
  readonly feed?: boolean;
  readonly keep?: Duration;
  readonly name?: string;
  readonly renamedFrom?: string;
}

type Fields = Parameters<typeof entity>[0];

function modelOf(fields: Fields, options: Options = {}): SystemModel {
  const { feed = false, keep, name = "product", renamedFrom } = options;
  const entities = { [name]: entity(fields, { feed, ...(renamedFrom ? { renamedFrom } : {}) }) };
  const log = keep && { keep };
  return resolve(
    system("logtabletest", {
      version: 1,
      services: [service("catalog", { entities, ...(log ? { log } : {}) })],
    }),
  );
}

const fields = { name: text(), secret: text().optional().private() };
const without = modelOf(fields);
const within = modelOf(fields, { feed: true });

async function migrateTo(model: SystemModel, allow: readonly string[] = []): Promise<readonly Change[]> {
  const { changes, files, refused } = await diff({ url: testServerUrl(), model, directory, allow });
  expect(refused).toEqual([]);
  await writeMigrations(files);
  await migrate({ url: database.url, model, directory });
  const again = await diff({ url: testServerUrl(), model, directory });
  expect(again.changes).toEqual([]);
  await withClient(database.url, async (client) => {
    for (const one of model.services) expect(await privilegeFindings(client, one)).toEqual([]);
  });
  return changes;
}

const isAsFresh = async (model: SystemModel) =>
  expect(await differsFromFresh(database, model, await createTestDatabase())).toEqual([]);

const written = async () =>
  (
    await database.sql<{ kind: string; subject: string; version: number; after: object | null }>(
      "select kind, subject, version, after from catalog.outbox order by seq",
    )
  ).map(({ kind, subject, version, after }) => [`${kind} ${subject} v${version}`, after ?? {}] as const);

/** How changes were written down before: by one trigger, for each row. */
const onceARow = `create function catalog.lintel_capture() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into catalog.outbox (kind, subject, key, version, after)
  values (lower(tg_op), tg_argv[0], new.id, new.version, to_jsonb(new));
  return null;
end;
$$;
${["insert", "update", "delete", "truncate"].map((kind) => `drop trigger lintel_capture_${kind} on catalog.products;`).join("\n")}
create trigger lintel_capture after insert or update or delete on catalog.products
  for each row execute function catalog.lintel_capture('product', '{}');
create trigger lintel_capture_truncate after truncate on catalog.products
  for each statement execute function catalog.lintel_capture('product');
drop function catalog.lintel_record();`;

const lost = ["catalog.log", "catalog.log_head", "catalog.outbox", "catalog.revoked_tokens"];

describe("a log", { timeout: 120_000 }, () => {
  it("comes to a database that has none, and is what a fresh install has", async () => {
    await migrateTo(without);
    await database.sql("insert into catalog.products (id, name) values (gen_random_uuid(), 'before')");
    await migrateTo(within);
    await isAsFresh(within);
    await database.sql("update catalog.products set name = 'after'");
    expect((await written()).map(([what]) => what)).toEqual(["update product v2"]);
    expect(await database.sql("select position, generation from catalog.log_head")).toEqual([
      { position: "0", generation: "0" },
    ]);
  });

  it("goes away only by name, since what is in it is lost", async () => {
    await migrateTo(within);
    const { refused, files } = await diff({ url: testServerUrl(), model: without, directory });
    expect(refused.map(({ subject }) => subject).sort()).toEqual(lost);
    expect(files).toEqual([]);
    await migrateTo(without, lost);
    await isAsFresh(without);
    await database.sql("insert into catalog.products (id, name) values (gen_random_uuid(), 'after')");
    await migrateTo(within);
    await isAsFresh(within);
  });

  it("is kept for another time without being made anew", async () => {
    await migrateTo(within);
    await database.sql("insert into catalog.products (id, name) values (gen_random_uuid(), 'x')");
    const changes = await migrateTo(modelOf(fields, { feed: true, keep: "1h" }));
    expect(changes.map(({ subject, losesData }) => [subject, losesData])).toEqual([
      ["catalog.outbox.slot", false],
    ]);
    expect(await written()).toHaveLength(1);
  });

  it("comes and goes by push too", async () => {
    const url = database.url;
    await push({ url, model: without });
    await push({ url, model: within });
    await isAsFresh(within);
    await expect(push({ url, model: without })).rejects.toThrow(/catalog\.outbox/);
    await push({ url, model: without, acceptDataLoss: true });
    await isAsFresh(without);
  });

  it("is written once a row where that is from an earlier release, and then once a statement", async () => {
    await migrateTo(within);
    const { changes, files } = await diff({ url: testServerUrl(), model: within, directory });
    expect([changes, files]).toEqual([[], []]);
    await writeFile(join(directory, "catalog", "0002_rows.sql"), `${onceARow}\n`);
    await migrate({ url: database.url, model: within, directory });
    await database.sql("insert into catalog.products (id, name) values (gen_random_uuid(), 'old')");
    const replaced = await migrateTo(within);
    expect(replaced.filter(({ subject }) => subject === "catalog.products")).toHaveLength(1);
    await isAsFresh(within);
    await database.sql("update catalog.products set name = 'new'");
    expect((await written()).map(([what]) => what)).toEqual(["insert product v1", "update product v2"]);
  });

  it("of a pushed database is adopted by the first migration", async () => {
    await push({ url: database.url, model: within });
    await writeMigrations((await diff({ url: testServerUrl(), model: within, directory })).files);
    const { adopted } = await migrate({ url: database.url, model: within, directory });
    expect(adopted).toHaveLength(1);
    expect(await database.sql("select from catalog.log_head")).toHaveLength(1);
  });
});

describe("while something is renamed", { timeout: 120_000 }, () => {
  it("each change is written once, by the old name and by the new, and the backfill is none", async () => {
    await migrateTo(within);
    await database.sql("insert into catalog.products (id, name) values (gen_random_uuid(), 'one')");
    const renamed = {
      title: text().renamedFrom("name"),
      hash: text().optional().private().renamedFrom("secret"),
    };
    await migrateTo(modelOf(renamed, { feed: true }));
    await database.sql("update catalog.products set name = 'two', secret = 'hidden'");
    await database.sql("update catalog.products set title = 'three', hash = 'hidden too'");
    const rows = await written();
    expect(rows.map(([what]) => what)).toEqual([
      "insert product v1",
      "update product v2",
      "update product v3",
    ]);
    expect(rows[1]?.[1]).toMatchObject({ name: "two", title: "two" });
    expect(rows[2]?.[1]).toMatchObject({ name: "three", title: "three" });
    expect(JSON.stringify(rows)).not.toContain("hidden");
  });

  it("each change by way of the view that is a table's old name is written once", async () => {
    await migrateTo(within);
    await migrateTo(modelOf(fields, { feed: true, name: "item", renamedFrom: "product" }));
    await database.sql("insert into catalog.products (id, name) values (gen_random_uuid(), 'one')");
    await database.sql("update catalog.products set name = 'two'");
    await database.sql("update catalog.items set name = 'three'");
    await database.sql("delete from catalog.products");
    expect((await written()).map(([what]) => what)).toEqual([
      "insert item v1",
      "update item v2",
      "update item v3",
      "delete item v3",
    ]);
  });

  it("a field that becomes private is told no more", async () => {
    await migrateTo(modelOf({ name: text(), note: text() }, { feed: true }));
    await migrateTo(
      modelOf({ name: text(), note: text().private() }, { feed: true, keep: "3d", name: "product" }),
    );
    await database.sql(
      "insert into catalog.products (id, name, note) values (gen_random_uuid(), 'one', 'mine')",
    );
    expect((await written())[0]?.[1]).not.toHaveProperty("note");
  });
});
