import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { resolve, type System } from "../blueprint/index.js";
import {
  anyone,
  by,
  decimal,
  entity,
  integer,
  open,
  reference,
  search,
  service,
  system,
  text,
} from "../index.js";
import { diff, type MigrationProgress, migrate, writeMigrations } from "../postgres/migrate/index.js";
import { createTestDatabase, type TestDatabase, testServerUrl } from "../testing/database.js";
import { type Running, serve } from "./index.js";

let database: TestDatabase;
let directory: string;
beforeEach(async () => {
  database = await createTestDatabase();
  directory = await mkdtemp(join(tmpdir(), "lintel-rolling-"));
});
afterEach(async () => {
  await database.drop();
  await rm(directory, { recursive: true });
});

const access = { read: anyone, write: open("a test") };
const name = text({ max: 100 }).unique();
const exact = decimal({ precision: 14, scale: 2 }).column("price_exact");

function shopOf(entities: object): System {
  return system("rollingshop", {
    version: 1,
    services: [service("catalog", { entities: entities as { product: ReturnType<typeof entity> } })],
  });
}

/** The release that runs, the one that renames and retypes, and the one that knows no old name. */
const first = shopOf({
  product: entity(
    { name, price: integer(), stock: integer().default(1) },
    { access, indexes: [by("name", "stock"), search(["name"])] },
  ),
});
const later = { access, indexes: [by("title", "stock"), search(["title"])] };
const second = shopOf({
  product: entity(
    { title: name.renamedFrom("name"), price: exact.renamedFrom("price"), stock: integer().default(1) },
    later,
  ),
});
const third = shopOf({
  product: entity({ title: name, price: exact, stock: integer().default(1) }, later),
});

async function migrateTo(
  blueprint: System,
  allow: readonly string[] = [],
  onProgress?: (progress: MigrationProgress) => void,
): Promise<void> {
  const model = resolve(blueprint);
  const { files, refused } = await diff({ url: testServerUrl(), model, directory, allow });
  expect(refused).toEqual([]);
  expect(files).not.toEqual([]);
  await writeMigrations(files);
  await migrate({ url: database.url, model, directory, onProgress });
}

