import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FieldModel, fieldValue } from "../../blueprint/index.js";
import { LintelError } from "../../errors.js";
import { createFacts } from "../../facts.js";
import { loggedRow } from "../../log/index.js";
import { filterPredicate, type Predicate } from "../../plan/index.js";
import { type Database, openDatabase, quote } from "../../postgres/index.js";
import { push } from "../../postgres/migrate/index.js";
import {
  everyKindModel,
  storedValue,
  thingFields,
  thingModel,
  thingRow,
} from "../../testing/cases/every-kind.js";
import { createTestDatabase, type TestDatabase } from "../../testing/database.js";
import { compileHolds } from "./holds.js";
import { readTextRules, type TextRules } from "./text-rules.js";

const numRuns = Number(process.env.LINTEL_PREDICATE_RUNS ?? 10);
const columns = thingFields.map(({ column }) => quote(column)).join(", ");

const operators = ["eq", "ne", "lt", "lte", "gt", "gte"] as const;
const families = [
  ["name", "other", "page", "contact", "state"],
  ["count", "total", "serial", "weight", "price"],
  ["isGood", "isBad"],
  ["day", "until"],
  ["seenAt", "heardAt"],
  ["batch", "twin", "id"],
];

/** A condition on one field, as a filter in a blueprint states it; what is refused there is left out. */
const condition: fc.Arbitrary<object> = fc.oneof(
  fc.constantFrom(...thingFields).chain((field) => conditionOn(field)),
  fc
    .constantFrom(...families)
    .chain((names) =>
      fc.tuple(fc.constantFrom(...names), fc.constantFrom(...operators), fc.constantFrom(...names)),
    )
    .map(([name, operator, fieldValue]) => ({ [name]: { [operator]: { fieldValue } } })),
);

function conditionOn({ name, type }: FieldModel): fc.Arbitrary<object> {
  const value = storedValue(type).map((text) =>
    type.kind === "boolean" ? text === "true" : type.kind === "integer" ? Number(text) : text,
  );
  return fc.oneof(
    fc
      .tuple(fc.constantFrom(...operators), value)
      .map(([operator, one]) => ({ [name]: { [operator]: one } })),
    fc.array(value, { maxLength: 4 }).map((values) => ({ [name]: { in: values } })),
    fc.boolean().map((yes) => ({ [name]: { isNull: yes } })),
    fc
      .tuple(fc.constantFrom("startsWith", "contains"), fc.oneof(value, fc.string({ maxLength: 3 })))
      .map(([operator, one]) => ({ [name]: { [operator]: String(one) } })),
  );
}

function predicateOf(filter: object): Predicate | undefined {
  try {
    return filterPredicate(thingModel, filter as never);
  } catch (error) {
    if (error instanceof LintelError && error.code === "FILTER_UNSUPPORTED") return undefined;
    throw error;
  }
}

const { predicate } = fc.letrec<{
  predicate: Predicate | undefined;
  join: Predicate | undefined;
  one: Predicate | undefined;
}>((tie) => ({
  predicate: fc.oneof({ depthSize: "small" }, tie("one"), tie("join")),
  one: condition.map(predicateOf),
  join: fc
    .tuple(
      fc.constantFrom("and" as const, "or" as const),
      fc.array(tie("predicate"), { minLength: 1, maxLength: 3 }),
    )
    .map(([kind, parts]) => ({ kind, parts: parts.filter((part) => part !== undefined) })),
}));

const exotic = [
  ["weight, price", "'NaN', 'NaN'"],
  ["weight, price", "'NaN', '0'"],
  ["day, until", "'infinity', '-infinity'"],
  ["day, until", "'0044-03-15 BC', '12026-01-01'"],
  ["seen_at, heard_at", "'infinity', '-infinity'"],
  ["seen_at, heard_at", "'0044-03-15 12:00:00+00 BC', '12026-01-01 00:00:00+00'"],
  ["contact, name", "'\u212aIT@example.org', 'x\u0130Y'"],
];

