import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { EntityModel } from "../blueprint/index.js";
import type { Fact } from "../facts.js";
import { createTestDatabase } from "../testing/database.js";
import type { Database } from "./database.js";
import { openShop, type Shop, stranger } from "./fixture.js";
import { type FlakyProxy, startFlakyProxy } from "./flaky-proxy.js";
import type { DatabaseOptions } from "./open-database.js";
import { rolesOf } from "./schema/index.js";

let shop: Shop;
let proxy: FlakyProxy;
let opened: { database: Database; facts: Fact[] };
const id = "01890000-0000-7000-8000-000000000001";

/** Milliseconds within which a failure is told that is known already, on any machine: well before any time limit of the pools. */
const atOnce = 1_900;

beforeAll(async () => {
  shop = await openShop(await createTestDatabase());
  await shop.test.sql("insert into catalog.categories (id, name) values ($1, 'Tools')", [id]);
});
afterAll(() => shop.close());
beforeEach(async () => {
  proxy = await startFlakyProxy(shop.test.url);
  open();
});
afterEach(async () => {
  await opened.database.close(0);
  await proxy.close();
  expect(await connections()).toBe(0);
});

function open(options: Partial<DatabaseOptions> = {}) {
  opened = shop.open({ urls: proxy.url, ...options });
}
const catalog = () => opened.database.service("catalog");
const read = () =>
  catalog().readOne({
    kind: "one",
    actor: stranger,
    entity: shop.category,
    id,
    select: shop.category.fields,
    where: { kind: "always" },
    include: [],
  });
const sql = (text: string) => catalog().transaction({}, (t) => t.run({ text, values: [] }));
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "fine",
    (error: { publicCode?: string }) => error.publicCode ?? String(error),
  );
const factsOf = (name: Fact["fact"]) => opened.facts.filter((fact) => fact.fact === name);

/** Backends of the shop's services, once those that are going have gone. */
async function connections(): Promise<number> {
  let count = 0;
  await until(async () => {
    const [row] = await shop.test.sql<{ count: number }>(
      "select count(*)::int as count from pg_stat_activity where application_name like $1 and datname = current_database()",
      [`${shop.model.name}/%`],
    );
    count = row?.count ?? 0;
    return count === 0;
  }, 3_000).catch(() => {});
  return count;
}

async function until(condition: () => Promise<boolean>, milliseconds = 60_000): Promise<void> {
  const deadline = performance.now() + milliseconds;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error("The condition did not come true in time.");
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

describe("a database that is away", () => {
  it("does not keep from opening, fails at once with a time to come back, and is used again by itself", async () => {
    await proxy.become("refuse");
    expect(await codeOf(opened.database.ping())).toBe("DATABASE_UNAVAILABLE");
    const error = await read().catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      status: 503,
      code: "DATABASE_UNAVAILABLE",
      headers: { "retry-after": "1" },
    });
    const since = performance.now();
    const codes = await Promise.all(Array.from({ length: 100 }, () => codeOf(read())));
    expect(new Set(codes)).toEqual(new Set(["DATABASE_UNAVAILABLE"]));
    expect(await codeOf(sql("select 1"))).toBe("DATABASE_UNAVAILABLE");
    expect(performance.now() - since).toBeLessThan(atOnce);
    expect(factsOf("database.unavailable")).toHaveLength(1);

    await proxy.become("forward");
    await until(async () => (await codeOf(read())) === "fine");
    expect(factsOf("database.available")).toHaveLength(1);
    expect(await codeOf(sql("select 1"))).toBe("fine");
    await opened.database.ping();
  });

  it("fails what is under way when it goes, and what comes while it is gone", async () => {
    await read();
    const running = codeOf(sql("select pg_sleep(1.5)"));
    await until(async () => factsOf("connection.opened").length >= 2);
    await proxy.become("refuse");
    expect(await running).toBe("DATABASE_UNAVAILABLE");
    expect(await codeOf(read())).toBe("DATABASE_UNAVAILABLE");
    await proxy.become("forward");
    await until(async () => (await codeOf(read())) === "fine");
  });

  it("does not hold requests for longer than a connection may take when it hangs", async () => {
    await opened.database.close(0);
    open({ connectTimeout: 4_000 });
    await proxy.become("hang");
    expect(await codeOf(read())).toBe("DATABASE_UNAVAILABLE");
    const since = performance.now();
    expect(await codeOf(read())).toBe("DATABASE_UNAVAILABLE");
    expect(performance.now() - since).toBeLessThan(2_000);
    proxy.cut();
    await proxy.become("forward");
    await until(async () => (await codeOf(read())) === "fine");
  });

  it("gives up connections that have gone silent", async () => {
    await opened.database.close(0);
    open({ statementTimeout: 800, connectTimeout: 1_200 });
    await read();
    await proxy.become("hang");
    expect(await codeOf(read())).toBe("DATABASE_UNAVAILABLE");
    expect(factsOf("connection.lost")).toHaveLength(1);
    proxy.cut();
    await proxy.become("forward");
    await until(async () => (await codeOf(read())) === "fine");
  });
});

