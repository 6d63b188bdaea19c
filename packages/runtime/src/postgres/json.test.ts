import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Value } from "../plan/index.js";
import { createTestDatabase } from "../testing/database.js";
import { fieldNamed, openShop, type Shop, stranger } from "./fixture.js";

let shop: Shop;
beforeAll(async () => {
  shop = await openShop(await createTestDatabase());
});
afterAll(() => shop.close());

const storable = (text: string) => !text.includes("\u0000");
const hostile = fc
  .oneof(
    fc.string({ unit: "grapheme" }),
    fc.string({ unit: "binary" }),
    fc.constantFrom(
      '"',
      "\\",
      "\n\r\t\b\f\v\u001f\u007f",
      "\u2028\u2029",
      "😀",
      "NULL",
      "{}",
      '{"a":1}',
      "\\N",
      "é",
    ),
  )
  .filter(storable);
const moment = fc
  .tuple(
    fc.date({
      min: new Date("1600-01-01T00:00:00Z"),
      max: new Date("9999-01-01T00:00:00Z"),
      noInvalidDate: true,
    }),
    fc.integer({ min: 0, max: 999 }),
  )
  .map(([date, micros]) => date.toISOString().replace("Z", `${String(micros).padStart(3, "0")}Z`));
const amount = fc
  .tuple(fc.integer({ min: -999_999, max: 999_999 }), fc.integer({ min: 0, max: 999 }))
  .map(([whole, part]) => `${whole}.${String(part).padStart(3, "0")}`);
const stored = fc
  .jsonValue()
  .filter((value) => value !== null && storable(JSON.stringify(value).replaceAll("\\u0000", "\u0000")))
  .map((value) => JSON.parse(JSON.stringify(value)) as Value);
const row = fc.record({
  id: fc.uuid(),
  name: hostile,
  description: fc.option(hostile),
  price: fc.constantFrom("0.00", "0.10", "99999999.99"),
  stock: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  isActive: fc.boolean(),
  tags: fc.array(hostile, { maxLength: 4 }),
  amounts: fc.array(amount, { maxLength: 3 }),
  moments: fc.array(moment, { maxLength: 3 }),
  settings: fc.option(stored),
  releasedOn: fc.option(fc.constantFrom("2026-02-28", "0001-01-01", "9999-12-31")),
  seenAt: fc.option(moment),
  serial: fc.option(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String)),
  batch: fc.option(fc.uuid()),
  state: fc.constantFrom("new", 'odd"one'),
});

it("writes and reads every value back as it was, and as PostgreSQL itself would tell it", async () => {
  const { product } = shop;
  await fc.assert(
    fc.asyncProperty(row, async (values) => {
      await shop.test.sql("truncate catalog.products");
      const [made] = await shop.database.service("catalog").insert({
        kind: "insert",
        actor: stranger,
        entity: product,
        rows: [
          new Map(Object.entries(values).map(([name, value]) => [fieldNamed(product, name), value as Value])),
        ],
        returning: product.fields,
        must: { kind: "always" },
      });
      const read = await shop.database.service("catalog").readOne({
        kind: "one",
        actor: stranger,
        entity: product,
        id: values.id,
        select: product.fields,
        where: { kind: "always" },
        include: [],
      });
      expect(read?.json).toBe(made?.json);
      const object = JSON.parse(read?.json ?? "");
      expect(Object.keys(object)).toEqual(product.fields.map((field) => field.name));
      expect(sameMoments(object)).toEqual(sameMoments({ ...object, ...values }));
      expect(sameMoments(object)).toEqual(sameMoments(await reference()));
    }),
    { numRuns: 150 },
  );
});

/** The row as PostgreSQL's own functions make JSON of it, exact numbers as strings. */
async function reference(): Promise<Record<string, unknown>> {
  const members = shop.product.fields.map(({ name, column, type }) => {
    const exact = ["money", "decimal", "bigint"];
    const cast = exact.includes(type.kind)
      ? "::text"
      : type.kind === "list" && exact.includes(type.item.type.kind)
        ? "::text[]"
        : "";
    return `'${name}', ${column}${cast}`;
  });
  const [found] = await shop.test.sql<{ row: Record<string, unknown> }>(
    `select json_build_object(${members.join(", ")}) as row from catalog.products`,
  );
  return found?.row ?? {};
}

/** Moments to the microsecond, in whichever of their spellings. */
function sameMoments(row: Record<string, unknown>): Record<string, unknown> {
  const spell = (text: unknown) =>
    typeof text === "string"
      ? text
          .replace("+00:00", "Z")
          .replace(/\.(\d*?)0*Z$/, (_, digits: string) => (digits ? `.${digits}Z` : "Z"))
      : text;
  const moments = Array.isArray(row.moments) ? row.moments.map(spell) : row.moments;
  const times = ["seenAt", "createdAt", "updatedAt"].map((name) => [name, spell(row[name])]);
  return { ...row, moments, ...Object.fromEntries(times) };
}
