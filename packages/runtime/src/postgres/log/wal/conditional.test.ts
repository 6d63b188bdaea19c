import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../../testing/database.js";
import { dropSlots } from "./cases/history.js";
import { appendTransactions, connect, installLog, own, schema, takeTurn } from "./fixture.js";
import { type CommittedBatch, openWalSource, type WalSource } from "./index.js";

// To make a slot waits for every transaction of the server, those of other tests too.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let test: TestDatabase;
let source: WalSource;
let append: (batch: CommittedBatch) => Promise<void>;
let close: () => Promise<void>;
const never = new AbortController().signal;

/** Follows a slot, with batches given on a condition. */
beforeEach(async () => {
  test = await createTestDatabase();
  await installLog(test);
  const client = await connect(test.url);
  const { generation, position } = await takeTurn(client);
  let at = position;
  source = await openWalSource({
    url: test.url,
    schema,
    role: new URL(test.url).username,
    generation,
    applicationName: "lintel-test-log",
    connectTimeout: 3_000,
    conditional: true,
  });
  append = async ({ transactions, progress }) => {
    const after = await appendTransactions(client, generation, at, transactions, progress);
    if (after === undefined) throw new Error("fenced");
    at = after;
  };
  close = async () => {
    await source.close();
    await client.end();
  };
  // Until the slot is there, what is visible is given; the first that the slot tells of comes on a condition.
  await put(0);
  for (;;) {
    const batch = await source.next(never);
    await append(batch);
    source.acknowledge(batch.progress);
    if (source.isFollowing) break;
    if (batch.progress.lsn !== undefined && batch.progress.snapshot !== undefined) break;
  }
});
afterEach(async () => {
  await close();
  await dropSlots(test);
  await test.drop();
});

const put = (id: number) => test.sql(`insert into ${own}.item (id) values (${id})`);
const eventsOf = ({ transactions }: CommittedBatch) =>
  transactions.reduce((sum, { events }) => sum + events, 0);
const moment = async () => {
  const [now] = await test.sql<{ snapshot: string; lsn: string }>(
    "select pg_current_snapshot()::text as snapshot, pg_current_wal_insert_lsn()::text as lsn",
  );
  if (!now) throw new Error("There is a moment.");
  return now;
};

it("what is put back comes again, looked at, before anything else, and once", async () => {
  const next = source.next(never);
  await put(1);
  const given = await next;
  expect(given.condition?.identity).toEqual(expect.any(String));
  expect(eventsOf(given)).toBe(1);
  source.putBack();
  await put(2);
  const again = await source.next(never);
  expect(again.condition).toBeUndefined();
  expect(again.transactions[0]).toEqual(given.transactions[0]);
  await append(again);
  source.acknowledge(again.progress);
  await put(3);
  const ids = [...again.transactions];
  while (ids.length < 3) {
    const batch = await source.next(never);
    expect(batch.condition).toBeDefined();
    await append(batch);
    source.acknowledge(batch.progress, await moment());
    ids.push(...batch.transactions);
  }
  const keys = await test.sql<{ key: string }>(
    `select o.key from ${own}.log l join ${own}.outbox o using (slot, xid) order by l.position`,
  );
  expect(keys.map(({ key }) => key)).toEqual(["0", "1", "2", "3"]);
  expect(new Set(ids.map(({ xid }) => xid)).size).toBe(3);
});

it("the moment at which a batch was appended goes with a later one, once that is beyond it", async () => {
  const moments: { snapshot: string; lsn: string }[] = [];
  const snapshots: string[] = [];
  for (let id = 1; snapshots.length < 3; id += 1) {
    await put(id);
    const batch = await source.next(never);
    if (
      batch.progress.snapshot !== undefined &&
      moments.some((one) => one.snapshot === batch.progress.snapshot)
    ) {
      snapshots.push(batch.progress.snapshot);
      const [row] = await test.sql<{ beyond: boolean }>("select $1::pg_lsn >= $2::pg_lsn as beyond", [
        batch.progress.lsn,
        moments.find((one) => one.snapshot === batch.progress.snapshot)?.lsn,
      ]);
      expect(row?.beyond).toBe(true);
    }
    await append(batch);
    const now = await moment();
    moments.push(now);
    source.acknowledge(batch.progress, now);
  }
});