describe.each([
  ["the collation of the server", ""],
  ["the order of bytes", "template template0 encoding 'UTF8' locale 'C'"],
  ["a collation of ICU", "template template0 encoding 'UTF8' locale_provider icu icu_locale 'de' locale 'C'"],
  [
    "the letters of Turkish",
    "template template0 encoding 'UTF8' locale_provider icu icu_locale 'tr' locale 'C'",
  ],
])("a condition in JavaScript, with %s", (_, creation) => {
  const name = `test_${randomBytes(8).toString("hex")}`;
  let server: TestDatabase;
  let test: TestDatabase;
  let database: Database;
  let rules: TextRules;
  beforeAll(async () => {
    server = await createTestDatabase();
    await server.sql(`create database ${name} ${creation}`);
    test = await createTestDatabase(name);
    await push({ url: test.url, model: everyKindModel });
    database = openDatabase({
      model: everyKindModel,
      urls: test.url,
      facts: createFacts(),
      statementTimeout: 10_000,
    });
    rules = await readTextRules(database.service("every"));
    const checks = await test.sql<{ name: string }>(
      "select conname as name from pg_constraint where conrelid = 'every.things'::regclass and contype = 'c'",
    );
    for (const check of checks)
      await test.sql(`alter table every.things drop constraint ${quote(check.name)}`);
  });
  afterAll(async () => {
    await database.close(0);
    await test.drop();
    await server.sql(`drop database ${name} with (force)`);
    await server.drop();
  });

  it("holds for those rows of the log for which PostgreSQL says so of the rows of the table", async () => {
    let decided = 0;
    const rows = fc.array(thingRow, { minLength: 5, maxLength: 20 });
    const predicates = fc.array(predicate, { minLength: 20, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(rows, predicates, async (given, asked) => {
        await test.sql("truncate every.things, every.outbox");
        await insert(test, given);
        const logged = await test.sql<{ key: string; after: string }>(
          "select key, after::text from every.outbox where kind = 'insert' order by key",
        );
        for (const where of asked) {
          if (!where) continue;
          const holds = decidable(where, rules);
          if (!holds) continue;
          decided += 1;
          const mine = logged.filter(({ after }) => holds(loggedRow(after))).map(({ key }) => key);
          expect({ where: describePredicate(where), rows: mine }).toEqual({
            where: describePredicate(where),
            rows: await found(database, where),
          });
        }
      }),
      { numRuns },
    );
    expect(decided).toBeGreaterThan(numRuns);
  });
});

/** All of them, and the exotic ones, in two statements. */
async function insert(test: TestDatabase, rows: readonly (readonly (string | null)[])[]): Promise<void> {
  const groups = rows.map(
    (values, row) =>
      `(gen_random_uuid(), ${values.map((_, at) => `$${row * values.length + at + 1}`).join(", ")})`,
  );
  await test.sql(`insert into every.things (id, ${columns}) values ${groups.join(", ")}`, rows.flat());
  await test.sql(
    exotic
      .map(
        ([names, values]) => `insert into every.things (id, ${names}) values (gen_random_uuid(), ${values})`,
      )
      .join(";\n"),
  );
}

function decidable(where: Predicate, rules: TextRules) {
  try {
    return compileHolds(where, rules);
  } catch (error) {
    if (error instanceof LintelError && error.code === "FILTER_UNSUPPORTED") return undefined;
    throw error;
  }
}

function describePredicate(where: Predicate): string {
  return JSON.stringify(where, (key, value) => (key === "field" || key === "other" ? value.name : value));
}

async function found(database: Database, where: Predicate): Promise<readonly string[]> {
  const [id] = thingModel.fields;
  if (!id) return expect.unreachable();
  const { rows } = await database.service("every").readList({
    kind: "list",
    actor: { kind: "anonymous", id: "", roles: [] },
    entity: thingModel,
    select: [id],
    where,
    sort: [{ field: id, descending: false }],
    size: 100,
    include: [],
  });
  return rows.map((row) => (JSON.parse(row) as { id: string }).id);
}

describe("what cannot be told outside of PostgreSQL", () => {
  const rules: TextRules = { ordersBytes: false, lowersAscii: true, lowered: new Map() };
  const bytes: TextRules = { ...rules, ordersBytes: true };
  const turkish: TextRules = { ...rules, lowersAscii: false };
  it.each([
    ["the order of text", { name: { lt: "m" } }, rules],
    ["the order of two texts", { name: { gte: fieldValue("other") } }, rules],
    ["the order of addresses", { contact: { gt: "a@b.org" } }, rules],
    ["letters beyond ASCII in any case", { name: { contains: "\u00c9" } }, bytes],
    ["an address with such letters", { contact: "\u00e9@example.org" }, bytes],
    ["an address that begins with such letters", { contact: { startsWith: "\u00e9" } }, bytes],
    ["any case, where letters have another small form", { name: { contains: "i" } }, turkish],
    ["a null that may be one of JSON", { settings: { isNull: true } }, bytes],
    ["a null in place of a list of objects", { places: { isNull: true } }, bytes],
  ])("%s is refused", (_, filter, given) => {
    const where = filterPredicate(thingModel, filter);
    expect(() => compileHolds(where, given)).toThrow(expect.objectContaining({ code: "FILTER_UNSUPPORTED" }));
  });

  it("names the field, the comparison and the reason", () => {
    expect(() => compileHolds(filterPredicate(thingModel, { name: { lt: "m" } }), rules)).toThrow(
      'Received the comparison "lt" for "name" of a feed; expected another one: the order of text is a matter of the database\'s collation.',
    );
  });
});
