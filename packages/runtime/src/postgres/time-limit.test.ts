import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { EntityModel } from "../blueprint/index.js";
import { createTestDatabase } from "../testing/database.js";
import type { Database } from "./database.js";
import { fieldNamed, openShop, type Shop, stranger } from "./fixture.js";
import type { DatabaseOptions } from "./open-database.js";
import { rolesOf } from "./schema/roles.js";

/** Rows that take as long to be looked at as their name says. */
const ids = {
  fast: "01890000-0000-7000-8000-000000000001",
  slow: "01890000-0000-7000-8000-000000000002",
  late: "01890000-0000-7000-8000-000000000003",
};

let shop: Shop;
let database: Database;
beforeAll(async () => {
  shop = await openShop(await createTestDatabase());
  await shop.test.sql(`
    alter table catalog.categories rename to shelves;
    create function catalog.is_seen(name text) returns boolean language plpgsql as $$
    begin
      if name like 'slow %' then perform pg_sleep(substr(name, 6)::float); end if;
      return true;
    end $$;
    create view catalog.categories as select * from catalog.shelves where catalog.is_seen(name);
    grant select on catalog.categories to ${shop.model.services.slice(0, 1).flatMap(rolesOf).join(", ")};
    insert into catalog.shelves (id, name)
    values ('${ids.fast}', 'fast'), ('${ids.slow}', 'slow 2'), ('${ids.late}', 'slow 0.3');`);
});
afterEach(() => database.close(0));
afterAll(() => shop.close());

function open(options: Partial<DatabaseOptions>): void {
  database = shop.open(options).database;
}
const catalog = () => database.service("catalog");
const outcome = (work: Promise<unknown>) =>
  work.then(
    () => "fine",
    (error: { code?: string; message: string }) => `${error.code}: ${error.message}`,
  );
const one = (id: string, entity = shop.category) =>
  outcome(
    catalog().readOne({
      kind: "one",
      actor: stranger,
      entity,
      id,
      select: entity.fields,
      where: always,
      include: [],
    }),
  );
const always = { kind: "always" } as const;
const list = (name: string, entity: EntityModel = shop.category) =>
  outcome(
    catalog().readList({
      kind: "list",
      actor: stranger,
      entity,
      select: entity.fields,
      where: { kind: "compare", field: fieldNamed(entity, "name"), operator: "eq", value: name },
      sort: [{ field: fieldNamed(entity, "id"), descending: false }],
      size: 20,
      include: [],
    }),
  );
const transaction = (text: string, timeout?: number) =>
  outcome(catalog().transaction({ timeout }, (t) => t.run({ text, values: [] })));
const exceeded = (limit: number) =>
  `STATEMENT_TIMEOUT: A statement of this request did not finish within the ${limit} ms that it may take here; ask for less, or try again later.`;

describe("each kind of route", () => {
  it("has a limit of its own, which the failure names", async () => {
    open({ statementTimeout: 1_500, readTimeouts: { row: 200, list: 800 } });
    expect(await one(ids.fast)).toBe("fine");
    expect(await one(ids.late)).toBe(exceeded(200));
    expect(await list("slow 0.3")).toBe("fine");
    expect(await list("slow 2")).toBe(exceeded(800));
    expect(await transaction("select pg_sleep(0.9)")).toBe("fine");
    expect(await transaction("select pg_sleep(2)")).toBe(exceeded(1500));
  });

  it("has all that it takes where no kind is told", async () => {
    open({ statementTimeout: 150 });
    expect([await one(ids.late), await list("slow 0.3")]).toEqual([exceeded(150), exceeded(150)]);
  });

  it("gives an entity its own limits, shorter or longer", async () => {
    open({ statementTimeout: 900, readTimeouts: { row: 100, list: 100 } });
    const patient = { ...shop.category, timeouts: { row: 600, list: 700 } };
    expect([await one(ids.late, patient), await list("slow 0.3", patient)]).toEqual(["fine", "fine"]);
    expect([await one(ids.slow, patient), await list("slow 2", patient)]).toEqual([
      exceeded(600),
      exceeded(700),
    ]);
    expect([await one(ids.late), await list("slow 0.3")]).toEqual([exceeded(100), exceeded(100)]);
  });

  it("limits the statements of a relation as it limits those of a list", async () => {
    open({ statementTimeout: 5_000, readTimeouts: { row: 5_000, list: 150 } });
    await shop.test.sql(
      "insert into catalog.products (id, name, price) values (gen_random_uuid(), 'Saw', 1)",
    );
    const { relations } = shop.category;
    const relation = relations.get("products");
    if (!relation) throw new TypeError("There is no relation.");
    // With a connection at hand, so that its opening takes nothing of the time.
    await catalog().transaction({}, (t) => t.run({ text: "select", values: [] }));
    const asked = catalog().readOne({
      kind: "one",
      actor: stranger,
      entity: shop.category,
      id: ids.late,
      select: shop.category.fields,
      where: always,
      include: [
        { relation, entity: shop.product, select: shop.product.fields, where: always, include: [], limit: 9 },
      ],
    });
    expect(await outcome(asked)).toBe(exceeded(150));
  });
});

