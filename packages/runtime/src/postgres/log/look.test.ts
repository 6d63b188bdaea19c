import pg from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type LogFixture, openLogFixture } from "../../testing/cases/log-database.js";
import type { LogConnection } from "./client.js";
import type { Turn } from "./head.js";
import { leaseTimes, takeLease } from "./lease.js";
import { type Look, look, lookText, nothingSeen } from "./look.js";
import { readEntries } from "./read.js";

let fixture: LogFixture;
let client: LogConnection;
let turn: Turn;
let snapshot: string;
let writers: pg.Client[];

beforeEach(async () => {
  fixture = await openLogFixture();
  client = await fixture.connect();
  const held = await takeLease(client, { schema: fixture.schema, holder: "test" });
  if (!held) throw new Error("The lease was not free.");
  turn = held;
  snapshot = nothingSeen;
  writers = [];
});
afterEach(async () => {
  await Promise.all(writers.map((one) => one.end()));
  await fixture.close();
});

async function writer(): Promise<(text: string) => Promise<unknown>> {
  const one = new pg.Client({ connectionString: fixture.database.url });
  await one.connect();
  writers.push(one);
  return (text) => one.query(text);
}

async function lookNow(limit = 20_000): Promise<Look> {
  const found = await look(client, { schema: fixture.schema, turn, snapshot, limit });
  if (!found) throw new Error("Fenced.");
  turn = found.turn;
  snapshot = found.snapshot;
  return found;
}

/** What the log says, as `key:version` by position. */
async function logged(): Promise<readonly string[]> {
  const { entries } = await readEntries(
    client,
    fixture.schema,
    { position: 1 },
    { count: 100_000, bytes: 1e9 },
  );
  expect(entries.map(({ position }) => position)).toEqual(entries.map((_, at) => at + 1));
  return entries.map(({ key, version, kind }) =>
    kind === "delete" ? `-${key}:${version}` : `${key}:${version}`,
  );
}

describe("one look", () => {
  it("gives contiguous positions to what has committed, transactions whole, and nothing to what was rolled back", async () => {
    const [one, other] = [await writer(), await writer()];
    await one("insert into shop.item values ('a', 1), ('b', 1)");
    await other("begin; insert into shop.item values ('x', 1); rollback");
    await other(
      "begin; insert into shop.item values ('y', 1); savepoint s; insert into shop.item values ('z', 1); rollback to s; delete from shop.item where id = 'a'; commit",
    );
    expect(await lookNow()).toMatchObject({ transactions: 2, events: 4, waiting: 0 });
    expect(await logged()).toEqual(["a:1", "b:1", "y:1", "-a:1"]);
    expect(await lookNow()).toMatchObject({ transactions: 0, events: 0 });
  });

  it("writes nothing and locks nothing where nothing is new", async () => {
    await (await writer())("insert into shop.item values ('a', 1)");
    await lookNow();
    const head = () => fixture.database.sql("select xmin::text, xmax::text, ctid::text from shop.log_head");
    const before = await head();
    await lookNow();
    await lookNow();
    expect(await head()).toEqual(before);
  });

  it("finds a transaction that began first and committed last, after those that overtook it", async () => {
    const [early, late] = [await writer(), await writer()];
    await early("begin; insert into shop.item values ('early', 1)");
    await late("insert into shop.item values ('late', 1)");
    await lookNow();
    await lookNow();
    await early("commit");
    expect(await lookNow()).toMatchObject({ transactions: 1 });
    expect(await logged()).toEqual(["late:1", "early:1"]);
  });

  it("nasty case 1: a transaction with an early id updates a row after a later one has committed", async () => {
    const [early, late] = [await writer(), await writer()];
    await late("insert into shop.item values ('row', 1)");
    await early("begin; insert into shop.item values ('own', 1)");
    await late("update shop.item set value = 2 where id = 'row'");
    await early("update shop.item set value = 3 where id = 'row'; commit");
    await lookNow();
    expect(await logged()).toEqual(["row:1", "row:2", "own:1", "row:3"]);
  });

  it("nasty case 2: an event written before the row lock, both in one look; the row's versions stay in order", async () => {
    const [one, other] = [await writer(), await writer()];
    await one("insert into shop.item values ('row', 1)");
    await other("begin; call shop.emit('intended', 'row', '{}')");
    await one("begin; update shop.item set value = 2 where id = 'row'");
    const waits = other("update shop.item set value = 3 where id = 'row'; commit");
    await one("commit");
    await waits;
    await lookNow();
    expect(await logged()).toEqual(["row:1", "row:2", "row:1", "row:3"]);
  });

  it("nasty case 3: a low sequence number that commits after a higher one was given its position", async () => {
    const [low, high] = [await writer(), await writer()];
    await low("begin; insert into shop.item values ('low', 1)");
    await high("insert into shop.item values ('high', 1)");
    await lookNow();
    await low("commit");
    await lookNow();
    expect(await logged()).toEqual(["high:1", "low:1"]);
  });

  it("orders crossed updates of READ COMMITTED as they took effect", async () => {
    const [one, other] = [await writer(), await writer()];
    await one("insert into shop.item values ('a', 0), ('b', 0)");
    await one("begin; update shop.item set value = 1 where id = 'a'");
    const waits = other("update shop.item set value = value + 10 where id = 'a'");
    await one("update shop.item set value = 1 where id = 'b'; commit");
    await waits;
    await lookNow();
    expect(await logged()).toEqual(["a:1", "b:1", "a:2", "b:2", "a:3"]);
  });
});

