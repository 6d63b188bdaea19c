import { createTestDatabase, type TestDatabase } from "@lintel/runtime/testing";
import { entityTables, push, quote, type SystemModel } from "@lintel/runtime/tools";
import { afterEach, describe, expect, it } from "vitest";
import { keptInterviews } from "../../../cli/interview/fixture.js";
import { draftedFrom } from "../../../cli/interview/scenario.js";
import type { Architecture } from "../../architecture.js";
import { readMarkdown } from "../fixture.js";
import { commerce, designed } from "../scenario.js";
import { databaseDocument } from "./index.js";

const opened: TestDatabase[] = [];

afterEach(async () => {
  for (const database of opened.splice(0)) await database.drop();
});

async function database(): Promise<TestDatabase> {
  const made = await createTestDatabase();
  opened.push(made);
  return made;
}

/** Columns, constraints and indexes of the tables of the entities, in PostgreSQL's own words. */
async function heldBy({ sql }: TestDatabase, model: SystemModel) {
  const tables = model.services.flatMap(({ entities }) =>
    entities.map((entity) => `${quote(entity.schema)}.${quote(entity.table)}`),
  );
  await sql("set search_path to ''");
  const one = async (query: string) => (await sql<{ line: string }>(query, [tables])).map(({ line }) => line);
  return {
    columns: await one(
      `select format('%s.%s %s%s default %s', a.attrelid::regclass, a.attname, format_type(a.atttypid, a.atttypmod),
                     case when a.attnotnull then ' not null' else '' end, pg_get_expr(d.adbin, d.adrelid)) as line
         from pg_attribute a
         left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
        where a.attrelid = any ($1::regclass[]) and a.attnum > 0 and not a.attisdropped
        order by a.attrelid::regclass::text, a.attname`,
    ),
    constraints: await one(
      `select format('%s.%s %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) as line
         from pg_constraint
        where conrelid = any ($1::regclass[]) and contype in ('p', 'u', 'c', 'f')
        order by conrelid::regclass::text, conname`,
    ),
    indexes: await one(
      `select pg_get_indexdef(indexrelid) as line
         from pg_index
        where indrelid = any ($1::regclass[])
        order by indexrelid::regclass::text`,
    ),
  };
}

/** The statements that a reader of the document would write. */
function statementsIn(markdown: string, model: SystemModel): readonly string[] {
  const { tables } = readMarkdown(markdown);
  const names = model.services.flatMap(({ entities }) =>
    entities.map((one) => [one.schema, one.table] as const),
  );
  const first: string[] = model.services.map(({ schema }) => `create schema ${quote(schema)}`);
  const last: string[] = [];
  for (const [schema, name] of names) {
    const own = tables.filter(({ under }) => under === `${schema}.${name}`);
    const rowsOf = (title: string) => own.find(({ titles }) => titles[0] === title)?.rows ?? [];
    const columns = rowsOf("Column").map(
      ([column = "", type, isNull, given]) =>
        `${quote(column)} ${type}${isNull === "no" ? " not null" : ""}${given ? ` default ${given}` : ""}`,
    );
    first.push(`create table ${quote(schema)}.${quote(name)} (${columns.join(", ")})`);
    for (const [constraint = "", definition = ""] of rowsOf("Constraint")) {
      const list = definition.startsWith("foreign key") ? last : first;
      list.push(
        `alter table ${quote(schema)}.${quote(name)} add constraint ${quote(constraint)} ${definition}`,
      );
    }
    for (const [, definition = ""] of rowsOf("Index"))
      if (definition.startsWith("create ")) first.push(definition);
  }
  return [...first, ...last];
}

async function expectTrue(architecture: Architecture): Promise<void> {
  const { model } = architecture;
  const real = await database();
  await push({ url: real.url, model });
  const written = await database();
  const { text } = databaseDocument(architecture);
  for (const statement of statementsIn(text, model)) await written.sql(statement);
  const said = await heldBy(written, model);
  expect(said.columns.length).toBeGreaterThan(10);
  expect(said).toEqual(await heldBy(real, model));

  const tables = await real.sql<{ name: string }>(
    `select n.nspname || '.' || c.relname as name
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = any ($1) and c.relkind in ('r', 'p') and not c.relispartition`,
    [model.services.map(({ schema }) => schema)],
  );
  const read = readMarkdown(text);
  const kept = read.tables.find(({ under }) => under === "Tables that Lintel keeps")?.rows ?? [];
  const named = [
    ...read.headings.map((one) => one.text),
    ...kept.flatMap(([name, schemas]) => (schemas ?? "").split(", ").map((schema) => `${schema}.${name}`)),
  ];
  expect(tables.map(({ name }) => name).filter((name) => !named.includes(name))).toEqual([]);
}

describe("the database specification", () => {
  it("says of the shop what PostgreSQL holds", async () => {
    await expectTrue(await commerce());
  });

  it("says of a draft what PostgreSQL holds", async () => {
    const [payments] = keptInterviews.filter(({ name }) => name === "payments");
    if (!payments) throw new Error("The interview about payments is kept.");
    const { brief, model } = await draftedFrom(payments);
    await expectTrue(designed(brief, model));
  });

  it("says of each index what it serves", async () => {
    const { model, ...rest } = await commerce();
    const { tables } = readMarkdown(databaseDocument({ model, ...rest }).text);
    const rows = tables.filter(({ titles }) => titles[0] === "Index").flatMap((one) => one.rows);
    const serves = new Map(rows.map(([name = "", , says = ""]) => [name, says]));
    const indexes = model.services.flatMap(entityTables).flatMap(({ drafts }) => [...drafts.keys()]);
    expect(indexes.filter((name) => !serves.get(name))).toEqual([]);
    expect(serves.get("products_category_id_price_idx")).toContain(
      "GET /v1/products with filter[category], also with sort=price or filter[price]; sort=category.",
    );
    expect(serves.get("products_search_vector_idx")).toBe("GET /v1/products?q=.");
    expect(serves.get("users_email_key")).toContain(
      "Holds that no two of the rows that are not deleted have the same email.",
    );
    expect(serves.get("addresses_user_id_key")).toContain(
      'no two of the rows that satisfy "is_default" = true have the same user',
    );
    expect(serves.get("payments_created_at_idx")).toMatch(/^Nothing that is known/);
    expect(serves.get("products_pkey")).toContain("GET /v1/products/{id}");
  });
});
