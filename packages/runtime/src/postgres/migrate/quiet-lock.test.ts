import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../testing/database.js";
import { withClient } from "./connect.js";
import { migrate } from "./index.js";

let database: TestDatabase;
let directory: string;
beforeEach(async () => {
  database = await createTestDatabase();
  directory = await mkdtemp(join(tmpdir(), "lintel-quiet-"));
  await mkdir(join(directory, "catalog"));
  await writeFile(join(directory, "catalog/0001_initial.sql"), initial);
  await migrate({ url: database.url, model, directory });
});
afterEach(async () => {
  await database.drop();
  await rm(directory, { recursive: true });
});

const initial = `
create schema catalog;
create table catalog.brands (id int primary key);
create table catalog.products (id int primary key, brand int references catalog.brands);
insert into catalog.brands values (1);
insert into catalog.products values (1, 1);
`;

const model = { name: "quiet", services: [] } as never;

describe("a migration that maintenance keeps from its lock", () => {
  it.each([
    ["of the table", "catalog.products", "alter table catalog.products add column one int"],
    [
      "of a table that a foreign key refers to",
      "catalog.brands",
      "alter table catalog.products drop constraint products_brand_fkey",
    ],
    [
      "in a file that is one transaction",
      "catalog.brands",
      "create table catalog.shops (brand int references catalog.brands)",
      "",
    ],
  ])(
    "waits where nobody waits behind it: %s",
    async (_, held, statement, header = "-- lintel: one statement at a time\n\n") => {
      await writeFile(join(directory, "catalog/0002_change.sql"), `${header}${statement};\n`);
      await withClient(database.url, async (maintenance) => {
        await maintenance.query("begin");
        await maintenance.query(`lock table ${held} in share update exclusive mode`);
        const migrated = migrate({
          url: database.url,
          model,
          directory,
          patience: { lock: 800, budget: 60_000 },
        });
        await untilWaiting("ShareUpdateExclusiveLock");
        await withClient(database.url, async (server) => {
          await server.query("set statement_timeout = '300ms'");
          for (let turn = 0; turn < 20; turn += 1) {
            await server.query("update catalog.products set brand = 1");
            await server.query("update catalog.brands set id = 1");
            await server.query("select from catalog.products join catalog.brands on brand = brands.id");
          }
        });
        await maintenance.query("commit");
        expect((await migrated).applied).toHaveLength(1);
      });
    },
  );
});

async function untilWaiting(mode: string): Promise<void> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const waiting = await database.sql(
      `select mode from pg_locks
        where not granted
          and database = (select oid from pg_database where datname = current_database())`,
    );
    if (waiting.length > 0) {
      expect(waiting).toEqual([{ mode }]);
      return;
    }
    if (Date.now() > deadline)
      throw new Error("In 60000 ms it did not come to be: somebody waits for a lock.");
  }
}
