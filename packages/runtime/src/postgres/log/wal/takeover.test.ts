import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../../testing/database.js";
import { dropSlots, findFaults, readEvents, untilDrained } from "./cases/history.js";
import { startLoad } from "./cases/load.js";
import { spawnSequencing } from "./cases/process.js";
import { until } from "./cases/until.js";
import { installLog, own, startSequencing, untilFollowing } from "./fixture.js";

// To make a slot waits for every transaction of the server, those of other tests too.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let test: TestDatabase;
beforeEach(async () => {
  test = await createTestDatabase();
  await installLog(test);
});
afterEach(async () => {
  await dropSlots(test);
  await test.drop();
});

it("nasty case 5: goes on where the holder hangs, long before the server notices, and holds it off when it wakes up", async () => {
  const hung = await spawnSequencing(test.url, "never", 0);
  hung.go();
  await hung.says("started");
  const load = await startLoad(test.url, 3);
  await until("the slot is read", async () => {
    const rows = await test.sql(
      "select from pg_stat_replication_slots s join pg_replication_slots using (slot_name) where database = current_database() and active and s.total_txns > 0",
    );
    return rows.length === 1;
  });
  const [before] = await test.sql<{ position: number }>(`select position::int from ${own}.log_head`);
  await until("it is in use", async () => (await readEvents(test)).length > (before?.position ?? 0) + 20);
  hung.kill("SIGSTOP");
  const [at] = await test.sql<{ position: number }>(`select position::int from ${own}.log_head`);
  const from = performance.now();
  const sequencing = await startSequencing({ url: test.url });
  await until("it goes on", async () => {
    const [now] = await test.sql<{ position: number }>(`select position::int from ${own}.log_head`);
    return (now?.position ?? 0) > (at?.position ?? 0);
  });
  // The server would wait for the hung one for `wal_sender_timeout`, a minute.
  expect(performance.now() - from).toBeLessThan(40_000);
  hung.kill("SIGCONT");
  await hung.ended;
  expect(hung.said()).toContain("failed");
  const then = load.committed.size;
  await until("there is more", () => load.committed.size > then + 100);
  await load.stop();
  await untilDrained(test);
  await sequencing.stop();
  expect(sequencing.changes.map(({ change }) => change)).toEqual(["slot-taken-over", "following"]);
  const labels = (await readEvents(test)).flatMap(({ subject, key }) => (subject === "label" ? [key] : []));
  expect(labels.length).toBe(load.committed.size);
  expect(await findFaults(test)).toEqual([]);
});

it("a holder of before neither ends the reader of now nor adds to the log", async () => {
  const old = await startSequencing({ url: test.url, goOn: true });
  await untilFollowing(old);
  const now = await startSequencing({ url: test.url });
  await untilFollowing(now);
  // It lost its slot, tried again, and found that it is not its turn.
  await expect(old.ended).rejects.toThrow(/ordered by another process|fenced/);
  const load = await startLoad(test.url, 2);
  await until("there is load", () => load.committed.size > 50);
  await load.stop();
  await untilDrained(test);
  await now.stop();
  expect(now.changes.filter(({ change }) => change === "following").length).toBe(1);
  expect(await findFaults(test)).toEqual([]);
});

it("a batch that was received before the turn was lost is not added", async () => {
  let open: () => void = () => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const old = await startSequencing({
    url: test.url,
    beforeAppend: ({ transactions }) => (transactions.length > 0 ? gate : undefined),
  });
  await untilFollowing(old);
  await test.sql(`select ${own}.note('event', 'own', '1', 1)`);
  const now = await startSequencing({ url: test.url });
  await untilFollowing(now);
  await untilDrained(test);
  open();
  await expect(old.ended).rejects.toThrow();
  await now.stop();
  expect((await readEvents(test)).map(({ key }) => key)).toEqual(["1"]);
  expect(await findFaults(test)).toEqual([]);
});
