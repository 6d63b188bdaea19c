import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { resolve } from "../../blueprint/index.js";
import { entity, integer, reference, search, service, system, text } from "../../index.js";
import { createTestDatabase, type TestDatabase } from "../../testing/database.js";
import { copyInto } from "../copy.js";
import { withClient } from "../migrate/connect.js";
import { push } from "../migrate/index.js";
import { difference, introspect } from "../schema/index.js";
import { logTableStatements, logTables, partitionOf, ringSize, windowOf } from "./tables.js";

const shelf = entity({ name: text(), note: text().optional() }, { feed: true });
const product = entity(
  {
    name: text().unique(),
    stock: integer().default(0),
    secret: text().optional().private(),
    shelf: reference("shelf", { onDelete: "cascade" }).optional(),
  },
  { feed: true, softDelete: true, indexes: [search(["name"])] },
);
const pair = entity(
  {
    left: reference("shelf", { onDelete: "set null" }).optional(),
    right: reference("shelf", { onDelete: "set null" }).optional(),
  },
  { feed: true },
);
const plain = entity({ name: text() });
const catalog = service("catalog", { entities: { shelf, product, pair, plain }, log: { keep: "2h" } });
const model = resolve(system("capturetest", { version: 1, services: [catalog] }));
const { clientRoles, role } = model.services[0] ?? expect.unreachable();

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await push({ url: database.url, model });
});
afterEach(async () => {
  await database.sql("truncate catalog.products, catalog.pairs, catalog.shelves, catalog.plains");
  await database.sql("truncate catalog.outbox");
});
afterAll(async () => {
  await database.drop();
});

const [one, two] = ["00000000-0000-7000-8000-000000000001", "00000000-0000-7000-8000-000000000002"];
interface Written {
  readonly kind: string;
  readonly subject: string;
  readonly key: string;
  readonly version: number;
  readonly before: { readonly [column: string]: unknown } | null;
  readonly after: { readonly [column: string]: unknown } | null;
}

const sql = (text: string, ...values: unknown[]) => database.sql(text, values);
const written = () =>
  database.sql<Written>("select kind, subject, key, version, before, after from catalog.outbox order by seq");
const told = async () =>
  (await written()).map(
    ({ kind, subject, key, version }) => `${kind} ${subject} ${key.slice(-1)} v${version}`,
  );
const insert = (id: string, name: string) =>
  sql("insert into catalog.products (id, name, secret) values ($1, $2, 'hidden')", id, name);

