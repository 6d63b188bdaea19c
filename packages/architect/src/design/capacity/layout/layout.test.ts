import { randomBytes } from "node:crypto";
import { createTestDatabase, type TestDatabase } from "@lintel/runtime/testing";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { btreePages, keyBytes } from "./btree.js";
import { heapPages } from "./heap.js";
import { numericBytes } from "./numeric.js";
import { storageOf } from "./storage-type.js";
import { chunkTuple, storedRow } from "./toast.js";
import { tupleBytes, type ValueBytes } from "./tuple.js";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await database.sql("create extension pageinspect");
});
afterAll(() => database?.drop());

/** A type, a value of it as text, and how many bytes that has where its type varies. */
interface Value {
  readonly type: string;
  readonly text: string | null;
  readonly bytes: ValueBytes;
}

const value = (type: string, arbitrary: fc.Arbitrary<string>, bytes: (text: string) => number) =>
  fc
    .option(arbitrary, { nil: null, freq: 5 })
    .map((text): Value => ({ type, text, bytes: text === null ? undefined : bytes(text) }));
const fixed = (type: string, ...texts: readonly string[]) => value(type, fc.constantFrom(...texts), () => 0);
const digits = (most: number) => fc.stringMatching(new RegExp(`^[0-9]{0,${most}}$`));

const values: fc.Arbitrary<Value> = fc.oneof(
  fixed("boolean", "true", "false"),
  fixed("smallint", "7"),
  fixed("integer", "7"),
  fixed("bigint", "7"),
  fixed("double precision", "1.5"),
  fixed("date", "2026-01-02"),
  fixed("timestamptz", "2026-01-02T03:04:05Z"),
  fixed("uuid", "018cc39b-8b00-7004-8000-000000000000"),
  value(
    "text",
    fc.string({ maxLength: 140 }).map((text) => text.replaceAll("\u0000", "")),
    (text) => Buffer.byteLength(text),
  ),
  value(
    "text",
    fc.integer({ min: 120, max: 135 }).map((length) => "x".repeat(length)),
    (text) => text.length,
  ),
  value(
    "numeric",
    fc.tuple(digits(20), digits(12)).map(([whole, part]) => `${whole || "0"}.${part || "0"}`),
    numericBytes,
  ),
);

describe("a row", () => {
  it("has as many bytes on its page as PostgreSQL gives it, whatever its types, values and nulls", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(values, { minLength: 1, maxLength: 20 }), async (row) => {
        const columns = row.map(({ type }, at) => `c${at} ${type}`).join(", ");
        await database.sql(`drop table if exists one; create table one (${columns})`);
        await database.sql(
          `insert into one values (${row.map(({ type }, at) => `$${at + 1}::text::${type}`).join(", ")})`,
          row.map(({ text }) => text),
        );
        const [found] = await database.sql<{ bytes: number }>(
          "select lp_len::integer as bytes from heap_page_items(get_raw_page('one', 0))",
        );
        expect(
          tupleBytes(
            row.map(({ type }) => storageOf(type)),
            row.map(({ bytes }) => bytes),
          ),
        ).toBe(found?.bytes);
      }),
      { numRuns: 60 },
    );
  });

  it("lies as PostgreSQL keeps it where its values are too long for it", async () => {
    const types = ["integer", "text", "text"].map(storageOf);
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 9_000 }),
        fc.integer({ min: 0, max: 3_000 }),
        async (a, b) => {
          // Nothing that could be compressed by a quarter.
          const texts = [a, b].map((length) => randomBytes(length).toString("base64").slice(0, length));
          await database.sql("drop table if exists long; create table long (n integer, a text, b text)");
          await database.sql("insert into long values (1, $1, $2)", texts);
          const [found] = await database.sql<{ bytes: number; toast: string }>(
            `select lp_len::integer as bytes, (select reltoastrelid::regclass::text from pg_class where oid = 'long'::regclass) as toast
             from heap_page_items(get_raw_page('long', 0))`,
          );
          const chunks = await database.sql<{ bytes: number }>(
            `select octet_length(chunk_data) as bytes from ${found?.toast ?? ""} order by chunk_id, chunk_seq`,
          );
          const stored = storedRow(types, [4, a, b], [1, 1, 1]);
          expect(stored.bytes).toBe(found?.bytes);
          expect([...stored.chunks].sort((x, y) => x - y)).toEqual(
            chunks.map(({ bytes }) => bytes).sort((x, y) => x - y),
          );
        },
      ),
      { numRuns: 25 },
    );
    expect(chunkTuple(1_996)).toBe(2_032);
  });
});

