import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SystemModel } from "../../blueprint/index.js";
import { LintelError } from "../../errors.js";
import { createTestDatabase, type TestDatabase, testServerUrl } from "../../testing/database.js";
import { type DatabaseDescription, introspect, privilegeFindings } from "../schema/index.js";
import { installFresh } from "./cases/fresh-oracle.js";
import { modelOf, type Pair, pairs } from "./cases/random-blueprints.js";
import { entitiesOf, insertSamples, readRows, type Tables, tableOf } from "./cases/sample-rows.js";
import { prepareSession, withClient } from "./connect.js";
import { type Change, diff, migrate, writeMigrations } from "./index.js";

/** Each run makes some databases; a nightly run can afford more: LINTEL_MIGRATION_PAIRS=500. */
const numRuns = Number(process.env.LINTEL_MIGRATION_PAIRS ?? 25);
/** To run again what failed: the seed of its message. */
const seed = process.env.LINTEL_MIGRATION_SEED;
/** A counter-example is made smaller for so long, in milliseconds. */
const patience = 15 * 60_000;

let live: TestDatabase;
let empty: TestDatabase;
beforeAll(async () => {
  live = await createTestDatabase();
  empty = await createTestDatabase();
});
afterAll(async () => {
  await live.drop();
  await empty.drop();
});

describe("any blueprint and any later one", () => {
  it(`are joined by one diff and one migration that keep what both can hold (${numRuns} pairs)`, async () => {
    const seen = { kept: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(pairs, async (pair) => {
        const outcome = await travel(pair);
        seen[outcome] += 1;
      }),
      { numRuns, interruptAfterTimeLimit: patience, ...(seed ? { seed: Number(seed) } : {}) },
    );
    expect(seen.kept).toBeGreaterThan(0);
    expect(seen.refused).toBeGreaterThan(0);
  }, 3_600_000);
});

/** Takes a database with rows from one blueprint to the other, and compares it with a fresh install of the other. */
async function travel(pair: Pair): Promise<"kept" | "refused"> {
  const directory = await mkdtemp(join(tmpdir(), "lintel-pairs-"));
  const [before, after] = [modelOf(pair.before), modelOf(pair.after)];
  try {
    return await withClient(live.url, async (client) => {
      await prepareSession(client);
      await client.query("drop schema if exists letters, lintel cascade");
      await write(before, directory);
      await migrate({ url: live.url, model: before, directory });
      await insertSamples(client, pair, before);
      const rows = await readRows(client, before);
      const was = await introspect(client, ["letters"]);
      const fresh = await withClient(empty.url, async (other) => {
        await prepareSession(other);
        return installFresh(other, after, before, rows);
      });
      const { changes, text } = await write(after, directory);
      const told = () =>
        `${text}\nwith ${JSON.stringify([...rows].map(([name, all]) => [name, [...all.values()]]))}\nfresh install says: ${fresh.refusal ?? "welcome"}`;
      const failed = await migrate({ url: live.url, model: after, directory }).then(
        () => undefined,
        (error: unknown) => error,
      );
      if (fresh.refusal === undefined) {
        if (failed) throw new Error(`Refused what a fresh install holds: ${String(failed)}\n${told()}`);
        expect(plain(await readRows(client, after)), told()).toEqual(plain(fresh.rows));
        await expectNothingLostInSilence(client, before, after, rows, changes);
      } else {
        expect(failed, `Took what a fresh install refuses.\n${told()}`).toBeInstanceOf(LintelError);
        expectNamed(failed as LintelError, after, told());
        expect(sorted(await introspect(client, ["letters"])), `Changed, then refused.\n${told()}`).toEqual(
          sorted(was),
        );
        expect(plain(await readRows(client, before))).toEqual(plain(rows));
        for (const entity of entitiesOf(before)) await client.query(`truncate ${tableOf(entity)} cascade`);
        await migrate({ url: live.url, model: after, directory });
      }
      expect(sorted(await introspect(client, ["letters"])), told()).toEqual(sorted(fresh.described));
      await expectVectors(client, after);
      expect((await diff({ url: testServerUrl(), model: after, directory })).changes).toEqual([]);
      for (const service of after.services) expect(await privilegeFindings(client, service)).toEqual([]);
      return fresh.refusal === undefined ? "kept" : "refused";
    });
  } finally {
    await rm(directory, { recursive: true });
  }
}