describe("a change of a row in a feed", () => {
  it("is written down with what the row was and is, and nothing private", async () => {
    await insert(one, "chair");
    await sql("update catalog.products set stock = 3 where id = $1", one);
    await sql("delete from catalog.products where id = $1", one);
    const rows = await written();
    expect(rows.map(({ kind, version }) => [kind, version])).toEqual([
      ["insert", 1],
      ["update", 2],
      ["delete", 2],
    ]);
    expect(rows[0]).toMatchObject({ subject: "product", key: one, before: null });
    expect(rows[1]?.before).toMatchObject({ id: one, name: "chair", stock: 0, version: 1 });
    expect(rows[1]?.after).toMatchObject({ id: one, name: "chair", stock: 3, version: 2 });
    expect(rows[2]).toMatchObject({ after: null, before: { stock: 3 } });
    expect(Object.keys(rows[1]?.after ?? {}).sort()).toEqual(
      ["id", "name", "stock", "shelf_id", "created_at", "updated_at", "version", "deleted_at"].sort(),
    );
  });

  it("is an update when a row is softly deleted and restored", async () => {
    await insert(one, "chair");
    await sql("update catalog.products set deleted_at = now()");
    await sql("update catalog.products set deleted_at = null");
    expect(await told()).toEqual(["insert product 1 v1", "update product 1 v2", "update product 1 v3"]);
    expect((await written()).map(({ after }) => after?.deleted_at === null)).toEqual([true, false, true]);
  });

  it("is written once each, by one statement for many rows, in their order", async () => {
    await sql("insert into catalog.products (id, name) values ($1, 'chair'), ($2, 'table')", one, two);
    await sql("update catalog.products set stock = stock + 1");
    expect((await told()).sort()).toEqual([
      "insert product 1 v1",
      "insert product 2 v1",
      "update product 1 v2",
      "update product 2 v2",
    ]);
    const seqs = await database.sql<{ seq: string; xid: string; slot: number; at: Date }>(
      "select seq, xid, slot, at from catalog.outbox order by seq",
    );
    expect(seqs[0]?.xid).toBe(seqs[1]?.xid);
    expect(seqs[1]?.xid).not.toBe(seqs[2]?.xid);
    const keep = model.services[0]?.log?.keep ?? 0;
    for (const { slot, at } of seqs) {
      expect(slot).toBe(Math.floor(Number(at) / 1_000 / windowOf(keep)) % ringSize);
    }
  });

  it("is written once by COPY, ON CONFLICT and MERGE", async () => {
    const target = { schema: "catalog", table: "products", columns: ["id", "name"] };
    await copyInto(database.url, target, [
      [one, "chair"],
      [two, "table"],
    ]);
    await sql(
      `insert into catalog.products (id, name) values ($1, 'chair')
           on conflict (name) where deleted_at is null do update set stock = 9`,
      "00000000-0000-7000-8000-000000000003",
    );
    await sql(
      `insert into catalog.products (id, name) values ($1, 'chair') on conflict do nothing`,
      "00000000-0000-7000-8000-000000000003",
    );
    await sql(
      `merge into catalog.products p
       using (values ('chair', null), ('table', 5), ('lamp', 1)) as w (name, stock) on w.name = p.name
        when matched and w.stock is null then delete
        when matched then update set stock = w.stock
        when not matched then insert (id, name, stock) values ('00000000-0000-7000-8000-000000000004', w.name, w.stock)`,
    );
    const all = await told();
    expect(all.slice(0, 3)).toEqual(["insert product 1 v1", "insert product 2 v1", "update product 1 v2"]);
    expect(all.slice(3).sort()).toEqual([
      "delete product 1 v2",
      "insert product 4 v1",
      "update product 2 v2",
    ]);
  });

  it("is written for rows that a foreign key deletes too", async () => {
    await sql("insert into catalog.shelves (id, name) values ($1, 'a')", two);
    await sql("insert into catalog.products (id, name, shelf_id) values ($1, 'chair', $2)", one, two);
    await sql("delete from catalog.shelves");
    expect((await told()).slice(2)).toEqual(["delete shelf 2 v1", "delete product 1 v1"]);
  });

  it("is written for each time that one statement changes a row, in order", async () => {
    await sql("insert into catalog.shelves (id, name) values ($1, 'a'), ($2, 'b')", one, two);
    await sql("insert into catalog.pairs (id, left_id, right_id) values ($1, $1, $2)", one, two);
    await sql("truncate catalog.outbox");
    await sql("delete from catalog.shelves");
    expect(await told()).toEqual([
      "delete shelf 1 v1",
      "delete shelf 2 v1",
      "update pair 1 v2",
      "update pair 1 v3",
    ]);
    const [, , first, second] = await written();
    expect([first?.before, first?.after, second?.after]).toMatchObject([
      { left_id: one, right_id: two },
      { left_id: null, right_id: two },
      { left_id: null, right_id: null },
    ]);
    expect(second?.before).toEqual(first?.after);
  });

  it("is one row gone and another there where an id changes, and pairs each of many rows with itself", async () => {
    await insert(one, "chair");
    await sql("truncate catalog.outbox");
    await sql("update catalog.products set id = $1", two);
    expect(await told()).toEqual(["delete product 1 v1", "insert product 2 v2"]);
    expect(await written()).toMatchObject([
      { before: { id: one }, after: null },
      { before: null, after: { id: two } },
    ]);
    await sql("truncate catalog.outbox");
    await sql(
      "insert into catalog.products (id, name, stock) select gen_random_uuid(), 'n' || n, n from generate_series(1, 3000) n",
    );
    await sql("update catalog.products set stock = -stock where stock > 0");
    const wrong = await sql(
      `select from catalog.outbox where kind = 'update'
          and (before->'stock' is distinct from to_jsonb(-(after->>'stock')::int) or before->'id' <> after->'id')`,
    );
    expect(wrong).toEqual([]);
    expect((await told()).filter((line) => line.startsWith("update"))).toHaveLength(3_000);
  });

  it("is each of its own kind where one statement changes the id of a row and leaves that of another", async () => {
    await insert(one, "chair");
    await insert(two, "table");
    await sql("truncate catalog.outbox");
    await sql(
      `update catalog.products
          set stock = 1, id = case name when 'chair' then '00000000-0000-7000-8000-000000000003' else id end`,
    );
    expect((await told()).sort()).toEqual([
      "delete product 1 v1",
      "insert product 3 v2",
      "update product 2 v2",
    ]);
  });

  it("is written whatever a session says in the setting by which rows without another are told", async () => {
    await insert(one, "chair");
    await sql("truncate catalog.outbox");
    for (const said of ["on", "off"]) {
      await sql("begin");
      await sql("select set_config('lintel.unpaired', $1, true)", said);
      await sql("update catalog.products set stock = stock + 1");
      await sql("update catalog.products set id = case id when $1 then $2 else $1 end::uuid", one, two);
      await sql("update catalog.products set stock = stock + 1");
      await sql("commit");
    }
    expect(await told()).toEqual([
      "update product 1 v2",
      "delete product 1 v2",
      "insert product 2 v3",
      "update product 2 v4",
      "update product 2 v5",
      "delete product 2 v5",
      "insert product 1 v6",
      "update product 1 v7",
    ]);
  });

  it("is nothing where a statement changes no row", async () => {
    await sql("update catalog.products set stock = 1");
    await sql("delete from catalog.products");
    expect(await told()).toEqual([]);
  });

  it("is written once for TRUNCATE, and for each table that it takes along", async () => {
    await insert(one, "chair");
    await sql("truncate catalog.shelves cascade");
    const [first, ...others] = await told();
    expect(first).toBe("insert product 1 v1");
    expect(others.sort()).toEqual(["truncate pair  v0", "truncate product  v0", "truncate shelf  v0"]);
  });

  it("goes with the transaction, and with the savepoint", async () => {
    await sql("begin");
    await insert(one, "chair");
    await sql("savepoint here");
    await insert(two, "table");
    await sql("rollback to savepoint here");
    await sql("commit");
    expect(await told()).toEqual(["insert product 1 v1"]);
    await sql("begin");
    await sql("delete from catalog.products");
    await sql("rollback");
    expect(await told()).toEqual(["insert product 1 v1"]);
  });

  it("is not what a backfill does, nor what happens to an entity that is no feed", async () => {
    await insert(one, "chair");
    await sql("begin");
    await sql("set local lintel.backfill = 'on'");
    await sql("update catalog.products set stock = 7");
    await sql("commit");
    await sql("insert into catalog.plains (id, name) values ($1, 'x')", one);
    expect(await told()).toEqual(["insert product 1 v1"]);
  });

  it("says who caused it, where that is known", async () => {
    await sql("begin");
    await sql(`set local lintel.cause = '{"actor": {"kind": "user", "id": "u1"}}'`);
    await insert(one, "chair");
    await sql("commit");
    await insert(two, "table");
    const causes = await database.sql("select cause from catalog.outbox order by seq");
    expect(causes).toEqual([{ cause: { actor: { kind: "user", id: "u1" } } }, { cause: null }]);
  });

  it("is written for who may change the row, and has no right to the log", async () => {
    await sql("begin");
    await sql(`set local role ${clientRoles.writer}`);
    await sql("select set_config('lintel.act', 'create', true)");
    await expect(sql("select from catalog.outbox")).rejects.toThrow(/permission denied/);
    await sql("rollback");
    for (const client of Object.values(clientRoles)) {
      for (const table of [...Object.values(logTables), partitionOf("outbox", 3), partitionOf("log", 3)]) {
        const [held] = await sql(
          `select ${table.endsWith("_seq") ? "has_sequence_privilege($1, $2, 'usage')" : "has_table_privilege($1, $2, 'select, insert, update, delete, truncate')"} as any`,
          client,
          `catalog.${table}`,
        );
        expect(held, `${client} on ${table}`).toEqual({ any: false });
      }
    }
    await sql("begin");
    await sql(`set local role ${role}`);
    await insert(one, "chair");
    await sql("commit");
    expect(await told()).toEqual(["insert product 1 v1"]);
  });

  it("cannot be written by a trigger that somebody else makes", async () => {
    const [grants] = await sql(
      "select has_function_privilege('public', 'catalog.lintel_record()', 'execute') as anybody",
    );
    expect(grants).toEqual({ anybody: false });
  });
});

