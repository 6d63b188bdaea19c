import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../../testing/database.js";
import { dropSlots, findFaults, readEvents, untilDrained } from "./cases/history.js";
import { startLoad } from "./cases/load.js";
import { until } from "./cases/until.js";
import type { WalChange } from "./context.js";
import {
  connect,
  installLog,
  own,
  type Sequencing,
  type SequencingOptions,
  schema,
  startSequencing,
  untilFollowing,
} from "./fixture.js";
import { dropPublicationStatement } from "./index.js";
import { publicationOf } from "./names.js";

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

async function start(options: Partial<SequencingOptions> = {}): Promise<Sequencing> {
  const sequencing = await startSequencing({ url: test.url, ...options });
  await untilFollowing(sequencing);
  return sequencing;
}

const note = (key: string) => test.sql(`select ${own}.note('event', 'own', $1, 1)`, [key]);
const kinds = (changes: readonly WalChange[]) => changes.map(({ change }) => change);

interface Progress {
  readonly epoch: string;
  readonly confirmed: string;
  readonly lsn: string;
  readonly ahead: boolean;
}

/** Where the slot and the head are. */
async function readProgress(): Promise<Progress> {
  const [row] = await test.sql<Progress>(
    `select epoch::text, s.confirmed_flush_lsn::text as confirmed, h.lsn::text, s.confirmed_flush_lsn > h.lsn as ahead
       from ${own}.log_head h, pg_replication_slots s where s.database = current_database()`,
  );
  if (!row) throw new Error("There is no slot.");
  return row;
}

/** Under load, has something done to the slot; everything must be there all the same. */
async function underLoad(sequencing: Sequencing, harm: () => Promise<void>): Promise<void> {
  const load = await startLoad(test.url, 4);
  await until("there is load", () => load.committed.size > 100);
  await harm();
  const then = load.committed.size;
  await until("there is more load", () => load.committed.size > then + 100);
  await load.stop();
  await untilDrained(test);
  await sequencing.stop();
  const labels = (await readEvents(test)).flatMap(({ subject, key }) => (subject === "label" ? [key] : []));
  expect(new Set(labels)).toEqual(load.committed);
  expect(labels.length).toBe(load.committed.size);
  expect(await findFaults(test)).toEqual([]);
}

it("gives what was there before the slot its positions first", async () => {
  for (let n = 0; n < 30; n += 1) await note(`${n}`);
  const sequencing = await start();
  await note("30");
  await untilDrained(test);
  await sequencing.stop();
  expect((await readEvents(test)).map(({ key }) => Number(key))).toEqual(
    Array.from({ length: 31 }, (_, n) => n),
  );
  expect(kinds(sequencing.changes)).toEqual(["slot-wanted", "slot-made", "caught-up", "following"]);
});

it("goes on where it was left, without another look", async () => {
  const before = await start();
  await note("1");
  await untilDrained(test);
  await before.stop();
  await note("2");
  const sequencing = await start();
  await note("3");
  await untilDrained(test);
  await sequencing.stop();
  expect(kinds(sequencing.changes)).toEqual(["following"]);
  expect((await readEvents(test)).map(({ key }) => key)).toEqual(["1", "2", "3"]);
});

it("nasty case 9: loses nothing when the slot is dropped under load, and keeps the epoch", async () => {
  const sequencing = await start({ goOn: true });
  const { epoch } = await readProgress();
  const made = () => kinds(sequencing.changes).filter((kind) => kind === "slot-made").length;
  await underLoad(sequencing, async () => {
    await dropSlots(test);
    // Until there is one again, positions are given to what is visible, and all may be told before that.
    await until("there is a slot again", () => made() === 2);
  });
  expect(made()).toBe(2);
  const [head] = await test.sql<{ epoch: string }>(`select epoch::text from ${own}.log_head`);
  expect(head?.epoch).toBe(epoch);
});

it("loses nothing when the slot is dropped while nobody orders", async () => {
  const before = await start();
  await note("1");
  await untilDrained(test);
  await before.stop();
  await note("2");
  await dropSlots(test);
  await note("3");
  const sequencing = await start();
  await untilDrained(test);
  await sequencing.stop();
  expect((await readEvents(test)).map(({ key }) => key)).toEqual(["1", "2", "3"]);
});

