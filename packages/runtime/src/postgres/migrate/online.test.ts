import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { resolve, type SystemModel } from "../../blueprint/index.js";
import { by, entity, integer, money, reference, search, service, system, text } from "../../index.js";
import { createTestDatabase, type TestDatabase, testServerUrl } from "../../testing/database.js";
import { differsFromFresh } from "./cases/differs-from-fresh.js";
import { killUntilDone } from "./cases/kill-until-done.js";
import { withClient } from "./connect.js";
import { diff, migrate, writeMigrations } from "./index.js";

let database: TestDatabase;
let directory: string;
beforeEach(async () => {
  database = await createTestDatabase();
  directory = await mkdtemp(join(tmpdir(), "lintel-online-"));
});
afterEach(async () => {
  await database.drop();
  await rm(directory, { recursive: true });
});

const shape = {
  name: text(),
  sku: integer(),
  stock: integer(),
  note: text().optional(),
  group: integer().optional(),
};

function modelOf(more: object = {}, options: object = {}): SystemModel {
  const product = entity({ ...shape, ...more } as typeof shape, options);
  const category = entity({ name: text() });
  return resolve(
    system("onlinetest", { version: 1, services: [service("catalog", { entities: { category, product } })] }),
  );
}

const base = modelOf({ category: text().optional() });

/** Each is applied and then undone; what undoing may lose is allowed. */
const kinds: readonly (readonly [name: string, model: SystemModel])[] = [
  ["a column with a default", modelOf({ category: text().optional(), price: money().default("1.00") })],
  ["an index", modelOf({ category: text().optional() }, { indexes: [by("stock")] })],
  ["a unique constraint", modelOf({ category: text().optional(), sku: integer().unique() })],
  ["a check", modelOf({ category: text().optional(), stock: integer({ min: 0 }) })],
  ["not null", modelOf({ category: text().optional(), note: text() })],
  ["a foreign key with its column and index", modelOf({ category: reference("category").optional() })],
  ["the loss of a column", modelOf({})],
];

async function writeTo(model: SystemModel): Promise<void> {
  const asked = { url: testServerUrl(), model, directory };
  const { refused, files } = await diff(asked);
  const subjects = refused.map((one) => one.subject);
  const allowed = { ...asked, allow: subjects, allowRewrite: subjects };
  await writeMigrations(refused.length === 0 ? files : (await diff(allowed)).files);
}

async function migrateTo(model: SystemModel): Promise<void> {
  await writeTo(model);
  await migrate({ url: database.url, model, directory });
}

interface Traffic {
  /**
   * By how much the longest statement since the last call took longer than the longest that met no migration, and
   * how many there were; throws what one of them threw.
   */
  take(): { readonly longest: number; readonly count: number };
  end(): Promise<void>;
}

/**
 * Four that write and four that read, each one statement after another in a transaction of its own; and one that writes
 * to a table that nobody changes, which tells what a machine with much else to do takes by itself.
 */
async function startTraffic(rows: number): Promise<Traffic> {
  await database.sql("create table untouched (n int); insert into untouched values (1)");
  let longest = 0;
  let elsewhere = 0;
  let count = 0;
  let failed: unknown;
  let running = true;
  const onProducts = (milliseconds: number) => {
    longest = Math.max(longest, milliseconds);
    count += 1;
  };
  const onUntouched = (milliseconds: number) => {
    elsewhere = Math.max(elsewhere, milliseconds);
  };
  const worker = (sql: string, values: () => readonly unknown[], took = onProducts) =>
    withClient(database.url, async (client) => {
      while (running) {
        const began = performance.now();
        await client.query(sql, [...values()]);
        took(performance.now() - began);
        await wait(2);
      }
    }).catch((error: unknown) => {
      failed ??= error;
    });
  let next = rows;
  const some = () => [1 + Math.floor(Math.random() * rows)];
  const workers = [0, 1, 2, 3].flatMap((position) => [
    position % 2 === 0
      ? worker("update catalog.products set stock = stock + 1 where sku = $1", some)
      : worker(
          "insert into catalog.products (id, name, sku, stock, note) values (gen_random_uuid(), 'new', $1, 1, 'n')",
          () => {
            next += 1;
            return [next];
          },
        ),
    worker("select id, name, stock from catalog.products where sku = $1", some),
  ]);
  workers.push(worker("update untouched set n = n + 1", () => [], onUntouched));
  return {
    take() {
      if (failed) throw failed;
      const taken = { longest: longest - elsewhere, count };
      longest = 0;
      elsewhere = 0;
      count = 0;
      return taken;
    },
    async end() {
      running = false;
      await Promise.all(workers);
    },
  };
}

