import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Predicate, Value } from "../plan/index.js";
import { createTestDatabase } from "../testing/database.js";
import { fieldNamed, openShop, type Shop, stranger } from "./fixture.js";

let shop: Shop;
beforeAll(async () => {
  shop = await openShop(await createTestDatabase());
});
afterAll(() => shop.close());

type Row = Record<string, Value>;

const hostile = fc.constantFrom("a", "A%", "_", "\\", "a'b", '"', "$1", "100% a_b\\c", "");
const row = fc.record({
  id: fc.uuid(),
  name: hostile,
  description: fc.option(hostile),
  price: fc.constantFrom("0.00", "9.50", "10.00", "100.00"),
  stock: fc.integer({ min: -3, max: 3 }),
  isActive: fc.boolean(),
  state: fc.constantFrom("new", 'odd"one', "it's"),
  serial: fc.option(fc.constantFrom("9007199254740993", "9007199254740992")),
});
const operator = fc.constantFrom("eq", "ne", "lt", "lte", "gt", "gte");

it("agrees with the same condition evaluated here", async () => {
  const named = (name: string) => fieldNamed(shop.product, name);
  const compare = (name: string, value: fc.Arbitrary<Value>): fc.Arbitrary<Predicate> =>
    fc.record({ kind: fc.constant("compare" as const), field: fc.constant(named(name)), operator, value });
  const leaf: fc.Arbitrary<Predicate> = fc.oneof(
    fc.constantFrom({ kind: "always" as const }, { kind: "never" as const }),
    compare("price", fc.constantFrom("9.5", "10", "11.000")),
    compare("stock", fc.integer({ min: -3, max: 3 })),
    compare("serial", fc.constantFrom("9007199254740993", "9007199254740992")),
    fc.record({
      kind: fc.constant("compare" as const),
      field: fc.constantFrom(named("name"), named("isActive")),
      operator: fc.constantFrom("eq" as const, "ne" as const),
      value: fc.constantFrom<Value>("true"),
    }),
    fc.record({
      kind: fc.constant("compare" as const),
      field: fc.constant(named("isActive")),
      operator: fc.constantFrom("eq" as const, "ne" as const),
      value: fc.boolean(),
    }),
    fc.record({
      kind: fc.constant("compare" as const),
      field: fc.constant(named("state")),
      operator: fc.constantFrom("eq" as const, "ne" as const),
      value: fc.constantFrom('odd"one', "it's", "new", "unlisted'"),
    }),
    fc.record({
      kind: fc.constant("compareFields" as const),
      field: fc.constant(named("name")),
      operator: fc.constantFrom("eq" as const, "ne" as const),
      other: fc.constant(named("description")),
    }),
    fc.record({
      kind: fc.constant("in" as const),
      field: fc.constantFrom(named("name"), named("description")),
      values: fc.array(hostile, { maxLength: 3 }),
    }),
    fc.record({
      kind: fc.constant("isNull" as const),
      field: fc.constant(named("description")),
      isNull: fc.boolean(),
    }),
    fc.record({
      kind: fc.constantFrom("startsWith" as const, "contains" as const),
      field: fc.constantFrom(named("name"), named("description")),
      value: hostile,
    }),
  );
  const { predicate } = fc.letrec<{ predicate: Predicate }>((tie) => ({
    predicate: fc.oneof(
      { maxDepth: 3 },
      leaf,
      fc.record({
        kind: fc.constantFrom("and" as const, "or" as const),
        parts: fc.array(tie("predicate"), { maxLength: 3 }),
      }),
    ),
  }));
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(row, { selector: (each) => each.id, minLength: 1, maxLength: 12 }),
      predicate,
      async (rows, where) => {
        await shop.test.sql("truncate catalog.products");
        for (const each of rows) {
          await shop.test.sql(
            "insert into catalog.products (id, name, description, price, stock, is_active, serial, state) values ($1, $2, $3, $4, $5, $6, $7, $8)",
            [
              each.id,
              each.name,
              each.description,
              each.price,
              each.stock,
              each.isActive,
              each.serial,
              each.state,
            ],
          );
        }
        const page = await shop.database.service("catalog").readList({
          kind: "list",
          actor: stranger,
          entity: shop.product,
          select: [named("id")],
          where,
          sort: [{ field: named("id"), descending: false }],
          size: 100,
          include: [],
        });
        const expected = rows.filter((each) => holds(where, each)).map((each) => each.id);
        expect(page.rows.map((json) => JSON.parse(json).id).sort()).toEqual(expected.sort());
      },
    ),
    { numRuns: 150 },
  );
});

function holds(where: Predicate, row: Row): boolean {
  switch (where.kind) {
    case "always":
      return true;
    case "never":
      return false;
    case "and":
      return where.parts.every((part) => holds(part, row));
    case "or":
      return where.parts.some((part) => holds(part, row));
    case "isNull":
      return (row[where.field.name] === null) === where.isNull;
    case "in":
      return row[where.field.name] !== null && where.values.includes(row[where.field.name] ?? null);
    case "startsWith":
      return row[where.field.name] !== null && String(row[where.field.name]).startsWith(where.value);
    case "contains": {
      const text = row[where.field.name] ?? null;
      return text !== null && String(text).toLowerCase().includes(where.value.toLowerCase());
    }
    case "compareFields":
      return compares(where.field.type.kind, where.operator, row[where.field.name], row[where.other.name]);
    case "compare":
      return compares(where.field.type.kind, where.operator, row[where.field.name], where.value);
  }
}

function compares(
  kind: string,
  operator: string,
  left: Value | undefined,
  right: Value | undefined,
): boolean {
  if (left === null || right === null) return false;
  const [a, b] = numeric(kind, left, right) ?? [String(left), String(right)];
  const results: { readonly [name: string]: boolean } = {
    eq: a === b,
    ne: a !== b,
    lt: a < b,
    lte: a <= b,
    gt: a > b,
    gte: a >= b,
  };
  return results[operator] ?? false;
}

function numeric(
  kind: string,
  left: unknown,
  right: unknown,
): [bigint, bigint] | [number, number] | undefined {
  if (kind === "bigint") return [BigInt(String(left)), BigInt(String(right))];
  if (kind === "money" || kind === "integer") return [Number(left), Number(right)];
  return undefined;
}