describe("a database without a connection to spare", () => {
  const login = `spare_${randomUUID().slice(0, 8)}`;
  beforeEach(async () => {
    await opened.database.close(0);
    const roles = shop.model.services.flatMap(rolesOf).join(", ");
    await shop.test.sql(`create role ${login} login password 'spare'`);
    await shop.test.sql(`grant ${roles} to ${login}`);
    const urls = new URL(proxy.url);
    urls.username = login;
    urls.password = "spare";
    open({ urls: urls.toString() });
  });
  afterEach(async () => {
    await opened.database.close(0);
    await shop.test.sql(`drop role ${login}`);
  });

  it("answers as long as every service reads on one, and is away where one has none", async () => {
    const readAny = (name: string, entity: EntityModel) =>
      codeOf(
        opened.database.service(name).readOne({
          kind: "one",
          actor: stranger,
          entity,
          id,
          select: entity.fields,
          where: { kind: "always" },
          include: [],
        }),
      );
    const limit = (connections: number) =>
      shop.test.sql(`alter role ${login} connection limit ${connections}`);
    expect(await codeOf(read())).toBe("fine");
    await limit(0);
    expect(await codeOf(opened.database.ping())).toBe("DATABASE_UNAVAILABLE");
    expect(await codeOf(read())).toBe("fine");
    await limit(-1);
    expect(await readAny("orders", shop.purchase)).toBe("fine");
    await limit(0);
    expect(await codeOf(opened.database.ping())).toBe("fine");
    await shop.test.sql("select pg_terminate_backend(pid) from pg_stat_activity where usename = $1", [login]);
    await until(async () => (await codeOf(opened.database.ping())) === "DATABASE_UNAVAILABLE");
    expect(await codeOf(read())).toBe("DATABASE_UNAVAILABLE");
  });
});

describe("a connection that dies", () => {
  it("is not noticed by reads, which are tried again", async () => {
    await Promise.all(Array.from({ length: 20 }, read));
    for (let round = 0; round < 5; round += 1) {
      const reads = Array.from({ length: 50 }, () => codeOf(read()));
      await shop.test.sql(
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name like $1",
        [`${shop.model.name}/%`],
      );
      expect(new Set(await Promise.all(reads))).toEqual(new Set(["fine"]));
    }
    expect(factsOf("database.unavailable")).toHaveLength(0);
  });

  it("takes only the transaction that was on it", async () => {
    const working = Array.from({ length: 4 }, (_, at) =>
      codeOf(
        catalog().transaction({}, async (t) => {
          const [row] = await t.run<{ pid: number }>({ text: "select pg_backend_pid() as pid", values: [] });
          if (at === 0) await shop.test.sql("select pg_terminate_backend($1)", [row?.pid]);
          await t.run({ text: "select pg_sleep(0.1)", values: [] });
        }),
      ),
    );
    expect(await Promise.all(working)).toEqual(["DATABASE_UNAVAILABLE", "fine", "fine", "fine"]);
    expect(await codeOf(sql("select 1"))).toBe("fine");
  });

  it("while idle, does not fail the transaction that would have taken it", async () => {
    await sql("select 1");
    for (let round = 0; round < 5; round += 1) {
      proxy.cut();
      expect(await codeOf(sql("select 1"))).toBe("fine");
    }
  });

  it("leaves no connection behind, however often", async () => {
    for (let round = 0; round < 10; round += 1) {
      const work = Array.from({ length: 10 }, (_, at) =>
        codeOf(at % 2 ? read() : sql("select pg_sleep(0.01)")),
      );
      proxy.cut();
      await Promise.all(work);
    }
    await until(async () => (await codeOf(read())) === "fine");
    const [row] = await shop.test.sql<{ count: number }>(
      "select count(*)::int as count from pg_stat_activity where application_name = $1",
      [`${shop.model.name}/catalog`],
    );
    expect(row?.count).toBeLessThanOrEqual(14);
  });
});