describe("a limit that is not the connection's own", () => {
  it("ends its own statement and none of its neighbours on the same connection", async () => {
    open({ statementTimeout: 5_000, readTimeouts: { row: 5_000, list: 5_000 }, connections: { reads: 1 } });
    const hasty = { ...shop.category, timeouts: { row: 300, list: 400 } };
    const asked: readonly (readonly [Promise<string>, string])[] = Array.from({ length: 60 }, (_, at) => {
      if (at === 10 || at === 40) return [list("slow 2", hasty), exceeded(400)];
      if (at === 20) return [list("slow 0.3"), "fine"];
      if (at === 30) return [one(ids.slow, hasty), exceeded(300)];
      if (at === 31) return [one(ids.late), "fine"];
      if (at % 3 === 0) return [one(ids.fast), "fine"];
      return [list("fast", at % 2 === 0 ? shop.category : hasty), "fine"];
    });
    expect(await Promise.all(asked.map(([answer]) => answer))).toEqual(asked.map(([, wanted]) => wanted));
    expect(await list("slow 0.3")).toBe("fine");
  });

  it("is gone with its transaction, however that ends", async () => {
    open({ statementTimeout: 1_500, connections: { transactions: 1 } });
    expect(await transaction("select pg_sleep(2)", 300)).toBe(exceeded(300));
    expect(await transaction("select pg_sleep(0.5)")).toBe("fine");
    expect(await transaction("select 1", 300)).toBe("fine");
    expect(await transaction("select pg_sleep(0.5)")).toBe("fine");
  });

  it("holds within a savepoint, after which it is still there", async () => {
    open({ statementTimeout: 900, connections: { transactions: 1 } });
    const work = catalog().transaction({ timeout: 300 }, async (t) => {
      await t.as("catalog", (inner) => inner.run({ text: "select 1", values: [] }));
      await t.as("catalog", (inner) => inner.run({ text: "select 1 / 0", values: [] })).catch(() => {});
      await t.run({ text: "select pg_sleep(2)", values: [] });
    });
    expect(await outcome(work)).toBe(exceeded(300));
  });

  it("may be longer than a silence that means that the server is gone", async () => {
    const [service] = shop.model.services;
    const commands = [{ ...report, statementTimeout: 9_000 }];
    const services = shop.model.services.map((each) => (each === service ? { ...each, commands } : each));
    open({ statementTimeout: 50, model: { ...shop.model, services } });
    expect(await transaction("select pg_sleep(3.4)", 9_000)).toBe("fine");
  });
});

describe("single rows", () => {
  it("do not wait behind a list that takes long", async () => {
    open({ statementTimeout: 5_000, connections: { reads: 1 } });
    const order: string[] = [];
    const slow = list("slow 2").then(() => order.push("list"));
    await one(ids.fast).then(() => order.push("row"));
    await slow;
    expect(order).toEqual(["row", "list"]);
  });
});

const report = {
  kind: "command",
  service: "catalog",
  name: "report",
  path: "/v1/catalog/report",
  rule: { kind: "nobody" },
  input: {},
  output: {},
  errors: {},
  run: async () => undefined,
  origin: { error: new Error("Nowhere.") },
} as const;
