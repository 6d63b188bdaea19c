import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { anyone, entity, integer, resolve, service, system, text } from "../blueprint/index.js";
import { createFacts } from "../facts.js";
import { type Database, openDatabase } from "../postgres/index.js";
import { push } from "../postgres/migrate/index.js";
import { createTestDatabase, type TestDatabase } from "../testing/database.js";
import { bootstrap, type Logs, startLogs, tailAfter } from "./index.js";

const stock = service("stock", {
  entities: {
    item: entity(
      { name: text({ max: 50 }), count: integer(), cost: integer().private().optional() },
      { access: { read: anyone }, feed: true },
    ),
  },
});
const name = `rows${randomBytes(4).toString("hex")}`;
const model = resolve(system(name, { version: 1, services: [stock] }));
const facts = createFacts();

let test: TestDatabase;
let database: Database;
let logs: Logs;
beforeAll(async () => {
  test = await createTestDatabase();
  await push({ url: test.url, model });
  logs = startLogs({ model, urls: { stock: test.url }, facts });
  database = openDatabase({
    model,
    urls: test.url,
    facts,
    statementTimeout: 5_000,
    onCommitted: logs.committed,
  });
});
afterAll(async () => {
  await database?.close(0);
  await logs?.stop(1_000);
  const roles = model.services.flatMap(({ role, clientRoles }) => [
    clientRoles.reader,
    clientRoles.writer,
    role,
  ]);
  await test?.dropRoles(roles);
  await test?.drop();
});

it("begins with the rows that there are, whatever is kept of the log, and comes to what the table has", async () => {
  const item = model.services[0]?.entities[0];
  if (!item) throw new TypeError("There is an entity.");
  await test.sql(
    "insert into stock.items (id, name, count, cost) select gen_random_uuid(), 'old' || n, 0, 7 from generate_series(1, 50) n",
  );
  const reader = logs.reader("stock");
  await expect.poll(async () => (await reader.head()).position).toBe(50);
  // Nothing of the log is kept, as long after.
  await expect
    .poll(async () => {
      await test.sql("update stock.log_head set first_kept = position + 1");
      return (await reader.head()).firstKept;
    })
    .toBe(51);

  let isOver = false;
  const writing = (async () => {
    for (let n = 0; !isOver; n += 1) {
      await test.sql("insert into stock.items (id, name, count) values (gen_random_uuid(), $1, 0)", [
        `new${n}`,
      ]);
      await test.sql("update stock.items set count = count + 1 where name = $1", [`old${1 + (n % 50)}`]);
      await test.sql("delete from stock.items where name = $1", [`new${n - 3}`]);
    }
  })();
  const state = new Map<string, string>();
  const pages: number[] = [];
  const handed = await bootstrap({
    database: database.service("stock"),
    entity: item,
    size: 20,
    async rows(entries, page) {
      pages.push(page);
      for (const { kind, key, after, position } of entries) {
        expect([kind, state.has(key)]).toEqual(["insert", false]);
        expect(position).toBeGreaterThanOrEqual(50);
        state.set(key, after ?? "");
      }
    },
  });
  expect(handed.result).toBe(state.size);
  expect(pages.slice(0, 3)).toEqual([0, 1, 2]);
  const stop = new AbortController();
  let at = handed.from.position - 1;
  const following = (async () => {
    for await (const { kind, key, after, position } of tailAfter(reader, handed, stop.signal)) {
      if (kind === "delete") expect(state.delete(key)).toBe(true);
      else {
        expect(state.has(key)).toBe(kind === "update");
        state.set(key, after ?? "");
      }
      at = position;
    }
  })();
  following.catch(() => {});
  await expect.poll(() => at).toBeGreaterThan(handed.from.position + 20);
  isOver = true;
  await writing;
  const [{ count } = { count: -1 }] = await test.sql<{ count: number }>(
    "select count(*)::int as count from stock.outbox",
  );
  await expect.poll(() => at).toBe(count);
  stop.abort();
  await following;
  const rows = await test.sql<{ id: string; after: string }>(
    "select id::text, (to_jsonb(t) - 'cost')::text as after from stock.items t",
  );
  expect(new Map(rows.map(({ id, after }) => [id, after]))).toEqual(state);
  expect([...state.values()].join()).not.toContain("cost");
});