describe("more than a look takes", () => {
  it("is taken in parts that keep the order, none twice and none left out, while others are in progress", async () => {
    const [open, one] = [await writer(), await writer()];
    await open("begin; insert into shop.item values ('open', 1)");
    for (let at = 0; at < 25; at += 1) await one(`insert into shop.item values ('k${at}', 1)`);
    await open("insert into shop.item values ('open2', 1)");
    const parts: number[] = [];
    for (let found = await lookNow(4); found.transactions > 0; found = await lookNow(4)) {
      parts.push(found.transactions);
      if (parts.length === 3) await open("commit");
    }
    expect(parts).toEqual([4, 4, 4, 4, 4, 4, 2]);
    const keys = await logged();
    expect(new Set(keys).size).toBe(27);
    expect(keys.filter((key) => key.startsWith("k"))).toEqual(
      Array.from({ length: 25 }, (_, at) => `k${at}:1`),
    );
  });

  it("tells how many events wait", async () => {
    const one = await writer();
    await one("insert into shop.item values ('a', 1)");
    await one("insert into shop.item values ('b', 1), ('c', 1)");
    expect(await lookNow(1)).toMatchObject({ events: 1, waiting: 2 });
  });
});

describe("the fence", () => {
  it("nasty case 5: lets nobody write whose generation is over, and gives each position once", async () => {
    const one = await writer();
    await one("insert into shop.item values ('a', 1)");
    const old = { turn, snapshot };
    await fixture.database.sql("update shop.log_head set held_until = now() - interval '1 second'");
    const second = await fixture.connect();
    const held = await takeLease(second, { schema: fixture.schema, holder: "second" });
    expect(held?.generation).toBe("2");
    expect(await look(client, { schema: fixture.schema, ...old, limit: 10 })).toBeUndefined();
    if (!held) throw new Error("Not held.");
    expect(await look(second, { schema: fixture.schema, turn: held, snapshot, limit: 10 })).toMatchObject({
      events: 1,
    });
    expect(await look(client, { schema: fixture.schema, ...old, limit: 10 })).toBeUndefined();
    expect(await logged()).toEqual(["a:1"]);
  });

  it("gives the lease to one of many who ask at once, and to nobody while it lasts", async () => {
    await fixture.database.sql("update shop.log_head set held_until = null");
    const many = await Promise.all(Array.from({ length: 8 }, () => fixture.connect()));
    const held = await Promise.all(
      many.map((one, at) => takeLease(one, { schema: fixture.schema, holder: `${at}` })),
    );
    expect(held.filter((one) => one !== undefined)).toHaveLength(1);
    expect(leaseTimes.lasts + leaseTimes.looked).toBeLessThan(2_000);
  });
});

describe("what a look costs", () => {
  const plan = async (): Promise<string> => {
    const run = (text: string) => client.run({ text, name: "", label: "test" }, []);
    await run(
      `prepare looked (bigint, bigint, tid, pg_snapshot, integer, text, integer) as ${lookText("shop")}`,
    );
    const rows = await run(
      `explain (analyze, costs off, timing off, summary off) execute looked (${turn.generation}, ${turn.position}, '${turn.tid}', '${snapshot}', 100, 'shop', 1500)`,
    );
    return rows.map(([line]) => line).join("\n");
  };

  it("nasty case 10: reads by index, and nothing again that has its positions, with an idle writer and an old snapshot held", async () => {
    const [idle, old, one] = [await writer(), await writer(), await writer()];
    await idle("begin; insert into shop.item values ('idle', 1)");
    await old("begin isolation level repeatable read; select 1 from shop.item");
    await one("insert into shop.item select 'a' || n, n from generate_series(1, 5000) n");
    await lookNow();
    for (let at = 0; at < 50; at += 1) {
      await one(`insert into shop.item values ('b${at}', 1)`);
      await lookNow();
    }
    const text = await plan();
    expect(text).not.toMatch(/Seq Scan on|Bitmap|Hash Join|Merge Join/);
    expect(text).not.toMatch(/Index Cond: \(slot = [^ ]*\)$/m);
    expect(text).toMatch(/Index (Only )?Scan using outbox_0_pkey/);
    expect([...text.matchAll(/outbox_\d.*actual rows=(\d+)/g)].map(([, rows]) => Number(rows))).toSatisfy(
      (rows: number[]) => rows.every((count) => count === 0),
    );
    await one("insert into shop.item values ('c', 1)");
    expect(await lookNow()).toMatchObject({ transactions: 1 });
    await idle("commit");
    expect(await lookNow()).toMatchObject({ transactions: 1 });
  });
});