/** Writes the files that lead to a blueprint, with everything allowed that has to be. */
async function write(model: SystemModel, directory: string) {
  const asked = { url: testServerUrl(), model, directory };
  const { changes, refused, files: unasked } = await diff(asked);
  const isRefusable = (change: Change) => change.losesData || change.rewrites === true;
  expect(refused).toEqual(changes.filter(isRefusable));
  const subjects = refused.map((change) => change.subject);
  const allowed = { ...asked, allow: subjects, allowRewrite: subjects };
  const files = refused.length === 0 ? unasked : (await diff(allowed)).files;
  expect(refused.length === 0 || unasked.length === 0).toBe(true);
  await writeMigrations(files);
  const texts = await Promise.all(files.map((file) => readFile(file.path, "utf8")));
  return { changes, text: texts.join("\n") };
}

/** What was not named as lost is there; a value of another type says what it said. */
async function expectNothingLostInSilence(
  client: pg.Client,
  before: SystemModel,
  after: SystemModel,
  rows: Tables,
  changes: readonly Change[],
): Promise<void> {
  const lost = new Set(changes.filter((one) => one.losesData).map((one) => one.subject));
  for (const entity of entitiesOf(before)) {
    const place = `${entity.schema}.${entity.table}`;
    const later = entitiesOf(after).find((one) => one.name === entity.name);
    const held = rows.get(entity.table) ?? new Map<string, never>();
    if (!later) expect(lost).toContain(place);
    if (!later || lost.has(place) || held.size === 0) continue;
    for (const { column } of entity.fields) {
      if (lost.has(`${place}.${column}`)) continue;
      const { rows: types } = await client.query<{ was: string }>(
        "select atttypid::regtype::text as was from pg_attribute where attrelid = $1::regclass and attname = $2",
        [place, column],
      );
      expect(types, `${place}.${column} went without a word`).toHaveLength(1);
      const { rows: now } = await client.query<{ id: string; value: string | null }>(
        `select id::text, "${column}"::text as value from ${place}`,
      );
      for (const { id, value } of now) {
        const then: string | null = held.get(id)?.[column] ?? null;
        if (value !== then) expect(await sameValue(client, value, then), `${place}.${column}`).toBe(true);
      }
    }
  }
}

/** Every row is found by the words that it holds now, as the later blueprint says. */
async function expectVectors(client: pg.Client, after: SystemModel): Promise<void> {
  for (const entity of entitiesOf(after)) {
    if (!entity.search) continue;
    const parts = Object.entries(entity.search.weights).map(
      ([name, weight]) =>
        `setweight(to_tsvector('${entity.search?.language}', coalesce("${entity.byName.get(name)?.column}", '')), '${weight}')`,
    );
    const wrong = await client.query(
      `select * from ${tableOf(entity)} where search_vector is distinct from ${parts.join(" || ")}`,
    );
    expect(wrong.rows).toEqual([]);
  }
}

/** Whether two texts are one number or one moment in two spellings. */
async function sameValue(client: pg.Client, one: string | null, other: string | null): Promise<boolean> {
  if (one === null || other === null) return one === other;
  const isNumber = /^-?[\d.]+$/.test(one) && /^-?[\d.]+$/.test(other);
  const { rows } = await client.query<{ same: boolean }>(
    `select $1::${isNumber ? "numeric" : "timestamptz"} = $2::${isNumber ? "numeric" : "timestamptz"} as same`,
    [one, other],
  );
  return rows[0]?.same ?? false;
}

/** The message says which table, and which column or rule of it. */
function expectNamed({ message }: LintelError, after: SystemModel, told: string): void {
  const table = entitiesOf(after).find((one) =>
    message.replaceAll('"', "").includes(`${one.schema}.${one.table}`),
  );
  expect(table, `names no table: ${message}\n${told}`).toBeDefined();
  const columns = table?.fields.map((field) => field.column) ?? [];
  expect(
    columns.some((column) => new RegExp(`[_."]${column}(?:_|\\b)`).test(message)),
    `names no column or rule: ${message}\n${told}`,
  ).toBe(true);
}

/** For a comparison that shows what differs. */
function plain(tables: Tables | undefined) {
  return Object.fromEntries([...(tables ?? [])].map(([name, rows]) => [name, Object.fromEntries(rows)]));
}

/** The order of columns is when they came, and no part of what a table is. */
function sorted({ schemas }: DatabaseDescription) {
  return schemas.map((schema) => ({
    ...schema,
    tables: schema.tables.map((table) => ({
      ...table,
      columns: table.columns.toSorted((one, other) => one.name.localeCompare(other.name)),
      constraints: table.constraints.map((one) => ({ ...one, columns: one.columns.toSorted() })),
    })),
  }));
}
