import { existsSync, readFileSync } from "node:fs";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { LogConnection } from "../postgres/log/index.js";
import { look, nothingSeen, readHead, takeLease } from "../postgres/log/index.js";
import { type LogScene, openScene, until } from "../testing/cases/log-scene.js";

/**
 * Transactions that wait, of one event of about 300 bytes each. More than the usual few, it is a measurement:
 * `LINTEL_LOG_MEASURE=100000 npx vitest run packages/runtime/src/log/measure.test.ts` prints what it came to.
 */
const waiting = Number(process.env.LINTEL_LOG_MEASURE ?? 500);

let scene: LogScene;
let client: LogConnection;

beforeAll(async () => {
  scene = await openScene();
  client = await scene.connect();
}, 300_000);
afterAll(() => scene.close());

/** Tells how long work took, and the CPU time of this process and of this database's sessions, where PostgreSQL runs here. */
async function timed<T>(name: string, count: number, work: () => Promise<T>): Promise<T> {
  const [began, own, theirs] = [performance.now(), process.cpuUsage(), await cpuOfSessions()];
  const result = await work();
  const milliseconds = performance.now() - began;
  const { user, system } = process.cpuUsage(own);
  const database = (await cpuOfSessions()) - theirs;
  const perSecond = (spent: number) => `${Math.round((count / spent) * 1_000)}/s`;
  if (waiting > 500)
    process.stdout.write(
      `${name}: ${milliseconds.toFixed(1)} ms (${perSecond(milliseconds)}), CPU of the database ${database} ms (${perSecond(database)}), of Node ${((user + system) / 1_000).toFixed(0)} ms\n`,
    );
  return result;
}

async function cpuOfSessions(): Promise<number> {
  const rows = await scene.database.sql<{ pid: number }>(
    "select pid from pg_stat_activity where datname = current_database()",
  );
  return rows.reduce((sum, { pid }) => {
    const stat = existsSync(`/proc/${pid}/stat`) ? readFileSync(`/proc/${pid}/stat`, "utf8") : "";
    const [user = "0", system = "0"] = stat
      .slice(stat.lastIndexOf(")") + 2)
      .split(" ")
      .slice(11, 13);
    return sum + (Number(user) + Number(system)) * 10;
  }, 0);
}

it("sequences a backlog in steps, and reads it back page by page", async () => {
  const { schema, database } = scene;
  await database.sql(`do $$ begin
  for i in 1..${waiting} loop
    call shop.emit('placed', 'k' || i, jsonb_build_object('n', i, 'text', repeat(md5(i::text), 8)));
    commit;
  end loop;
end $$`);
  await database.sql("analyze shop.outbox");
  const held = await takeLease(client, { schema, holder: "measure" });
  if (!held) throw new Error("The lease was not free.");
  let at = { turn: { ...held }, snapshot: nothingSeen as string };
  const step = async () => {
    const found = await look(client, { schema, ...at, limit: 20_000 });
    if (!found) throw new Error("Fenced.");
    at = { turn: { ...held, ...found.turn }, snapshot: found.snapshot };
    return found;
  };
  await timed("sequencing", waiting, async () => {
    while ((await step()).waiting > 0);
  });
  expect(at.turn.position).toBe(waiting);
  await timed("100 empty looks", 100, async () => {
    for (let n = 0; n < 100; n += 1) await step();
  });
  const emit = () => database.sql("call shop.emit('placed', 'one', '{}')");
  await timed("100 times: one commits", 100, async () => {
    for (let n = 0; n < 100; n += 1) await emit();
  });
  await timed("100 times: one commits, one look", 100, async () => {
    for (let n = 0; n < 100; n += 1) {
      await emit();
      await step();
    }
  });
  const old = new pg.Client({ connectionString: database.url });
  await old.connect();
  await old.query("begin isolation level repeatable read; select count(*) from shop.item");
  await database.sql(`do $$ begin
  for i in 1..${waiting / 5} loop update shop.log_head set first_kept = 1; commit; end loop;
end $$`);
  at = { ...at, turn: { ...at.turn, tid: (await readHead(client, schema)).tid } };
  await timed("100 looks with an old snapshot, after many changes of the head", 100, async () => {
    for (let n = 0; n < 100; n += 1) await step();
  });
  await timed("100 reads of the head then", 100, async () => {
    for (let n = 0; n < 100; n += 1) await readHead(client, schema);
  });
  await old.end();
  const last = at.turn.position;
  const reader = scene.reader();
  const { epoch } = await reader.head();
  const stop = new AbortController();
  const count = await timed("catch-up", last, async () => {
    let seen = 0;
    for await (const { entries } of reader.pages({ epoch, position: 1 }, stop.signal)) {
      seen += entries.length;
      if (seen === last) stop.abort();
    }
    return seen;
  });
  expect(count).toBe(last);
}, 300_000);

it("takes a backlog from the write-ahead log, in the order of commits", async () => {
  const { database } = scene;
  const position = async () => {
    const [row] = await database.sql<{ position: number }>("select position::int from shop.log_head");
    return row?.position ?? 0;
  };
  await client.run({ text: "update shop.log_head set held_until = null", name: "", label: "test" }, []);
  const inForce = () =>
    until(() => scene.heard.some((fact) => fact.fact === "log.order" && fact.order === "commits"), 60_000);
  const first = scene.sequencer({ order: "commits" });
  await inForce();
  await first.stop(5_000);
  const before = await position();
  await database.sql(`do $$ begin
  for i in 1..${waiting} loop
    call shop.emit('placed', 'k' || i, jsonb_build_object('n', i, 'text', repeat(md5(i::text), 8)));
    commit;
  end loop;
end $$`);
  await timed("sequencing from the write-ahead log", waiting, async () => {
    scene.sequencer({ order: "commits" });
    await until(async () => (await position()) === before + waiting, 120_000);
  });
}, 300_000);