it("are the tables that a service has whose log is made by itself", async () => {
  const other = await createTestDatabase();
  await other.sql("create schema catalog");
  for (const statement of logTableStatements("catalog", 2 * 3_600_000)) await other.sql(statement);
  const read = (url: string) => withClient(url, (client) => introspect(client, ["catalog"]));
  const changes = difference(await read(other.url), await read(database.url));
  const about = Object.values(logTables).map((table) => `catalog.${table}`);
  expect(
    changes.filter(
      ({ subject, sql }) => about.some((one) => subject.startsWith(one)) && !sql.startsWith("comment on"),
    ),
  ).toEqual([]);
  expect(await other.sql("select from catalog.log_head")).toHaveLength(1);
  await other.drop();
});

describe("two transactions that change one row", () => {
  it("number their changes in the order in which they had the row", async () => {
    const { default: pg } = await import("pg");
    const others = await Promise.all(
      [0, 1].map(async () => {
        const client = new pg.Client({ connectionString: database.url });
        await client.connect();
        return client;
      }),
    );
    const [early, late] = others;
    if (!early || !late) return expect.unreachable();
    await insert(one, "chair");
    // The early transaction has its number first, and the row last.
    await early.query("begin");
    await early.query("select pg_current_xact_id()");
    await late.query("begin");
    await late.query("update catalog.products set stock = 1");
    const waiting = early.query("update catalog.products set stock = 2");
    await late.query("commit");
    await waiting;
    await early.query("commit");
    const rows = await database.sql<{ stock: number; xid: string }>(
      "select (after->>'stock')::int as stock, xid from catalog.outbox where kind = 'update' order by seq",
    );
    expect(rows.map(({ stock }) => stock)).toEqual([1, 2]);
    expect(BigInt(rows[0]?.xid ?? 0)).toBeGreaterThan(BigInt(rows[1]?.xid ?? 0));
    await Promise.all(others.map((client) => client.end()));
  });
});