describe("pages", () => {
  const rows = 30_000;
  const pagesOf = async (relation: string) => {
    const [found] = await database.sql<{ pages: number }>(
      "select (pg_relation_size($1::regclass) / 8192)::integer as pages",
      [relation],
    );
    return found?.pages ?? 0;
  };
  /** To the page, or within a two-hundredth. */
  const about = (pages: number, held: number) =>
    expect(Math.abs(pages - held), `${pages} pages for ${held}`).toBeLessThanOrEqual(Math.max(1, held / 200));

  beforeAll(async () => {
    await database.sql(`create table many as
      select n, n::bigint as big, n % 3 = 0 as few, n % 500 as lot, (n % 7)::text as word, n::numeric as amount,
             case when n % 2 = 0 then n end as half, repeat('x', n % 60) as text, md5(n::text)::uuid as id
        from generate_series(1, ${rows}) as n`);
    await database.sql("create table loose (n bigint, text text) with (fillfactor = 70)");
    await database.sql(
      `insert into loose select n, repeat('x', n % 60) from generate_series(1, ${rows}) as n`,
    );
    await database.sql("vacuum many, loose");
  });

  it("of a table are as many as rows fill one behind another, also with room left", async () => {
    const types = ["bigint", "text"].map(storageOf);
    const tuples = Array.from({ length: 60 }, (_, at) => tupleBytes(types, [8, at]));
    // Extended by many pages at a time, of which the last may be empty.
    const held = await database.sql<{ pages: number }>(
      "select count(distinct (ctid::text::point)[0])::integer as pages from loose",
    );
    about(heapPages(rows, tuples, 70), held[0]?.pages ?? 0);
  });

  const text = Array.from({ length: 60 }, (_, at) => at);
  it.each<[string, string, readonly number[], number]>([
    ["unique numbers", "(n)", [keyBytes([storageOf("integer")], [4])], 1],
    ["ids", "(id)", [keyBytes([storageOf("uuid")], [16])], 1],
    ["two columns", "(big, id)", [keyBytes(["bigint", "uuid"].map(storageOf), [8, 16])], 1],
    [
      "texts of many lengths",
      "(text, id)",
      text.map((at) => keyBytes(["text", "uuid"].map(storageOf), [at, 16])),
      1,
    ],
    ["two values, each once for every row", "(few)", [keyBytes([storageOf("boolean")], [1])], rows / 2],
    ["five hundred values", "(lot)", [keyBytes([storageOf("integer")], [4])], rows / 500],
    ["seven words", "(word)", [keyBytes([storageOf("text")], [1])], rows / 7],
    ["amounts, which are never kept together", "(amount)", [keyBytes([storageOf("numeric")], [4])], 1],
    ["a room of a half", "(n) with (fillfactor = 50)", [keyBytes([storageOf("integer")], [4])], 1],
  ])("of a btree over %s are as many as PostgreSQL builds", async (_, over, keys, sameKey) => {
    await database.sql(`create index probe on many ${over}`);
    const fillFactor = over.includes("fillfactor") ? 50 : 90;
    const held = await pagesOf("probe");
    await database.sql("drop index probe");
    about(btreePages({ rows, keys, sameKey, fillFactor }), held);
  });

  it("of nothing are none, and the first page of a btree", () => {
    expect(heapPages(0, [40])).toBe(0);
    expect(btreePages({ rows: 0, keys: [16] })).toBe(1);
  });
});
