import type pg from "pg";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../../testing/database.js";
import { dropSlots, findFaults, readEvents, untilDrained, witnessCommits } from "./cases/history.js";
import { startLoad } from "./cases/load.js";
import { until } from "./cases/until.js";
import {
  connect,
  installLog,
  own,
  type Sequencing,
  schema,
  startSequencing,
  untilFollowing,
} from "./fixture.js";
import { publicationOf } from "./names.js";
import { publicationStatement } from "./publication.js";

// To make a slot waits for every transaction of the server, those of other tests too.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let test: TestDatabase;
let witness: Awaited<ReturnType<typeof witnessCommits>>;
let first: pg.Client;
let second: pg.Client;

beforeAll(async () => {
  test = await createTestDatabase();
  await installLog(test);
  await test.sql(publicationStatement(schema));
  witness = await witnessCommits(test, `witness_${new URL(test.url).pathname.slice(-10)}`);
  // The slot is made once; each test begins where it was left.
  const sequencing = await start();
  await sequencing.stop();
  first = await connect(test.url);
  second = await connect(test.url);
});
afterAll(async () => {
  await first.end();
  await second.end();
  await dropSlots(test);
  await test.drop();
});

async function start(options: { readonly sourceUrl?: string } = {}): Promise<Sequencing> {
  const sequencing = await startSequencing({ url: test.url, ...options });
  await untilFollowing(sequencing);
  return sequencing;
}

const note = (client: pg.Client, key: string) =>
  client.query(`select ${own}.note('event', 'order', $1, 1)`, [key]);
const begin = async (client: pg.Client) =>
  (
    (await client.query<{ xid: string }>("begin; select pg_current_xact_id()::text as xid")) as unknown as {
      rows: { xid: string }[];
    }[]
  )[1]?.rows[0]?.xid;

/** Keys of the events that tests note themselves, from the one that begins so. */
async function keysFrom(prefix: string): Promise<string[]> {
  const events = await readEvents(test);
  return events.flatMap(({ subject, key }) => (subject === "order" && key.startsWith(prefix) ? [key] : []));
}

it("gives positions in the order of commits, under writers that cross each other's rows", async () => {
  const sequencing = await start();
  const load = await startLoad(test.url, 8);
  await until("there is much to order", () => load.committed.size > 1_500);
  await load.stop();
  await untilDrained(test);
  await sequencing.stop();
  const events = await readEvents(test);
  const labels = events.flatMap(({ subject, key }) => (subject === "label" ? [key] : []));
  expect(labels.length).toBe(load.committed.size);
  expect(new Set(labels)).toEqual(load.committed);
  expect(await findFaults(test)).toEqual([]);
  expect([...new Set(events.map(({ xid }) => xid))]).toEqual(await witness.order(publicationOf(schema)));
});

it.each(["while it goes on", "from what has gathered"])(
  "nasty cases 1 and 3: puts a transaction with an early id that commits late behind those that committed before it, %s",
  async (when) => {
    const prefix = `early ${when}`;
    const sequencing = when === "while it goes on" ? await start() : undefined;
    const early = await begin(first);
    await note(first, `${prefix} 1`);
    const late = await begin(second);
    await note(second, `${prefix} 2`);
    await second.query("commit");
    if (sequencing) {
      await until("the later one is delivered", async () => (await keysFrom(prefix)).length === 1);
    }
    await note(first, `${prefix} 3`);
    await first.query("commit");
    const running = sequencing ?? (await start());
    await untilDrained(test);
    await running.stop();
    expect(Number(early)).toBeLessThan(Number(late));
    expect(await keysFrom(prefix)).toEqual([`${prefix} 2`, `${prefix} 1`, `${prefix} 3`]);
  },
);