it("loses nothing when the publication is dropped under load and comes back", async () => {
  const sequencing = await start({ goOn: true });
  await underLoad(sequencing, async () => {
    await test.sql(dropPublicationStatement(schema));
    await test.sql(
      "select pg_terminate_backend(active_pid) from pg_replication_slots where active and database = current_database()",
    );
    await untilFollowing(sequencing, 2);
  });
});

it("notices that the publication was put aside for a while, and finds what was written meanwhile", async () => {
  const sequencing = await start({ goOn: true });
  await underLoad(sequencing, async () => {
    const name = publicationOf(schema);
    await test.sql(`alter publication ${name} drop table ${own}.outbox`);
    await until("something was passed over", async () => (await readEvents(test)).length > 0);
    await note("unpublished");
    await test.sql(`alter publication ${name} add table ${own}.outbox (slot, xid, seq)`);
  });
  const reasons = sequencing.changes.filter(({ change }) => change === "slot-given-up");
  expect(reasons.length).toBe(1);
});

it("makes another slot when the publication was dropped while nobody ordered", async () => {
  const before = await start();
  await before.stop();
  await note("1");
  await test.sql(dropPublicationStatement(schema));
  await note("2");
  const sequencing = await start();
  await note("3");
  await untilDrained(test);
  await sequencing.stop();
  expect(sequencing.changes[0]).toEqual({
    change: "slot-wanted",
    reason: "its publication had been changed",
  });
  expect((await readEvents(test)).map(({ key }) => key)).toEqual(["1", "2", "3"]);
});

it("mends a publication that is not what it has to be", async () => {
  await test.sql(`create publication ${publicationOf(schema)} for table ${own}.item`);
  await note("1");
  const sequencing = await start();
  await note("2");
  await untilDrained(test);
  await sequencing.stop();
  expect((await readEvents(test)).map(({ key }) => key)).toEqual(["1", "2"]);
});

it("orders by what is visible while an old transaction holds up the slot, then takes over from the slot", async () => {
  const idle = await connect(test.url);
  await idle.query("begin");
  await idle.query(`select ${own}.note('event', 'own', 'idle', 1)`);
  const sequencing = await startSequencing({ url: test.url });
  await note("1");
  await until("it is in the log", async () => (await readEvents(test)).length === 1);
  const snapshot = await connect(test.url);
  await snapshot.query("begin isolation level repeatable read");
  await snapshot.query("select");
  await note("2");
  await until("it is in the log", async () => (await readEvents(test)).length === 2);
  expect(kinds(sequencing.changes)).toEqual(["slot-wanted"]);
  await idle.query("commit");
  await untilFollowing(sequencing);
  await note("3");
  await untilDrained(test);
  await sequencing.stop();
  expect((await readEvents(test)).map(({ key }) => key)).toEqual(["1", "2", "idle", "3"]);
  await idle.end();
  await snapshot.end();
});

it("nasty case 10: an old snapshot and an idle writer in a transaction hold nobody up", async () => {
  const sequencing = await start();
  const idle = await connect(test.url);
  await idle.query("begin");
  await idle.query(`select ${own}.note('event', 'own', 'idle', 1)`);
  const snapshot = await connect(test.url);
  await snapshot.query("begin isolation level repeatable read");
  await snapshot.query("select count(*) from pg_class");
  for (let n = 0; n < 50; n += 1) await note(`${n}`);
  await until("all are in the log", async () => (await readEvents(test)).length === 50);
  await idle.query("commit");
  await untilDrained(test);
  await sequencing.stop();
  expect((await readEvents(test)).at(-1)?.key).toBe("idle");
  await idle.end();
  await snapshot.end();
});

it("acknowledges nothing that is not in the log", async () => {
  const seen: boolean[] = [];
  const watch = await connect(test.url);
  const sequencing = await start({
    async beforeAppend() {
      const { rows } = await watch.query<{ ahead: boolean }>(
        `select s.confirmed_flush_lsn > h.lsn as ahead
           from ${own}.log_head h, pg_replication_slots s where s.database = current_database()`,
      );
      seen.push(...rows.map(({ ahead }) => ahead));
    },
  });
  seen.length = 0;
  const load = await startLoad(test.url, 4);
  await until("there is load", () => load.committed.size > 200);
  await load.stop();
  await untilDrained(test);
  await until("the slot has followed", async () => {
    const { confirmed, lsn } = await readProgress();
    return confirmed === lsn;
  });
  await sequencing.stop();
  await watch.end();
  expect(seen.length).toBeGreaterThan(3);
  expect(seen.filter((ahead) => ahead)).toEqual([]);
});

