import {
  anyone,
  boolean,
  by,
  decimal,
  entity,
  enumeration,
  integer,
  json,
  list,
  role,
  search,
  service,
  system,
  text,
  timestamp,
} from "@lintel/runtime";
import { createTestDatabase, type TestDatabase } from "@lintel/runtime/testing";
import { push, resolve } from "@lintel/runtime/tools";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sizesIn, type Widths } from "../design/capacity/index.js";
import { measureWidths } from "./index.js";

/** Of another shape than a shop: long texts, many flags, values that are missing, lists, JSON, few values. */
const model = resolve(
  system("registry", {
    version: 1,
    services: [
      service("registry", {
        entities: {
          file: entity(
            {
              title: text({ max: 300 }),
              body: text().optional(),
              note: text().optional(),
              state: enumeration("open", "closed", "in-review"),
              urgent: boolean().default(false),
              sealed: boolean().optional(),
              paid: boolean().default(false),
              late: boolean().default(false),
              weight: decimal({ precision: 20, scale: 6 }).optional(),
              settings: json({ type: "object" }),
              tags: list(text()),
              seenAt: timestamp().optional(),
              pages: integer().optional(),
            },
            {
              access: { read: anyone, write: role("clerk") },
              softDelete: true,
              indexes: [
                by("state", "urgent"),
                by("urgent"),
                by("weight"),
                by("seenAt").where({ sealed: true }),
                by("title").unique(),
                search(["title", "note"]),
              ],
            },
          ),
        },
      }),
    ],
  }),
);

/** Rows that a formula makes, the same each time. */
const rowsSql = (count: number) => `
  insert into registry.files (id, title, body, note, state, urgent, sealed, paid, late, weight, settings, tags, seen_at, pages, deleted_at)
  select md5('id' || n)::uuid,
         'File ' || n || ' of ' || substr(md5(n::text), 1, n % 30),
         case when n % 3 > 0 then (select string_agg(substr(md5((w * 7 + n) % 400 || ''), 1, 3 + w % 6), ' ')
                                     from generate_series(1, (n * 37) % 900) as w) end,
         case when n % 5 = 0 then (select string_agg('word' || (w * n) % 3000, ' ') from generate_series(1, n % 20) as w) end,
         (array['open', 'closed', 'in-review'])[1 + n % 3],
         n % 50 = 0,
         case when n % 4 > 0 then n % 8 = 1 end,
         n % 2 = 0,
         n % 7 = 0,
         case when n % 3 > 0 then (n * 1234.567891)::numeric(20, 6) end,
         jsonb_build_object('a', n, 'long', repeat('s', n % 40), 'list', jsonb_build_array(n, n + 1)),
         (select coalesce(array_agg('tag' || t), '{}') from generate_series(1, n % 5) as t),
         case when n % 2 = 0 then now() - n * interval '1 minute' end,
         case when n % 3 = 0 then n end,
         case when n % 40 = 0 then now() end
    from generate_series(1, ${count}) as n`;

async function filled(count: number): Promise<TestDatabase> {
  const database = await createTestDatabase();
  await push({ url: database.url, model });
  await database.sql(rowsSql(count));
  await database.sql("reindex table registry.files");
  await database.sql("vacuum analyze registry.files");
  return database;
}

describe("a registry of files", () => {
  const rows = 8_000;
  let widths: Widths;
  let large: TestDatabase;
  beforeAll(async () => {
    const small = await filled(2_000);
    widths = await measureWidths({ url: small.url, model });
    await small.drop();
    large = await filled(rows);
  }, 120_000);
  afterAll(() => large?.drop());

  it("takes the room that was estimated from the widths of a few, its table, what lies outside of it, and each index", async () => {
    const [table] = sizesIn(model, widths);
    const size = table?.sizeAt(rows);
    const held = async (relation: string) => {
      const [row] = await large.sql<{ bytes: number }>(
        "select pg_relation_size($1::regclass)::float8 as bytes",
        [relation],
      );
      return row?.bytes ?? 0;
    };
    const [outside] = await large.sql<{ bytes: number }>(
      "select pg_total_relation_size(reltoastrelid)::float8 as bytes from pg_class where oid = 'registry.files'::regclass",
    );
    const found: [string, number, number][] = [
      ["table", size?.table ?? 0, await held("registry.files")],
      ["outside", size?.outside ?? 0, outside?.bytes ?? 0],
    ];
    for (const { name, bytes } of size?.indexes ?? [])
      found.push([name, bytes, await held(`registry.${name}`)]);
    expect(found.length).toBe(9);
    const far = found.filter(
      ([, estimated, is]) => Math.abs(estimated - is) > Math.max(0.15 * is, 2 * 8_192),
    );
    expect(far).toEqual([]);
  });

  it("is found to miss what it misses", () => {
    const files = widths.tables["registry.files"];
    expect(files?.rows).toBe(2_000);
    expect(files?.columns.body?.absent).toBeCloseTo(1 / 3, 2);
    expect(files?.columns.deleted_at?.absent).toBeCloseTo(39 / 40, 2);
    expect(Object.values(files?.parts ?? {}).every((part) => part > 0 && part < 1)).toBe(true);
  });
});
