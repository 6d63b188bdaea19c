import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { resolve } from "../../blueprint/index.js";
import { anyone, entity, integer, search, service, system, text } from "../../index.js";
import { createTestDatabase, type TestDatabase } from "../../testing/database.js";
import { copyInto } from "../copy.js";
import { withClient } from "../migrate/connect.js";
import { push } from "../migrate/index.js";

const fields = { name: text(), note: text().optional(), stock: integer().default(0) };
const model = resolve(
  system("searchtest", {
    version: 1,
    services: [
      service("catalog", {
        entities: {
          product: entity(fields, {
            indexes: [search({ name: "A", note: "C" })],
            access: { read: anyone, write: anyone },
          }),
        },
      }),
    ],
  }),
);

const wrong = `select * from catalog.products where search_vector is distinct from
  setweight(to_tsvector('english', coalesce(name, '')), 'A') || setweight(to_tsvector('english', coalesce(note, '')), 'C')`;

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await push({ url: database.url, model });
});
beforeEach(async () => {
  await database.sql("truncate catalog.products");
});
afterAll(async () => {
  await database.drop();
});

const found = (word: string) =>
  database.sql<{ name: string }>(
    "select name from catalog.products where search_vector @@ websearch_to_tsquery('english', $1) order by name",
    [word],
  );

describe("the search column", () => {
  it.each([
    ["insert", "insert into catalog.products (id, name) values (gen_random_uuid(), 'chairs')"],
    [
      "insert without a value",
      "insert into catalog.products (id, name, note) values (gen_random_uuid(), '', null)",
    ],
    ["update", "update catalog.products set note = 'benches' where name = 'tables'"],
    ["update to nothing", "update catalog.products set note = null"],
    [
      "update from another column",
      "update catalog.products set (name, note) = (note, name) where note is not null",
    ],
    [
      "on conflict",
      `insert into catalog.products (id, name) select id, 'sofas' from catalog.products where name = 'tables'
       on conflict (id) do update set name = excluded.name`,
    ],
    [
      "merge",
      `merge into catalog.products p using (values ('tables'), ('lamps')) as given (name) on p.name = given.name
        when matched then update set note = 'merged'
        when not matched then insert (id, name) values (gen_random_uuid(), given.name)`,
    ],
    ["itself", "update catalog.products set search_vector = 'nonsense'"],
    ["null", "update catalog.products set search_vector = null"],
    ["its default", "update catalog.products set search_vector = default"],
    [
      "itself in a new row",
      "insert into catalog.products (id, name, search_vector) values (gen_random_uuid(), 'beds', 'nonsense')",
    ],
  ])("says what the row says after %s, as the service's own role", async (_, sql) => {
    await withClient(database.url, async (client) => {
      await client.query("set role searchtest_catalog");
      await client.query(
        "insert into catalog.products (id, name, note) values (gen_random_uuid(), 'tables', 'oak'), (gen_random_uuid(), 'doors', null)",
      );
      expect((await client.query(sql)).rowCount).toBeGreaterThan(0);
    });
    expect(await database.sql(wrong)).toEqual([]);
  });

  it("says what the row says after copy", async () => {
    const target = { schema: "catalog", table: "products", columns: ["id", "name", "note"] };
    await copyInto(database.url, target, [["00000000-0000-7000-8000-000000000001", "chairs", null]]);
    expect(await found("chair")).toEqual([{ name: "chairs" }]);
  });

  it("sees what a trigger of somebody else's makes of a new row", async () => {
    await database.sql(`
      create function catalog.shorten() returns trigger language plpgsql as $$
      begin
        new.name := split_part(new.name, ',', 1);
        return new;
      end $$;
      create trigger shorten before insert on catalog.products for each row execute function catalog.shorten()`);
    await database.sql(
      "insert into catalog.products (id, name) values (gen_random_uuid(), 'chairs, tables')",
    );
    await database.sql("drop trigger shorten on catalog.products");
    expect(await found("chair")).toEqual([{ name: "chairs" }]);
    expect(await found("table")).toEqual([]);
  });

  it("is not worked out where a statement names no searched column", async () => {
    await database.sql("insert into catalog.products (id, name) values (gen_random_uuid(), 'chairs')");
    const calls = (sql: string) =>
      withClient(database.url, async (client) => {
        await client.query("set track_functions = 'pl'");
        await client.query("begin");
        await client.query(sql);
        const { rows } = await client.query<{ name: string; calls: number }>(
          "select funcname as name, calls::int from pg_stat_xact_user_functions order by 1",
        );
        await client.query("commit");
        return Object.fromEntries(rows.map((row) => [row.name, row.calls]));
      });
    expect(await calls("update catalog.products set stock = stock + 1")).toEqual({ lintel_touch: 1 });
    expect(await calls("update catalog.products set name = name, stock = 7")).toEqual({
      lintel_search_products_vector: 1,
      lintel_touch: 1,
    });
  });

  it("can be written by no client, and is read by clients in a condition only", async () => {
    await database.sql("insert into catalog.products (id, name) values (gen_random_uuid(), 'chairs')");
    await withClient(database.url, async (client) => {
      await client.query("set role searchtest_catalog__writer");
      await client.query("select set_config('lintel.act', 'update', false)");
      const forbidden = { code: "42501" };
      await expect(client.query("update catalog.products set search_vector = ''")).rejects.toMatchObject(
        forbidden,
      );
      await expect(
        client.query(
          "insert into catalog.products (id, name, search_vector) values (gen_random_uuid(), 'x', '')",
        ),
      ).rejects.toMatchObject(forbidden);
      await client.query("update catalog.products set name = 'benches' where search_vector @@ 'chair'");
      await expect(client.query("select catalog.lintel_search_products_vector()")).rejects.toMatchObject(
        forbidden,
      );
    });
    expect(await found("bench")).toEqual([{ name: "benches" }]);
  });
});
