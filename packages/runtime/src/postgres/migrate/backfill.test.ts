import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { resolve } from "../../blueprint/index.js";
import { entity, integer, service, system, text } from "../../index.js";
import { createTestDatabase, type TestDatabase, testServerUrl } from "../../testing/database.js";
import { withClient } from "./connect.js";
import { diff, type MigrationProgress, migrate, type Pace, status, writeMigrations } from "./index.js";

let database: TestDatabase;
let directory: string;
beforeEach(async () => {
  database = await createTestDatabase();
  directory = await mkdtemp(join(tmpdir(), "lintel-backfill-"));
});
afterEach(async () => {
  await database.drop();
  await rm(directory, { recursive: true });
});

const product = entity({ code: text(), size: integer().optional() });
const model = resolve(
  system("backfilltest", { version: 1, services: [service("catalog", { entities: { product } })] }),
);

async function startWith(rows: number): Promise<void> {
  await writeMigrations((await diff({ url: testServerUrl(), model, directory })).files);
  await migrate({ url: database.url, model, directory });
  await database.sql(
    "insert into catalog.products (id, code) select gen_random_uuid(), n::text from generate_series(1, $1) n",
    [rows],
  );
}

const fill = `-- lintel: one statement at a time

-- lintel: backfill table=catalog.products key=id batch=100 from=code to=size
update products
   set size = code::integer
 where id between $1 and $2
   and size is null;
`;

async function writeFill(sql: string): Promise<void> {
  await mkdir(join(directory, "catalog"), { recursive: true });
  await writeFile(join(directory, "catalog/0002_fill.sql"), sql);
}

async function run(pace: Partial<Pace> = {}): Promise<readonly MigrationProgress[]> {
  const told: MigrationProgress[] = [];
  await migrate({ url: database.url, model, directory, pace, onProgress: (one) => void told.push(one) });
  return told;
}

/** Until a session of the database waits for a lock. */
async function untilSomebodyWaits(): Promise<void> {
  const deadline = Date.now() + 60_000;
  const look = () =>
    database.sql(
      "select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()",
    );
  while ((await look()).length === 0)
    if (Date.now() > deadline) throw new Error("In 60000 ms it did not come to be: somebody waits.");
}

const left = async () => (await database.sql("select from catalog.products where size is null")).length;

