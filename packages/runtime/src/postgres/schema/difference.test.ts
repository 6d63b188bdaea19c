import fc from "fast-check";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { field as makeField, originOf, resolve, type SystemModel } from "../../blueprint/index.js";
import {
  bigint,
  boolean,
  by,
  check,
  date,
  decimal,
  email,
  entity,
  enumeration,
  fieldValue,
  integer,
  json,
  list,
  money,
  reference,
  search,
  service,
  system,
  text,
  timestamp,
  url,
  uuid,
} from "../../index.js";
import { createTestDatabase, type TestDatabase } from "../../testing/database.js";
import { withClient } from "../migrate/connect.js";
import {
  type Change,
  type DatabaseDescription,
  describeSystem,
  difference,
  install,
  introspect,
} from "./index.js";
import { ensureMentionedRoles } from "./roles.js";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => {
  await database.drop();
});

/** A field of any kind under one of few names, so that two blueprints change the same columns. */
const fieldKinds = {
  text: () => text({ max: 40 }),
  longer: () => text({ min: 1, max: 80 }).default("it's"),
  patterned: () => text({ pattern: "^\\w+$" }).optional(),
  email: () => email().unique(),
  url: () => url().optional(),
  integer: () => integer({ min: 0 }).default(7),
  unlimited: () => integer().optional(),
  bigint: () => bigint().default("9"),
  decimal: () => decimal({ precision: 12, scale: 4 }),
  money: () => money().default("1.50").personal(),
  boolean: () => boolean().default(false),
  date: () => date().optional(),
  timestamp: () => timestamp().default("2026-11-23T09:30:00Z"),
  uuid: () => uuid().unique(),
  enumeration: () => enumeration("a", "b").default("a"),
  enumerationMore: () => enumeration("a", "b", "c"),
  json: () => json({ type: "object" }).default({}),
  tags: () => list(text(), { max: 4 }).default(["x"]),
  numbers: () => list(integer({ min: 0 })).optional(),
  self: () => reference("alpha", { onDelete: "restrict" }),
  other: () => reference("beta", { onDelete: "set null" }).optional(),
  others: () => reference("beta", { onDelete: "cascade" }).unique(),
} as const;
const kind = fc.constantFrom(...(Object.keys(fieldKinds) as (keyof typeof fieldKinds)[]));
const fieldNames = ["one", "two", "three", "four"] as const;

const entityData = fc.record({
  fields: fc.dictionary(fc.constantFrom(...fieldNames), kind, { minKeys: 0, maxKeys: 4 }),
  softDelete: fc.boolean(),
  description: fc.option(fc.constantFrom("A thing.", "Another's thing."), { nil: undefined }),
  index: fc.option(fc.subarray([...fieldNames], { minLength: 1 }), { nil: undefined }),
  unique: fc.boolean(),
  descending: fc.boolean(),
  searched: fc.boolean(),
  weight: fc.constantFrom("A" as const, "B" as const),
  checked: fc.boolean(),
});
const systemData = fc.record({
  alpha: entityData,
  beta: entityData,
  gamma: fc.option(entityData, { nil: undefined }),
});
type SystemData = typeof systemData extends fc.Arbitrary<infer T> ? T : never;

function entityOf(data: SystemData["alpha"]) {
  const shape = Object.fromEntries(
    Object.entries(data.fields).map(([name, one]) => [name, fieldKinds[one]()]),
  );
  const written = (data.index ?? []).filter((name) => name in shape);
  const index = by(...written.map((name, at) => (data.descending && at === 0 ? `-${name}` : name)));
  const words = Object.entries(data.fields).filter(([, one]) =>
    ["text", "longer", "patterned"].includes(one),
  );
  const weights: Record<string, "A" | "B"> = Object.fromEntries(words.map(([name]) => [name, data.weight]));
  const searched = search<string>(weights);
  const numbers = Object.entries(data.fields).filter(([, one]) => ["integer", "unlimited"].includes(one));
  const [first, second] = numbers.map(([name]) => name);
  const across = first && second ? [check("in_order", { [first]: { lte: fieldValue(second) } })] : [];
  const partial = first ? index.where({ [first]: { gt: 3 } }) : index;
  return entity(shape as Record<string, ReturnType<typeof text>>, {
    softDelete: data.softDelete,
    ...(data.description ? { description: data.description } : {}),
    indexes: [
      ...(written.length > 0 ? [data.unique ? index.unique() : index, partial] : []),
      ...(data.searched && words.length > 0 ? [searched] : []),
    ] as never,
    checks: (data.checked ? across : []) as never,
  });
}

function modelOf(data: SystemData): SystemModel {
  const entities = {
    alpha: entityOf(data.alpha),
    beta: entityOf(data.beta),
    ...(data.gamma ? { gamma: entityOf(data.gamma) } : {}),
  };
  return resolve(system("diffs", { version: 1, services: [service("letters", { entities })] }));
}

/** Runs statements in a transaction, looks at what came of it, and undoes it. */
async function lookAt(client: pg.Client, ...batches: readonly (readonly { sql: string }[])[]) {
  await ensureMentionedRoles(
    client,
    batches.flat().map(({ sql }) => sql),
  );
  await client.query("begin");
  try {
    for (const change of batches.flat()) await client.query(change.sql);
    return await introspect(client, ["letters"]);
  } finally {
    await client.query("rollback");
  }
}

/** The form for tables that are in use; in a transaction nothing can be concurrent, and a backfill is one batch. */
const online = (changes: readonly Change[]) =>
  changes
    .flatMap((change): readonly { sql: string }[] => change.online ?? [change])
    .map(({ sql }) => ({
      sql: sql
        .replace(/^(create(?: unique)? index|drop index) concurrently/, "$1")
        .replace("between $1 and $2", "is not null"),
    }));

