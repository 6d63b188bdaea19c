import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ServiceModel, SystemModel } from "../blueprint/index.js";
import { resolve, service, system } from "../blueprint/index.js";
import { openDatabase } from "../postgres/index.js";
import { type LogScene, openScene, until } from "../testing/cases/log-scene.js";
import { snapshotAnd, tailAfter } from "./index.js";
import { type Logs, startLogs } from "./start-logs.js";

let scene: LogScene;
let model: SystemModel;
const started: Logs[] = [];

beforeEach(async () => {
  scene = await openScene();
  const empty = resolve(
    system("logtest", {
      version: 1,
      services: [service("shop", { entities: {} }), service("plain", { entities: {} })],
    }),
  );
  const [shop, plain] = empty.services;
  if (!shop || !plain) throw new TypeError("There are two services.");
  const logged: ServiceModel = { ...shop, schema: scene.schema, role: scene.role, log: { keep: 60_000 } };
  model = { ...empty, services: [logged, plain] };
});
afterEach(async () => {
  await Promise.all(started.splice(0).map((logs) => logs.stop(1_000)));
  await scene.close();
});

function start(): Logs {
  const logs = startLogs({
    model,
    urls: { shop: scene.database.url, plain: scene.database.url },
    facts: scene.facts,
  });
  started.push(logs);
  return logs;
}

function open(logs: Logs) {
  return openDatabase({
    model,
    urls: scene.database.url,
    facts: scene.facts,
    statementTimeout: 5_000,
    onCommitted: logs.committed,
  });
}

const connections = async () => {
  const [row] = await scene.database.sql<{ count: number }>(
    "select count(*)::int as count from pg_stat_activity where datname = current_database() and application_name like 'logtest/%'",
  );
  return row?.count;
};

describe("the logs of a system", () => {
  it("give a commit of this process its position at once, which a follower is given", async () => {
    const logs = start();
    const database = open(logs);
    await until(() => logs.isLeading("shop"));
    const reader = logs.reader("shop");
    const { epoch } = await reader.head();
    const stop = new AbortController();
    const next = reader.tail({ epoch, position: 1 }, stop.signal).next();
    await database
      .service("shop")
      .transaction({}, (t) => t.run({ text: "insert into shop.item values ('a', 1)", values: [] }));
    expect((await next).value).toMatchObject({ position: 1, subject: "item", key: "a", kind: "insert" });
    stop.abort();
    await database.close(0);
  });

  it("are of services that have one: the others have no connection, and no reader", async () => {
    const logs = start();
    await until(() => logs.isLeading("shop"));
    // One for each: giving positions, reading what is committed, and the write-ahead log.
    await expect.poll(connections).toBe(3);
    logs.committed("plain");
    expect(logs.isLeading("plain")).toBe(false);
    expect(() => logs.reader("plain")).toThrow(expect.objectContaining({ code: "INTERNAL" }));
  });

  it("sequence what is left when they stop, leave no connection, and begin again where they were", async () => {
    const logs = start();
    await until(() => logs.isLeading("shop"));
    await scene.database.sql("insert into shop.item values ('a', 1), ('b', 1)");
    await logs.stop(2_000);
    expect(await scene.database.sql("select position::int from shop.log_head")).toEqual([{ position: 2 }]);
    await until(async () => (await connections()) === 0);
    const again = start();
    await scene.database.sql("insert into shop.item values ('c', 1)");
    await until(async () => (await again.reader("shop").head()).position === 3);
  });
});

/** How many snapshots are taken. */
const trials = Number(process.env.LINTEL_LOG_TRIALS ?? 300);

describe("the hand-over from a snapshot", () => {
  it(`has no gap and no doubling under load, in ${trials} trials`, async () => {
    const logs = start();
    const database = open(logs);
    const shop = database.service("shop");
    await until(() => logs.isLeading("shop"));
    let trial = 0;
    let isOver = false;
    const writing = Promise.all(
      [1, 2, 3].map(async (writer) => {
        for (let n = 0; !isOver; n += 1) {
          const values = [`${writer}.${n}a`, `${writer}.${n}b`, trial];
          await shop.transaction({}, async (t) => {
            await t.run({ text: "insert into shop.item values ($1, $3), ($2, $3)", values });
            if (n % 5 === 0) await new Promise((resolve) => setTimeout(resolve, 8));
          });
        }
      }),
    );
    const reader = logs.reader("shop");
    const begins: number[] = [1];
    const found = { gaps: 0, doubles: 0 };
    let seenBefore = 0;
    for (; trial < trials; trial += 1) {
      begins.push((await reader.head()).position + 1);
      // Rows of this trial and the one before: their entries lie after where that began.
      const since = Math.max(0, trial - 1);
      const handed = await snapshotAnd(shop, scene.schema, (t) =>
        t.run<{ id: string }>({ text: "select id from shop.item where value >= $1", values: [since] }),
      );
      const have = new Set(handed.result.map(({ id }) => id));
      const stop = new AbortController();
      let upTo = 0;
      let came = 0;
      for await (const { key, position } of tailAfter(reader, handed, stop.signal)) {
        if (have.has(key)) found.doubles += 1;
        have.add(key);
        upTo = position;
        came += 1;
        if (came === 6) stop.abort();
      }
      const from = { epoch: handed.from.epoch, position: begins[since] ?? 1 };
      const { entries } = await reader.read(from, { count: upTo - from.position + 1, bytes: 1e9 });
      for (const entry of entries) {
        const isRecent = Number(JSON.parse(entry.after ?? "{}").value) >= since;
        if (isRecent && !have.has(entry.key)) found.gaps += 1;
        if (entry.position >= handed.from.position && handed.isSeen(entry)) seenBefore += 1;
      }
    }
    isOver = true;
    await writing;
    expect(found).toEqual({ gaps: 0, doubles: 0 });
    expect(seenBefore).toBeGreaterThan(0);
    await database.close(0);
  }, 240_000);
});