describe("reads of a table that is locked", () => {
  it("leave connections to the reads of others, and do not pile up", async () => {
    await opened.database.close(0);
    // Half as many for single rows: two.
    open({ statementTimeout: 5_000, connections: { reads: 4 } });
    const one = (entity: EntityModel) =>
      codeOf(
        catalog().readOne({
          kind: "one",
          actor: stranger,
          entity,
          id,
          select: entity.fields,
          where: { kind: "always" },
          include: [],
        }),
      );
    expect(await one(shop.category)).toBe("fine");
    await shop.test.sql("begin");
    await shop.test.sql("lock table catalog.products in access exclusive mode");
    const blocked: Promise<string>[] = [];
    for (let round = 0; round < 3; round += 1) {
      blocked.push(one(shop.product));
      // Until the pool sees that the connection is held up.
      await new Promise((resolve) => setTimeout(resolve, 400));
    }
    blocked.push(...Array.from({ length: 300 }, () => one(shop.product)));
    let unblocked = 0;
    for (const each of blocked) void each.then(() => unblocked++);
    for (let round = 0; round < 20; round += 1) expect(await one(shop.category)).toBe("fine");
    // Those that were refused; none of those that wait for the table has come to its end.
    expect(unblocked).toBe(blocked.length - 100);
    await shop.test.sql("rollback");
    const codes = await Promise.all(blocked);
    expect(new Set(codes)).toEqual(new Set(["fine", "OVERLOADED"]));
    await until(async () => (await one(shop.product)) === "fine");
  });
});

describe("a pool", () => {
  it("turns away what waited too long for a connection, and tells of the wait", async () => {
    await opened.database.close(0);
    // Long enough for two connections to be opened, and shorter than what they are then busy with.
    open({ connections: { transactions: 2 }, waitTimeout: 1_000 });
    const codes = await Promise.all(Array.from({ length: 4 }, () => codeOf(sql("select pg_sleep(2.5)"))));
    expect(codes.sort()).toEqual(["OVERLOADED", "OVERLOADED", "fine", "fine"]);
    expect(factsOf("pool.waited").length).toBeGreaterThan(0);
    expect(await codeOf(sql("select 1"))).toBe("fine");
  });

  it("serves in the order of asking", async () => {
    await opened.database.close(0);
    open({ connections: { transactions: 1 } });
    const order: number[] = [];
    await Promise.all(
      Array.from({ length: 20 }, (_, at) =>
        catalog().transaction({}, async (t) => {
          order.push(at);
          await t.run({ text: "select 1", values: [] });
        }),
      ),
    );
    expect(order).toEqual(Array.from({ length: 20 }, (_, at) => at));
  });

  it("ends a statement that takes too long, and not its neighbours", async () => {
    await opened.database.close(0);
    open({ statementTimeout: 600 });
    const slow = sql("select pg_sleep(2)").catch((error: unknown) => error);
    expect(await codeOf(read())).toBe("fine");
    expect(await slow).toMatchObject({
      code: "STATEMENT_TIMEOUT",
      status: 503,
      headers: { "retry-after": "1" },
    });
  });

  it("lets what runs finish when it is closed, and refuses what comes after", async () => {
    const running = codeOf(sql("select pg_sleep(0.2)"));
    await until(async () => factsOf("connection.opened").length > 0);
    await opened.database.close(5_000);
    expect(await running).toBe("fine");
    expect(await codeOf(read())).toBe("DATABASE_UNAVAILABLE");
    expect(await codeOf(sql("select 1"))).toBe("DATABASE_UNAVAILABLE");
  });
});