const sentences = (from: DatabaseDescription, to: DatabaseDescription) =>
  difference(from, to).map((change) => change.sentence);

describe("the difference of two databases", () => {
  it("is nothing after an install, and leads from any blueprint to any other and back", async () => {
    await withClient(database.url, async (client) => {
      await fc.assert(
        fc.asyncProperty(systemData, systemData, async (one, other) => {
          const [a, b] = [modelOf(one), modelOf(other)];
          const [installA, installB] = [install(describeSystem(a)), install(describeSystem(b))];
          const freshA = await lookAt(client, installA);
          const freshB = await lookAt(client, installB);
          expect(sentences(await lookAt(client, installA), freshA)).toEqual([]);
          const there = difference(freshA, freshB, describeSystem(b));
          expect(sentences(await lookAt(client, installA, there), freshB)).toEqual([]);
          expect(sentences(await lookAt(client, installA, online(there)), freshB)).toEqual([]);
          const back = difference(freshB, freshA, describeSystem(a));
          expect(sentences(await lookAt(client, installB, back), freshA)).toEqual([]);
          expect(sentences(await lookAt(client, installB, online(back)), freshA)).toEqual([]);
        }),
        { numRuns: 40 },
      );
    });
  }, 600_000);

  it("keeps every value where it says that nothing is lost", async () => {
    await withClient(database.url, async (client) => {
      const [before, after] = [
        modelWith({
          count: integer(),
          price: money(),
          day: date(),
          name: text({ max: 5 }),
          choice: enumeration("a"),
        }),
        modelWith({
          count: decimal({ precision: 12, scale: 2 }),
          price: decimal({ precision: 20, scale: 6 }),
          day: timestamp(),
          name: text({ max: 50 }).unique(),
          choice: text(),
        }),
      ];
      const freshAfter = await lookAt(client, install(describeSystem(after)));
      await client.query("begin");
      for (const change of install(describeSystem(before))) await client.query(change.sql);
      await client.query(
        `insert into letters.alphas (id, count, price, day, name, choice)
         values (gen_random_uuid(), 2147483647, 99999999.99, '2026-11-23', 'é', 'a')`,
      );
      const changes = difference(await introspect(client, ["letters"]), freshAfter, describeSystem(after));
      expect(changes.filter((change) => change.losesData)).toEqual([]);
      for (const change of changes) await client.query(change.sql);
      const { rows } = await client.query(
        "select count::text, price::text, day::text, name, choice from letters.alphas",
      );
      expect(rows).toEqual([
        {
          count: "2147483647.00",
          price: "99999999.990000",
          day: "2026-11-23 00:00:00+00",
          name: "é",
          choice: "a",
        },
      ]);
      await client.query("rollback");
    });
  });

  it("tells what is lost, what locks and what may fail, and does not guess a rename", async () => {
    await withClient(database.url, async (client) => {
      const before = modelWith({
        title: text(),
        price: decimal({ precision: 10, scale: 4 }),
        note: text().optional(),
      });
      const after = modelWith({ name: text(), price: money(), note: text().unique() });
      const [from, to] = [
        await lookAt(client, install(describeSystem(before))),
        await lookAt(client, install(describeSystem(after))),
      ];
      const told = difference(from, to, describeSystem(after)).map(
        (change) =>
          `${change.sentence} ${change.losesData ? "loses data, " : ""}locks ${change.locks}${change.mayFail ? `, fails if ${change.mayFail}` : ""}`,
      );
      expect(told).toEqual([
        "Drops the check constraint alphas_price_number_check of letters.alphas. locks briefly",
        "Drops the column letters.alphas.title with its values. loses data, locks briefly",
        "Changes the type of letters.alphas.price from numeric(10,4) to numeric(10,2), which writes the whole table anew. loses data, locks everything, fails if a value does not read as numeric(10,2)",
        "Makes letters.alphas.note required. locks everything, fails if a row has no value for letters.alphas.note",
        "Adds the column letters.alphas.name (text). locks briefly, fails if letters.alphas holds rows, which would have no value for name: give it a default, or make it optional first",
        "Adds the check constraint alphas_price_range_check to letters.alphas. locks everything, fails if a row of letters.alphas breaks alphas_price_range_check",
        "Adds the check constraint alphas_price_number_check to letters.alphas. locks everything, fails if a row of letters.alphas breaks alphas_price_number_check",
        "Adds the unique constraint alphas_note_key to letters.alphas. locks everything, fails if a row of letters.alphas breaks alphas_note_key",
      ]);
    });
  });

  it("holds every kind of field that a table can hold", async () => {
    const shape = Object.fromEntries(
      Object.keys(fieldKinds).map((name) => [name, fieldKinds[name as "text"]()]),
    );
    await withClient(database.url, async (client) => {
      const model = modelWith(
        { ...shape, object: makeField({ kind: "object", shape: {} }, originOf(text)) },
        true,
      );
      const described = await lookAt(client, install(describeSystem(model)));
      const table = described.schemas[0]?.tables.find((one) => one.name === "alphas");
      expect(table?.columns).toHaveLength(Object.keys(fieldKinds).length + 5);
    });
  });
});

function modelWith(shape: object, withBeta = false): SystemModel {
  const entities = {
    alpha: entity(shape as Record<string, ReturnType<typeof text>>),
    ...(withBeta ? { beta: entity({}) } : {}),
  };
  return resolve(system("diffs", { version: 1, services: [service("letters", { entities })] }));
}