describe("a migration of a table in use", () => {
  it("keeps nobody waiting and breaks no statement, whatever it changes, there and back", async () => {
    const rows = 200_000;
    await migrateTo(base);
    await database.sql(
      `insert into catalog.products (id, name, sku, stock, note)
       select gen_random_uuid(), 'Product ' || n, n, n % 100, 'note' from generate_series(1, $1) n`,
      [rows],
    );
    await database.sql("create index by_hand on catalog.products (sku)");
    await database.sql("comment on index catalog.by_hand is 'lintel: keep'");
    await database.sql("analyze catalog.products");
    const traffic = await startTraffic(rows);
    try {
      for (const [name, model] of kinds) {
        for (const [way, to] of [
          ["applied", model],
          ["undone", base],
        ] as const) {
          traffic.take();
          await migrateTo(to);
          const { longest, count } = traffic.take();
          const told = `${name}, ${way}: ${Math.round(longest)} ms at most in ${count} statements`;
          expect(count, told).toBeGreaterThan(10);
          expect(longest, told).toBeLessThan(1_000);
        }
      }
    } finally {
      await traffic.end();
    }
  }, 600_000);

  it("lets everybody through while a long transaction keeps it from its lock", async () => {
    await migrateTo(base);
    await writeTo(modelOf({ category: text().optional(), price: money().default("1.00") }));
    const traffic = await startTraffic(1_000);
    const blocked: number[] = [];
    try {
      await withClient(database.url, async (report) => {
        await report.query("begin");
        await report.query("select count(*) from catalog.products");
        const migrated = migrate({
          url: database.url,
          model: base,
          directory,
          patience: { lock: 300 },
          onProgress: (progress) => {
            if (progress.kind === "blocked") blocked.push(progress.milliseconds);
          },
        });
        await Promise.all([migrated, wait(2_500).then(() => report.query("commit"))]);
      });
      const { longest, count } = traffic.take();
      expect(blocked.length).toBeGreaterThan(1);
      expect(count).toBeGreaterThan(100);
      expect(longest).toBeLessThan(1_000);
    } finally {
      await traffic.end();
    }
  });

  it("goes on after any SIGKILL, does nothing twice, and ends as a fresh install", async () => {
    await migrateTo(base);
    await database.sql(
      `insert into catalog.products (id, name, sku, stock, note)
       select gen_random_uuid(), 'Product ' || n, n, n % 100, 'note' from generate_series(1, 5000) n`,
    );
    await database.sql(`
      create schema audit;
      create table audit.made (tag text, command text, object text);
      create function audit.note() returns event_trigger language plpgsql as $$
      begin
        insert into audit.made
        select tg_tag, current_query(), object_identity
          from pg_event_trigger_ddl_commands()
         where schema_name = 'catalog' and command_tag <> 'GRANT' and command_tag <> 'REVOKE';
      end $$;
      create event trigger note on ddl_command_end execute function audit.note();`);
    const stages: number[] = [];
    const isVaried = () => new Set(stages).size > 2;
    for (let round = 0; stages.length < 15 || (!isVaried() && round < 20); round += 1) {
      const model = round % 2 === 0 ? after : base;
      await writeTo(model);
      await database.sql("truncate audit.made");
      const kills = await killUntilDone({
        database,
        directory,
        system: "onlinetest",
        pause: (before) => 20 + Math.random() * 40 * (before + 2),
      });
      stages.push(...kills.map(({ done }) => done));
      expect(await database.sql("select from lintel.migrations")).toHaveLength(round + 2);
      expect(await database.sql("select from lintel.migration_progress")).toEqual([]);
      expect(await differsFromFresh(database, model, await createTestDatabase())).toEqual([]);
      const made = await database.sql<{ times: number }>(
        "select command, count(*)::int as times from audit.made group by command, object",
      );
      expect(made.length).toBeGreaterThan(5);
      expect(made.filter(({ times }) => times > 1)).toEqual([]);
    }
    expect(isVaried(), `statements done at each kill: ${stages}`).toBe(true);
  }, 600_000);
});

/** Many steps of every kind, those that run outside of a transaction among them. */
const after = modelOf(
  {
    category: text().optional(),
    sku: integer().unique(),
    stock: integer({ min: 0 }),
    note: text(),
    price: money().default("1.00"),
    group: reference("category").optional(),
  },
  { indexes: [by("stock"), by("price"), search(["name"])] },
);