interface Release {
  /** Answers so far that were no success. */
  readonly refused: readonly string[];
  /** Resolves when this many more answers are there. */
  more(count: number): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a release with clients that create, change, read, list and search, each request after another. */
async function release(
  blueprint: System,
  path: string,
  body: (number: number) => object,
  change: (number: number) => object,
): Promise<Release> {
  const running: Running = await serve({
    system: blueprint,
    environment: "test",
    databaseUrl: database.url,
    port: 0,
    metricsPort: false,
    log: "none",
  });
  const refused: string[] = [];
  let answers = 0;
  let goesOn = true;
  const ask = async (method: string, target: string, sent?: object) => {
    const type = method === "PATCH" ? "application/merge-patch+json" : "application/json";
    const answer = await fetch(new URL(target, running.url), {
      method,
      ...(sent && { headers: { "content-type": type }, body: JSON.stringify(sent) }),
    });
    const text = await answer.text();
    if (!answer.ok) refused.push(`${method} ${target} ${answer.status} ${text}`);
    answers += 1;
    return answer.ok ? (JSON.parse(text) as { data: { id: string }[] & { id: string } }).data : undefined;
  };
  const client = async (position: number) => {
    for (let round = 0; goesOn; round += 1) {
      const number = position * 1_000_000 + round;
      const made = await ask("POST", path, body(number));
      const listed = await ask("GET", `${path}?sort=-createdAt&page[size]=5`);
      const some = listed?.[round % Math.max(1, listed.length)];
      if (made) await ask("PATCH", `${path}/${made.id}`, change(number));
      if (some) await ask("GET", `${path}/${some.id}`);
      await ask("GET", `${path}?q=product&page[size]=3`);
    }
  };
  const clients = [1, 2].map(client);
  return {
    refused,
    async more(count) {
      const until = answers + count;
      const deadline = Date.now() + 60_000;
      while (answers < until && refused.length === 0) {
        if (Date.now() > deadline)
          throw new Error(`There were ${until - answers} answers fewer than ${count}.`);
        await new Promise((done) => setTimeout(done, 10));
      }
    },
    async stop() {
      goesOn = false;
      await Promise.all(clients);
      await running.stop("test finished");
    },
  };
}

describe("two releases on one database", () => {
  it("both work while a rename and a new type are rolled out, and see each other's values", async () => {
    await migrateTo(first);
    await database.sql(
      `insert into catalog.products (id, name, price, stock)
       select gen_random_uuid(), 'thing ' || n, n, n % 10 from generate_series(1, 6000) n`,
    );
    const older = await release(
      first,
      "/v1/products",
      (number) => ({ name: `old product ${number}`, price: number }),
      (number) => ({ name: `older product ${number}`, price: number + 1 }),
    );
    let newer: Promise<Release> | undefined;
    try {
      await older.more(50);
      await migrateTo(second, [], (progress) => {
        if (progress.kind !== "backfilling") return;
        newer ??= release(
          second,
          "/v1/products",
          (number) => ({ title: `new product ${number}`, price: `${number}.25` }),
          (number) => ({ title: `newer product ${number}`, price: `${number}.75` }),
        );
      });
      const both = await newer;
      if (!both) throw new Error("There was no backfill.");
      await Promise.all([older.more(200), both.more(200)]);
      expect([...older.refused, ...both.refused]).toEqual([]);
      const [seen] = await database.sql<{ rows: number; wrong: number }>(
        `select count(*)::int as rows,
                (count(*) filter (where name is distinct from title or price is distinct from round(price_exact)))::int as wrong
           from catalog.products`,
      );
      expect(seen?.wrong).toBe(0);
      expect(seen?.rows).toBeGreaterThan(6_050);
      expect(
        await database.sql("select from catalog.products where title like 'older %' limit 1"),
      ).toHaveLength(1);
      expect(
        await database.sql("select from catalog.products where name like 'newer %' limit 1"),
      ).toHaveLength(1);
      await older.stop();
      await migrateTo(third, ["catalog.products.name", "catalog.products.price"]);
      await both.more(100);
      expect(both.refused).toEqual([]);
    } finally {
      await Promise.all([older.stop(), newer?.then((one) => one.stop())]);
    }
  }, 300_000);

  it("both work while an entity gets another name", async () => {
    const shape = { name, price: integer(), stock: integer({ min: 0 }).default(1) };
    const options = { access, indexes: [by("name", "stock"), search(["name"])] };
    const line = (of: string) => entity({ of: reference(of).optional() }, { access });
    const products = shopOf({ product: entity(shape, options), line: line("product") });
    const items = { item: entity(shape, options), line: line("item") };
    const both = { ...items, item: entity(shape, { ...options, renamedFrom: "product" }) };
    await migrateTo(products);
    const body = (kind: string) => (number: number) => ({ name: `${kind} product ${number}`, price: number });
    const change = () => ({ price: 7 });
    const older = await release(products, "/v1/products", body("old"), change);
    let newer: Release | undefined;
    try {
      await older.more(50);
      await migrateTo(shopOf(both));
      newer = await release(shopOf(both), "/v1/items", body("new"), change);
      await Promise.all([older.more(150), newer.more(150)]);
      expect([...older.refused, ...newer.refused]).toEqual([]);
      const [seen] = await database.sql(
        `select (select count(*) from catalog.products) = count(*)          as same,
                count(*) filter (where name like 'old product %') > 20      as older,
                count(*) filter (where name like 'new product %') > 20      as newer
           from catalog.items`,
      );
      expect(seen).toEqual({ same: true, older: true, newer: true });
      await older.stop();
      await migrateTo(shopOf(items));
      await newer.more(100);
      expect(newer.refused).toEqual([]);
    } finally {
      await Promise.all([older.stop(), newer?.stop()]);
    }
  }, 120_000);
});