it("nasty case 2: puts an event that was noted before the row was locked behind what held the row", async () => {
  await test.sql(`insert into ${own}.item (id) values (1000)`);
  await begin(second);
  await second.query(`update ${own}.item set version = version + 1 where id = 1000`);
  await begin(first);
  await note(first, "lock 1");
  const waiting = first.query(`update ${own}.item set version = version + 1 where id = 1000`);
  await note(second, "lock 2");
  await second.query("commit");
  await waiting;
  await first.query("commit");
  const sequencing = await start();
  await untilDrained(test);
  await sequencing.stop();
  expect(await keysFrom("lock")).toEqual(["lock 2", "lock 1"]);
  expect(await findFaults(test)).toEqual([]);
});

it("puts transactions that have nothing in common in the order of their commits", async () => {
  const sequencing = await start();
  const clients = await Promise.all(Array.from({ length: 6 }, () => connect(test.url)));
  const expected: string[] = [];
  for (let round = 0; round < 20; round += 1) {
    for (const [n, client] of clients.entries()) {
      await begin(client);
      await note(client, `apart ${round} ${n}`);
    }
    const shuffled = clients.map((client, n) => ({ client, n, by: (n * 7 + round * 5) % 6 }));
    for (const { client, n } of shuffled.sort((a, b) => a.by - b.by)) {
      await client.query("commit");
      expected.push(`apart ${round} ${n}`);
    }
  }
  await untilDrained(test);
  await sequencing.stop();
  for (const client of clients) await client.end();
  expect(await keysFrom("apart")).toEqual(expected);
});

it("leaves out what a savepoint or a transaction takes back, and keeps a transaction whole", async () => {
  const sequencing = await start();
  await begin(first);
  await note(first, "back 1");
  await first.query("savepoint one");
  await note(first, "back 2");
  await first.query("savepoint two");
  await note(first, "back 3");
  await first.query("rollback to savepoint one");
  await note(first, "back 4");
  await first.query("release savepoint one");
  await begin(second);
  await note(second, "back 5");
  await second.query("rollback");
  await begin(second);
  await note(second, "back 6");
  await second.query("commit");
  await note(first, "back 7");
  await first.query("commit");
  await untilDrained(test);
  await sequencing.stop();
  expect(await keysFrom("back")).toEqual(["back 6", "back 1", "back 4", "back 7"]);
  expect(await findFaults(test)).toEqual([]);
});

it("keeps a transaction whole that is larger than the memory for decoding", async () => {
  const url = new URL(test.url);
  url.searchParams.set("options", "-c logical_decoding_work_mem=64kB");
  const sequencing = await start({ sourceUrl: url.toString() });
  const events = 20_000;
  await begin(first);
  await first.query(`select ${own}.note('event', 'large', n::text, 1) from generate_series(1, ${events}) n`);
  for (let n = 0; n < 20; n += 1) await note(second, `small ${n}`);
  await first.query("commit");
  await note(second, "small after");
  await untilDrained(test);
  await sequencing.stop();
  const all = await readEvents(test);
  const large = all.flatMap(({ subject, position }) => (subject === "large" ? [position] : []));
  expect(large.length).toBe(events);
  expect((large.at(-1) ?? 0) - (large[0] ?? 0)).toBe(events - 1);
  expect(all.at(-1)?.key).toBe("small after");
  expect(await findFaults(test)).toEqual([]);
  const [spilled] = await test.sql<{ spilled: boolean }>(
    "select bool_or(spill_txns > 0) as spilled from pg_stat_replication_slots join pg_replication_slots using (slot_name) where database = current_database() and slot_name like 'lintel%'",
  );
  expect(spilled?.spilled).toBe(true);
});

it("gives each transaction the time of its commit", async () => {
  const sequencing = await start();
  const [before] = await test.sql<{ at: number }>(
    "select extract(epoch from clock_timestamp())::float8 as at",
  );
  await note(first, "time 1");
  await untilDrained(test);
  await sequencing.stop();
  const [row] = await test.sql<{ at: number; now: number }>(
    `select extract(epoch from committed_at)::float8 as at, extract(epoch from clock_timestamp())::float8 as now
       from ${own}.log order by position desc limit 1`,
  );
  expect(row?.at).toBeGreaterThanOrEqual(before?.at ?? 0);
  expect(row?.at).toBeLessThanOrEqual(row?.now ?? 0);
});