describe("a backfill", { timeout: 120_000 }, () => {
  it("fills a table in batches, and counts as no change of a row", async () => {
    await startWith(1_050);
    await writeFill(fill);
    const [before] = await database.sql("select max(updated_at) as at from catalog.products");
    const batches = (await run()).filter((one) => one.kind === "backfilling");
    expect(batches.length).toBeGreaterThanOrEqual(11);
    expect(batches.at(-1)).toMatchObject({ rows: 1_050, line: 4 });
    expect(await left()).toBe(0);
    expect(
      await database.sql("select max(version) as version, max(updated_at) as at from catalog.products"),
    ).toEqual([{ version: 1, ...before }]);
    expect(await database.sql("select from lintel.backfills")).toEqual([]);
  });

  it("is a change like any other for the role of the service", async () => {
    await startWith(1);
    await database.sql("set role backfilltest_catalog");
    await database.sql("select set_config('lintel.backfill', 'on', false)");
    expect(await database.sql("update catalog.products set size = 4 returning version")).toEqual([
      { version: 2 },
    ]);
  });

  it.each([
    ["in the first batch", 40],
    ["in a later one", 500],
  ])(
    "stops at a row %s that it cannot do, names it, and goes on there when the row is mended",
    async (_, at) => {
      await startWith(950);
      const [odd] = await database.sql<{ id: string }>(
        `update catalog.products set code = 'a dozen'
        where id = (select id from catalog.products order by id offset $1 limit 1)
       returning id`,
        [at],
      );
      await writeFill(fill);
      await expect(run()).rejects.toMatchObject({
        code: "MIGRATION_FAILED",
        message: expect.stringContaining(
          `catalog/0002_fill.sql:4: the backfill cannot do the row "id" = '${odd?.id}' of "catalog"."products". code to size: invalid input syntax for type integer: "a dozen" (22P02)`,
        ),
      });
      const [state] = await database.sql<{ rows: string; last_key: string }>(
        "select * from lintel.backfills",
      );
      const done = Number(state?.rows ?? 0);
      expect(950 - (await left())).toBe(done);
      expect(done).toBe(at - (at % 100));
      const { underWay } = await status({ url: database.url, model, directory });
      expect(underWay).toMatchObject([
        { migration: { service: "catalog", name: "0002_fill" }, done: 0, total: 1, backfill: done / 950 },
      ]);
      await database.sql("update catalog.products set code = '12' where id = $1", [odd?.id]);
      const [first] = (await run()).filter((one) => one.kind === "backfilling");
      expect(first).toMatchObject({ rows: expect.any(Number) });
      expect(first?.kind === "backfilling" && first.rows).toBeGreaterThan(done);
      expect(await left()).toBe(0);
    },
  );

  it("waits while others wait for locks, says why, and goes on", async () => {
    await startWith(300);
    await writeFill(fill);
    await database.sql("create table busy (id int)");
    let isPaused: () => void = () => {};
    const paused = new Promise<void>((done) => {
      isPaused = done;
    });
    await withClient(database.url, async (holder) => {
      await holder.query("begin; lock table busy");
      await withClient(database.url, async (waiter) => {
        const waiting = waiter.query("select from busy");
        await untilSomebodyWaits();
        const reasons: string[] = [];
        const migrated = migrate({
          url: database.url,
          model,
          directory,
          pace: { waiting: 0, interval: 20 },
          onProgress: (one) => {
            if (one.kind !== "paused") return;
            reasons.push(one.reason);
            isPaused();
          },
        });
        await paused;
        expect(await left()).toBe(300);
        await holder.query("commit");
        await Promise.all([waiting, migrated]);
        expect(reasons[0]).toBe("sessions that wait for locks: 1");
      });
    });
    expect(await left()).toBe(0);
  });

  it("gives up where there is no room for too long", async () => {
    await startWith(10);
    await writeFill(fill);
    await database.sql("create table busy (id int)");
    await withClient(database.url, async (holder) => {
      await holder.query("begin; lock table busy");
      await withClient(database.url, async (waiter) => {
        const waiting = waiter.query("select from busy");
        await untilSomebodyWaits();
        await expect(run({ waiting: 0, interval: 20, budget: 100 })).rejects.toMatchObject({
          code: "MIGRATION_BLOCKED",
          message: expect.stringMatching(/0002_fill\.sql:4: the backfill waited \d+ ms: sessions that wait/),
        });
        await holder.query("commit");
        await waiting;
      });
    });
  });

  it.each([
    ["-- lintel: backfill key=id", "say the table, as in table=catalog.products"],
    ["-- lintel: backfill table=products batch=many", 'batch is a whole number from 1 to 100000, not "many"'],
    ["-- lintel: backfill table=products speed=high", '"speed" is not one of'],
    ["-- lintel: backfill table=products key=a.b", 'the key is one column, not "a.b"'],
  ])("refuses the line %s", async (line, fault) => {
    await writeFill(fill.replace(/^-- lintel: backfill.*$/m, line).replace("0002", "0001"));
    await writeFile(join(directory, "catalog/0001_first.sql"), "select 1;");
    await expect(run()).rejects.toMatchObject({
      code: "MIGRATIONS_INVALID",
      message: expect.stringContaining(`0002_fill.sql:3: ${fault}`),
    });
  });

  it("refuses a statement without a place for its batch, and a file that runs in one transaction", async () => {
    await writeFile(
      join(await mkdir(join(directory, "catalog")).then(() => directory), "catalog/0001_first.sql"),
      "select 1;",
    );
    await writeFill(
      fill.replace("between $1 and $2", "is not null").replace("-- lintel: one statement at a time", ""),
    );
    await expect(run()).rejects.toThrow(
      /a backfill needs "-- lintel: one statement at a time" in the header[\s\S]*the first key of a batch as \$1/,
    );
  });
});
