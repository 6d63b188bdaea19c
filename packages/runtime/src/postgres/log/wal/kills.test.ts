import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../../testing/database.js";
import { type FlakyProxy, startFlakyProxy } from "../../flaky-proxy.js";
import { dropSlots, findFaults, readEvents, untilDrained } from "./cases/history.js";
import { startLoad } from "./cases/load.js";
import { createOwnServer, hasOwnServer } from "./cases/own-server.js";
import { spawnSequencing } from "./cases/process.js";
import { until } from "./cases/until.js";
import { installLog, own, startSequencing, untilFollowing } from "./fixture.js";

// To make a slot waits for every transaction of the server, those of other tests too.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

/** Kills of the process that orders: more of them by LINTEL_LOG_KILLS. */
const kills = Number(process.env.LINTEL_LOG_KILLS ?? 30);
const serverKills = Math.ceil(kills / 6);
const cuts = kills;

let test: TestDatabase;
beforeEach(async () => {
  test = await createTestDatabase();
  await installLog(test);
});
afterEach(async () => {
  await dropSlots(test);
  await test.drop();
});

const readEpoch = async ({ sql }: Pick<TestDatabase, "sql">) =>
  (await sql<{ epoch: string }>(`select epoch::text from ${own}.log_head`))[0]?.epoch;

/** Every transaction of which a writer was told is there once, whole, in its place. */
async function expectAll(owner: Pick<TestDatabase, "url" | "sql">, committed: ReadonlySet<string>) {
  const labels = (await readEvents(owner)).flatMap(({ subject, key }) => (subject === "label" ? [key] : []));
  const there = new Set(labels);
  expect(labels.length).toBe(there.size);
  expect([...committed].filter((label) => !there.has(label))).toEqual([]);
  expect(await findFaults(owner)).toEqual([]);
}

it(`nasty case 4: loses and doubles nothing in ${kills} kills between receiving and appending, and between appending and acknowledging`, {
  timeout: 120_000 + kills * 5_000,
}, async () => {
  const load = await startLoad(test.url, 3);
  const epoch = await readEpoch(test);
  const stages = ["appended", "received"] as const;
  const spawnNext = (n: number) =>
    spawnSequencing(test.url, n === 0 ? "look" : (stages[n % 2] ?? "received"), 1 + (n % 3));
  let next = spawnNext(0);
  for (let n = 0; n < kills; n += 1) {
    const victim = await next;
    victim.go();
    next = spawnNext(n + 1);
    await victim.says("at");
    victim.kill("SIGKILL");
    await victim.ended;
  }
  const spare = await next;
  spare.kill("SIGKILL");
  const sequencing = await startSequencing({ url: test.url });
  await untilFollowing(sequencing);
  await load.stop();
  await untilDrained(test);
  await sequencing.stop();
  await expectAll(test, load.committed);
  // No position was ever given twice, so nobody who follows has to begin anew.
  expect(await readEpoch(test)).toBe(epoch);
});

it(`loses and doubles nothing in ${cuts} cuts of the connection in mid message`, {
  timeout: 120_000 + cuts * 2_000,
}, async () => {
  const proxy: FlakyProxy = await startFlakyProxy(test.url);
  const sequencing = await startSequencing({ url: test.url, sourceUrl: proxy.url, goOn: true, batch: 20 });
  await untilFollowing(sequencing);
  const load = await startLoad(test.url, 4);
  for (let n = 1; n <= cuts; n += 1) {
    const { length } = sequencing.batches;
    await until("more is in the log", () => sequencing.batches.length > length + (n % 4));
    proxy.cut();
    await untilFollowing(sequencing, n + 1);
  }
  await load.stop();
  await untilDrained(test);
  await sequencing.stop();
  await proxy.close();
  await expectAll(test, load.committed);
  expect(sequencing.changes.filter(({ change }) => change === "slot-made").length).toBe(1);
});

it("notices a server that has fallen silent, and goes on when it is back", { timeout: 120_000 }, async () => {
  const proxy = await startFlakyProxy(test.url);
  const sequencing = await startSequencing({ url: test.url, sourceUrl: proxy.url, goOn: true });
  await untilFollowing(sequencing);
  const load = await startLoad(test.url, 2);
  await until("something is in the log", () => sequencing.batches.length > 5);
  await proxy.become("hang");
  await until("there is more to tell", () => load.committed.size > 100);
  await load.stop();
  await until("it has noticed", async () => {
    const { length } = await test.sql(
      "select from pg_stat_activity where application_name = 'lintel-test-log' and datname = current_database() and backend_type = 'walsender'",
    );
    return length === 0;
  });
  await proxy.become("forward");
  await untilFollowing(sequencing, 2);
  await untilDrained(test);
  await sequencing.stop();
  await proxy.close();
  await expectAll(test, load.committed);
});

it.skipIf(!hasOwnServer)(
  `loses and doubles nothing in ${serverKills} kills of PostgreSQL`,
  { timeout: 120_000 + serverKills * 10_000 },
  async () => {
    const server = await createOwnServer({ checkpoint_timeout: "30s", max_prepared_transactions: "5" });
    try {
      await installLog(server);
      const load = await startLoad(server.url, 3, true);
      const start = () => startSequencing({ url: server.url });
      let sequencing = await start();
      for (let n = 0; n < serverKills; n += 1) {
        await untilFollowing(sequencing);
        const { length } = sequencing.batches;
        await until("more is in the log", () => sequencing.batches.length > length + 5);
        await server.end(n % 3 === 2 ? "SIGINT" : "SIGKILL");
        await sequencing.ended.catch(() => {});
        await server.start();
        sequencing = await start();
      }
      await load.stop();
      await untilDrained(server);
      await sequencing.stop();
      await expectAll(server, load.committed);
      expect(sequencing.changes.map(({ change }) => change)).toEqual(["following"]);
    } finally {
      await server.remove();
    }
  },
);

it.skipIf(!hasOwnServer)(
  "puts a prepared transaction where its commit is",
  { timeout: 120_000 },
  async () => {
    const server = await createOwnServer({ max_prepared_transactions: "5" });
    try {
      await installLog(server);
      const sequencing = await startSequencing({ url: server.url });
      await untilFollowing(sequencing);
      const note = (key: string) => `select ${own}.note('event', 'own', '${key}', 1)`;
      await server.sql(`begin; ${note("prepared")}; prepare transaction 'one'`);
      await server.sql(note("1"));
      await until("it is in the log", async () => (await readEvents(server)).length === 1);
      await server.sql("commit prepared 'one'");
      await server.sql(note("2"));
      await untilDrained(server);
      await sequencing.stop();
      expect((await readEvents(server)).map(({ key }) => key)).toEqual(["1", "prepared", "2"]);
    } finally {
      await server.remove();
    }
  },
);

it.skipIf(!hasOwnServer)(
  "stands in no one's way when PostgreSQL shuts down",
  { timeout: 120_000 },
  async () => {
    const server = await createOwnServer();
    try {
      await installLog(server);
      const sequencing = await startSequencing({ url: server.url });
      await untilFollowing(sequencing);
      await server.sql("create table other as select n from generate_series(1, 1000) n");
      await server.end("SIGINT");
      await expect(sequencing.ended).rejects.toThrow();
    } finally {
      await server.remove();
    }
  },
);
