import { readFile } from "node:fs/promises";
import { createTestDatabase, type TestDatabase } from "@lintel/runtime/testing";
import { push, resolve } from "@lintel/runtime/tools";
import { loadSeeds, measureWidths, readWidths, type Seed, sizesIn, type Widths, writeWidths } from "lintel";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import blueprint from "../blueprint.js";
import seed from "../seed.js";

const model = resolve(blueprint);
/** Measured on a shop of 10,000 products, a tenth of the smallest that is estimated here. */
const kept = new URL("../ai/memory-bank/widths.yaml", import.meta.url);

/** What is below two pages is not told apart: a page more or less says nothing. */
const page = 8_192;

async function filled(seeds: readonly Seed[], scale: number): Promise<TestDatabase> {
  const database = await createTestDatabase();
  await push({ url: database.url, model });
  await loadSeeds({ url: database.url, model, seeds, scale, ifEmpty: false, tell: () => {} });
  return database;
}

/** What is off by more than 15 % of what the database holds, of every table and every index of it. */
async function farOff(database: TestDatabase, widths: Widths): Promise<readonly string[]> {
  const far: string[] = [];
  const compare = (name: string, estimated: number, held: number) => {
    if (Math.abs(estimated - held) > Math.max(0.15 * held, 2 * page))
      far.push(`${name}: ${estimated} bytes estimated, ${held} held`);
  };
  let [all, allHeld] = [0, 0];
  for (const { entity, sizeAt } of sizesIn(model, widths)) {
    const name = `${entity.schema}.${entity.table}`;
    const [counted] = await database.sql<{ rows: number }>(`select count(*)::integer as rows from ${name}`);
    if (!counted?.rows) continue;
    // A unique index stays while rows are loaded and grows with them; what updates leave behind is not estimated either.
    await database.sql(`reindex table ${name}`);
    const held = async (relation: string) => {
      const [row] = await database.sql<{ bytes: number }>(
        "select pg_relation_size($1::regclass)::float8 as bytes",
        [relation],
      );
      return row?.bytes ?? 0;
    };
    const size = sizeAt(counted.rows);
    const found = [{ name, estimated: size.table, held: await held(name) }];
    for (const index of size.indexes) {
      const own = `${entity.schema}.${index.name}`;
      found.push({ name: own, estimated: index.bytes, held: await held(own) });
    }
    for (const one of found) compare(one.name, one.estimated, one.held);
    all += found.reduce((sum, one) => sum + one.estimated, 0);
    allHeld += found.reduce((sum, one) => sum + one.held, 0);
    expect(found.length).toBe(1 + size.indexes.length);
  }
  expect(allHeld).toBeGreaterThan(50e6);
  compare("everything", all, allHeld);
  return far;
}

let widths: Widths;
beforeAll(async () => {
  widths = readWidths(await readFile(kept, "utf8"));
});

describe("100,000 products with all that a shop keeps beside them", { timeout: 600_000 }, () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await filled(seed, 1);
  }, 600_000);
  afterAll(() => database?.drop());

  it("take the room that was estimated, each table and each index within 15 %", async () => {
    expect(await farOff(database, widths)).toEqual([]);
  });

  it("have the widths that are kept, as far as a sample tells", async () => {
    const measured = await measureWidths({ url: database.url, model });
    expect(Object.keys(measured.tables).sort()).toEqual(Object.keys(widths.tables).sort());
    expect(readWidths(writeWidths(measured))).toEqual(measured);
    const middle = (from: Widths) => from.tables["catalog.products"]?.columns.description?.lengths?.[5] ?? 0;
    expect(Math.abs(middle(measured) - middle(widths))).toBeLessThan(5);
  });
});

describe("a million products", { timeout: 900_000 }, () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await filled(
      seed.filter(({ service }) => service === "catalog"),
      10,
    );
  }, 900_000);
  afterAll(() => database?.drop());

  it("take the room that was estimated from the widths of ten thousand", async () => {
    expect(await farOff(database, widths)).toEqual([]);
  });
});