it("lets go of the write-ahead log when only others write", async () => {
  const idleBytes = 1 << 16;
  const sequencing = await start({ idleBytes });
  await note("1");
  await untilDrained(test);
  await test.sql("create table other (n int, filling text)");
  for (let n = 0; n < 20; n += 1) {
    await test.sql("insert into other select n, repeat('x', 500) from generate_series(1, 1000) n");
  }
  // Where what was written here ends: what other tests write meanwhile only brings both further.
  const [written] = await test.sql<{ end: string }>("select pg_current_wal_lsn()::text as end");
  await until("the slot and the head have followed", async () => {
    const [row] = await test.sql<{ followed: boolean }>(
      `select least(s.confirmed_flush_lsn, h.lsn) > $1::pg_lsn - ${idleBytes} as followed
         from ${own}.log_head h, pg_replication_slots s where s.database = current_database()`,
      [written?.end],
    );
    return row?.followed === true;
  });
  await sequencing.stop();
  expect(sequencing.batches.at(-1)?.transactions).toEqual([]);
  expect((await readProgress()).ahead).toBe(false);
});

it("nasty case 8: changes the epoch when the slot is ahead of the head, and gives what is missing its positions", async () => {
  const before = await start();
  await note("1");
  await untilDrained(test);
  const was = await readProgress();
  await note("2");
  await untilDrained(test);
  await before.stop();
  // The head is put back to what it was: a server that failed over without the last append.
  await test.sql(`delete from ${own}.log where position = 2`);
  await test.sql(`update ${own}.log_head set position = 1, lsn = $1::pg_lsn`, [was.lsn]);
  await note("3");
  const sequencing = await start();
  await untilDrained(test);
  await sequencing.stop();
  expect(kinds(sequencing.changes)).toEqual(["epoch-changed", "caught-up", "following"]);
  expect((await readProgress()).epoch).not.toBe(was.epoch);
  expect((await readEvents(test)).map(({ key }) => key)).toEqual(["1", "2", "3"]);
});

it.each([
  ["lies beyond the end of the write-ahead log", "lsn = 'FFFFFFF/0'::pg_lsn"],
  ["knows transactions of another server", "snapshot = '900000000000:900000000000:'::pg_snapshot"],
])("changes the epoch when the head %s, and passes over nothing", async (_, change) => {
  const before = await start();
  await note("1");
  await untilDrained(test);
  const { epoch } = await readProgress();
  await before.stop();
  await test.sql(`update ${own}.log_head set ${change}`);
  await note("2");
  const sequencing = await start();
  await note("3");
  await untilDrained(test);
  await sequencing.stop();
  expect((await readProgress()).epoch).not.toBe(epoch);
  expect((await readEvents(test)).map(({ key }) => key)).toEqual(["1", "2", "3"]);
});

it("writes down snapshots from which order by what is visible can go on", async () => {
  const sequencing = await start();
  for (let n = 0; n < 20; n += 1) {
    await note(`${n}`);
    await untilDrained(test);
  }
  await sequencing.stop();
  const [missing] = await test.sql<{ missing: number; seen: number }>(
    `select count(*) filter (where pg_visible_in_snapshot(o.xid, h.snapshot) and l.xid is null)::int as missing,
            count(*) filter (where pg_visible_in_snapshot(o.xid, h.snapshot))::int as seen
       from ${own}.log_head h, ${own}.outbox o left join ${own}.log l on l.slot = o.slot and l.xid = o.xid`,
  );
  expect(missing?.missing).toBe(0);
  expect(missing?.seen).toBeGreaterThan(10);
});

it("stops at once, also while it makes a slot", async () => {
  const idle = await connect(test.url);
  await idle.query("begin; select pg_current_xact_id()");
  const sequencing = await startSequencing({ url: test.url });
  await until("the slot is being made", async () => {
    const rows = await test.sql(
      "select from pg_replication_slots where database = current_database() and active",
    );
    return rows.length === 1;
  });
  await sequencing.stop();
  const left = await test.sql("select from pg_replication_slots where database = current_database()");
  expect(left.length).toBe(0);
  await idle.query("commit");
  await idle.end();
});
