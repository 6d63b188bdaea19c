import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../testing/database.js";
import { withClient } from "./connect.js";
import { type MigrationProgress, migrate, status, type UnderWay } from "./index.js";

let database: TestDatabase;
let directory: string;
beforeEach(async () => {
  database = await createTestDatabase();
  directory = await mkdtemp(join(tmpdir(), "lintel-under-way-"));
  await mkdir(join(directory, "catalog"));
});
afterEach(async () => {
  await database.drop();
  await rm(directory, { recursive: true });
});

const model = { name: "underway", services: [] } as never;
const run = (onProgress?: (progress: MigrationProgress) => void) =>
  migrate({ url: database.url, model, directory, onProgress });
const look = async () => (await status({ url: database.url, model, directory })).underWay;

async function until(holds: (found: readonly UnderWay[]) => boolean): Promise<readonly UnderWay[]> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const found = await look();
    if (holds(found)) return found;
    if (Date.now() > deadline) throw new Error(`In 60000 ms it did not come to be: ${JSON.stringify(found)}`);
  }
}

const steps = (last: string) => `-- lintel: one statement at a time

alter table catalog.products add column one int;

alter table catalog.products add column two int;

${last};

alter table catalog.products add column three int;
`;

describe("a migration that is under way", () => {
  beforeEach(async () => {
    await writeFile(
      join(directory, "catalog/0001_initial.sql"),
      "create schema catalog; create table catalog.products (id int primary key); create table catalog.held (id int);",
    );
    await run();
  });

  it("is told by status with its statements, and what the database does for it", async () => {
    expect(await look()).toEqual([]);
    await writeFile(
      join(directory, "catalog/0002_steps.sql"),
      steps("-- lintel: outside a transaction\ncreate index concurrently by_id on catalog.held (id)"),
    );
    await withClient(database.url, async (other) => {
      await other.query("begin");
      await other.query("insert into catalog.held values (1)");
      const migrated = run();
      const [found] = await until((all) => all[0]?.done === 2 && all[0].work?.doing !== undefined);
      expect(found).toMatchObject({ done: 2, total: 4, migration: { name: "0002_steps" } });
      expect(found?.work?.doing).toMatch(/^building the index by_id: \d+%, waiting for writers/);
      await other.query("commit");
      await migrated;
    });
    expect(await look()).toEqual([]);
  });

  it("is told as waiting for the next run where it stopped half way", async () => {
    await writeFile(join(directory, "catalog/0002_steps.sql"), steps("select 1 / 0"));
    await expect(run()).rejects.toMatchObject({ code: "MIGRATION_FAILED" });
    expect(await look()).toEqual([
      { migration: expect.objectContaining({ name: "0002_steps" }), done: 2, total: 4, work: undefined },
    ]);
  });

  it("tells by itself how far it is when a statement takes long", async () => {
    await writeFile(join(directory, "catalog/0002_steps.sql"), steps("select pg_sleep(3)"));
    const told: MigrationProgress[] = [];
    await run((progress) => {
      if (progress.kind === "working") told.push(progress);
    });
    expect(told[0]).toMatchObject({ done: 2, total: 4, migration: { name: "0002_steps" } });
    expect(told.length).toBeLessThan(3);
  });
});
