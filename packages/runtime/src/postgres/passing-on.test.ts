import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { createTestDatabase } from "../testing/database.js";
import type { Database } from "./database.js";
import { openShop, type Shop } from "./fixture.js";

let shop: Shop;
let database: Database;
beforeAll(async () => {
  shop = await openShop(await createTestDatabase());
});
afterAll(() => shop.close());
beforeEach(async () => {
  await shop.test.sql("truncate catalog.products, catalog.categories cascade");
  database = shop.open({ urls: shop.test.url, connections: { transactions: 1 } }).database;
});
afterEach(async () => {
  await database.close(1_000);
  await shop.test.sql("drop function if exists on_commit cascade");
});

/** What PostgreSQL does in the commit of whoever inserts the category "first". */
async function onCommit(statement: string): Promise<void> {
  await shop.test.sql(`
    create function on_commit() returns trigger language plpgsql security definer as
      $$ begin ${statement}; return null; end $$;
    create constraint trigger on_commit after insert on catalog.categories deferrable initially deferred
      for each row when (new.name = 'first') execute function on_commit()`);
}

const happened: string[] = [];
beforeEach(() => {
  happened.length = 0;
});

/** A transaction that inserts a category. */
async function insert(name: string): Promise<string> {
  const outcome = await database
    .service("catalog")
    .transaction({}, async (transaction) => {
      happened.push(`${name} begins`);
      await transaction.run({
        text: "insert into categories (id, name) values (gen_random_uuid(), $1)",
        values: [name],
      });
    })
    .then(
      () => "committed",
      (error: { code?: string }) => error.code ?? "failed",
    );
  happened.push(`${name} ${outcome}`);
  return outcome;
}

const names = async () =>
  (await shop.test.sql<{ name: string }>("select name from catalog.categories order by name")).map(
    ({ name }) => name,
  );

it("sends a transaction that waits behind the commit of the one before it", async () => {
  await onCommit("perform pg_sleep(0.2)");
  await Promise.all([insert("first"), insert("second"), insert("third")]);
  expect(happened.indexOf("second begins")).toBeLessThan(happened.indexOf("first committed"));
  expect(happened.indexOf("first committed")).toBeLessThan(happened.indexOf("second committed"));
  expect(await names()).toEqual(["first", "second", "third"]);
});

it("leaves a transaction alone whose forerunner fails to commit", async () => {
  await onCommit("raise exception 'refused'");
  expect(await Promise.all([insert("first"), insert("second")])).toEqual(["INTERNAL", "committed"]);
  expect(await names()).toEqual(["second"]);
});

it("begins a transaction again whose forerunner's commit broke the connection", async () => {
  await onCommit("perform pg_terminate_backend(pg_backend_pid())");
  expect(await Promise.all([insert("first"), insert("second")])).toEqual([
    "DATABASE_UNAVAILABLE",
    "committed",
  ]);
  expect(await names()).toEqual(["second"]);
});

it("keeps the order of asking, and gives every connection back", async () => {
  const outcomes = await Promise.all(Array.from({ length: 40 }, (_, at) => insert(`n${at}`)));
  expect(new Set(outcomes)).toEqual(new Set(["committed"]));
  const begun = happened.filter((one) => one.endsWith("begins"));
  expect(begun).toEqual(Array.from({ length: 40 }, (_, at) => `n${at} begins`));
  expect(await insert("last")).toBe("committed");
});
