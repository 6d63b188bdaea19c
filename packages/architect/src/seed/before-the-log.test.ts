import { anyone, entity, integer, service, system } from "@lintel/runtime";
import { createTestDatabase, type TestDatabase } from "@lintel/runtime/testing";
import { push, resolve } from "@lintel/runtime/tools";
import { afterEach, beforeEach, expect, it } from "vitest";
import { loadSeeds } from "./load-seeds.js";

const access = { read: anyone, write: anyone };
const item = entity({ number: integer() }, { feed: true, access });
const model = resolve(
  system("seedlogtest", { version: 1, services: [service("shop", { entities: { item } })] }),
);
const seeds = [
  {
    service: "shop",
    entity: "item",
    fields: ["number"],
    count: () => 3,
    rows: () => [[1], [2], [3]],
  },
];

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
  await push({ url: database.url, model });
});
afterEach(() => database.drop());

const load = () => loadSeeds({ url: database.url, model, seeds, scale: 1, ifEmpty: false, tell: () => {} });
const written = () => database.sql<{ kind: string }>("select kind from shop.outbox order by seq");
const epoch = async () =>
  (await database.sql<{ epoch: string }>("select epoch from shop.log_head"))[0]?.epoch;

it("leaves a log empty that nobody can follow yet, and every change after it is in the log", async () => {
  const before = await epoch();
  await load();
  expect(await written()).toEqual([]);
  expect(await epoch()).not.toBe(before);
  await database.sql("update shop.items set number = number + 1");
  expect(await written()).toHaveLength(3);
  expect(
    await database.sql("select from pg_trigger where tgname like 'lintel_%' and tgenabled <> 'O'"),
  ).toEqual([]);
});

it.each(["generation = 1", "generation = 3, position = 9"])(
  "writes each row down once somebody has gone on with the log (%s)",
  async (head) => {
    await database.sql(`update shop.log_head set ${head}`);
    const before = await epoch();
    await load();
    expect((await written()).map(({ kind }) => kind)).toEqual(["insert", "insert", "insert"]);
    expect(await epoch()).toBe(before);
  },
);

it("keeps who would go on with the log waiting until the rows are there", async () => {
  let waits: Promise<unknown> | undefined;
  const slow = [
    {
      service: "shop",
      entity: "item",
      fields: ["number"],
      count: () => 1,
      async *rows() {
        waits = database.sql(
          "update shop.log_head set generation = 1 returning (select count(*) from shop.items)",
        );
        await untilWaiting();
        yield [1];
      },
    },
  ];
  const other = await createWatcher();
  async function untilWaiting() {
    for (let deadline = Date.now() + 60_000; Date.now() < deadline; ) {
      if (await other.isWaiting()) return;
    }
    throw new Error("Nobody waits for the head of the log.");
  }
  await loadSeeds({ url: database.url, model, seeds: slow, scale: 1, ifEmpty: false, tell: () => {} });
  await waits;
  await other.end();
  expect(await written()).toEqual([]);
});

async function createWatcher() {
  const { default: pg } = await import("pg");
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  return {
    isWaiting: async () => {
      const { rows } = await client.query(
        "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
      );
      return rows.length > 0;
    },
    end: () => client.end(),
  };
}
