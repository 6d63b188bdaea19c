import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createFacts } from "../facts.js";
import { always } from "../plan/index.js";
import { type Database, openDatabase, quote } from "../postgres/index.js";
import { everyKind, everyKindModel, thingFields, thingModel, thingRow } from "../testing/cases/every-kind.js";
import { createTestDatabase, type TestDatabase } from "../testing/database.js";
import { template } from "../testing/test-system.js";
import { entityRowEncoder, loggedRow } from "./index.js";
import { utcMoment } from "./utc-moment.js";

let test: TestDatabase;
let database: Database;
beforeAll(async () => {
  test = await createTestDatabase(await template(everyKind));
  database = openDatabase({
    model: everyKindModel,
    urls: test.url,
    facts: createFacts(),
    statementTimeout: 10_000,
  });
});
afterAll(async () => {
  await database.close(0);
  await test.drop();
});

const columns = thingFields.map(({ column }) => quote(column)).join(", ");
const parameters = thingFields.map((_, at) => `$${at + 1}`).join(", ");
const zone = fc.constantFrom("UTC", "Europe/Berlin", "Asia/Kathmandu", "America/St_Johns", "Europe/Dublin");

async function logged(insert: string, values: readonly (string | null)[], zoneName: string): Promise<string> {
  await test.sql("truncate every.things, every.outbox");
  await test.sql(`set timezone = '${zoneName}'`);
  await test.sql(insert, values);
  const [entry] = await test.sql<{ after: string }>(
    "select after::text from every.outbox where kind = 'insert'",
  );
  return entry?.after ?? "";
}

async function overHttp(): Promise<string | undefined> {
  const [row] = await test.sql<{ id: string }>("select id from every.things");
  const read = await database.service("every").readOne({
    kind: "one",
    actor: { kind: "anonymous", id: "", roles: [] },
    entity: thingModel,
    id: row?.id ?? "",
    select: thingModel.fields,
    where: always,
    include: [],
  });
  return read?.json;
}

const encode = entityRowEncoder(thingModel.fields);

describe("a row of the log", () => {
  it("is the text that the HTTP API gives for it, byte for byte, whoever wrote it in whatever time zone", async () => {
    await fc.assert(
      fc.asyncProperty(thingRow, zone, async (values, zoneName) => {
        const after = await logged(
          `insert into every.things (id, ${columns}) values (gen_random_uuid(), ${parameters})`,
          values,
          zoneName,
        );
        expect(encode(loggedRow(after))).toBe(await overHttp());
      }),
      { numRuns: Number(process.env.LINTEL_ROW_RUNS ?? 60) },
    );
  });

  it.each([
    ["moments that RFC 3339 cannot say", "seen_at, heard_at", "'infinity', '0044-03-15 12:00:00+00 BC'"],
    ["years of five digits", "seen_at, heard_at", "'12026-03-15 12:00:00.5+00', '10000-01-01 00:00:00+00'"],
    ["years before Christ that begin with the zone", "seen_at", "'0001-12-31 23:30:00+00 BC'"],
    ["days that no calendar of the API has", "day, until", "'-infinity', '0044-03-15 BC'"],
    ["what is no number", "weight", "'NaN'"],
    ["JSON's null", "settings", "'null'"],
    ["nulls in a list", "tags, weights", "'{a,NULL}', '{1.5,NULL}'"],
    ["lists of lists", "tags, serials", "'{{a,b},{c,d}}', '{{1,2},{3,4}}'"],
  ])("holds %s as the API gives it, too", async (_, names, values) => {
    // Rows that a migration or an owner made, past the checks.
    const checks = await test.sql<{ name: string }>(
      "select conname as name from pg_constraint where conrelid = 'every.things'::regclass and contype = 'c'",
    );
    for (const { name } of checks) await test.sql(`alter table every.things drop constraint ${quote(name)}`);
    for (const zoneName of ["UTC", "Asia/Kathmandu"]) {
      const after = await logged(
        `insert into every.things (id, ${names}) values (gen_random_uuid(), ${values})`,
        [],
        zoneName,
      );
      expect(encode(loggedRow(after))).toBe(await overHttp());
    }
  });

  it("has null for a column that came later, and finds a renamed one under its former name", () => {
    const [id] = thingModel.fields;
    const field = thingModel.byName.get("count");
    if (!id || !field) return expect.unreachable();
    const toJson = entityRowEncoder([id, { ...field, formerColumns: ["amount"] }, field]);
    expect(toJson(loggedRow('{"id": "a", "amount": 3}'))).toBe('{"id":"a","count":3,"count":null}');
    expect(toJson(loggedRow('{"id": "a", "count": 4, "amount": 3}'))).toBe('{"id":"a","count":4,"count":4}');
  });
});

describe("a moment in JSON", () => {
  it.each([
    ["2026-01-01T01:00:00.123456+01:00", "2026-01-01T00:00:00.123456Z"],
    ["1890-01-01T00:19:32+00:19:32", "1890-01-01T00:00:00Z"],
    ["2026-01-01T00:00:00+00:00", "2026-01-01T00:00:00Z"],
    ["2025-12-31T20:30:00-03:30", "2026-01-01T00:00:00Z"],
    ["9999-12-31T23:00:00-05:00", "10000-01-01 04:00:00+00"],
    ["infinity", "infinity"],
  ])("%s is %s", (text, expected) => {
    expect(utcMoment(text)).toBe(expected);
  });
});
