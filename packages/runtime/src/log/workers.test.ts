import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createFacts, type Fact } from "../facts.js";
import { pauseCursor, readCursors, seekCursor } from "../postgres/cursors/index.js";
import { type LogConnection, openLogConnection } from "../postgres/log/index.js";
import { describeCursorTable } from "../postgres/schema/describe-cursors.js";
import { install } from "../postgres/schema/difference.js";
import { until } from "../testing/cases/log-scene.js";
import { createTestDatabase, type TestDatabase } from "../testing/database.js";
import { startWorkers, type Workers, type WorkerTurn } from "./workers.js";

const schema = "sales";
const cursor = { schema, name: "consumer invoices" };
const epoch = "0195d1a0-0000-4000-8000-00000000000a";
let role: string;
let database: TestDatabase;
let client: LogConnection;
let heard: Fact[];
const started: Workers[] = [];

beforeEach(async () => {
  role = `workers_${randomBytes(6).toString("hex")}`;
  database = await createTestDatabase();
  heard = [];
  const tables = [describeCursorTable()];
  await database.sql(
    [
      ...install({ schemas: [{ name: schema, functions: [], sequences: [], tables }] }).map(({ sql }) => sql),
      `create role ${role}`,
      `grant usage on schema ${schema} to ${role}`,
      `grant select, insert, update, delete on all tables in schema ${schema} to ${role}`,
    ].join(";\n"),
  );
  client = await openLogConnection({ url: database.url, role, schema, applicationName: "watcher" });
});
afterEach(async () => {
  await Promise.all(started.splice(0).map((workers) => workers.stop(1_000)));
  await client.end();
  await database.dropRoles([role]);
  await database.drop();
});

/** A process that takes part; `connections` are those that it has opened. */
function process(holder: string, url = database.url) {
  const facts = createFacts();
  facts.subscribe((fact) => void heard.push(fact));
  const connections: LogConnection[] = [];
  const workers = startWorkers({
    service: "sales",
    schema,
    facts,
    holder,
    connect: async (onLost) => {
      const opened = await openLogConnection({
        url,
        role,
        schema,
        applicationName: `worker ${holder}`,
        onLost,
      });
      connections.push(opened);
      return opened;
    },
  });
  started.push(workers);
  return { workers, connections };
}

/** Waits until it is told to stop. */
async function untilAborted({ signal }: WorkerTurn): Promise<void> {
  if (!signal.aborted) await once(signal, "abort");
}

const factsOf = (name: Fact["fact"]) => heard.filter(({ fact }) => fact === name);
const holder = async () => (await readCursors(client, schema))[0]?.holder;

describe("workers", () => {
  it("work in one process at a time, and where that stops, the next goes on from there at once", async () => {
    const turns: WorkerTurn[] = [];
    const run = async (turn: WorkerTurn) => {
      turns.push(turn);
      if (turns.length === 1) await turn.advance({ epoch, position: 12 });
      await untilAborted(turn);
    };
    const options = { name: cursor.name, source: "orders", run };
    const one = process("one");
    const first = one.workers.start(options);
    await until(() => first.isLeading);
    const second = process("two").workers.start(options);
    await one.workers.stop(1_000);
    await until(() => second.isLeading);
    expect(first.isLeading).toBe(false);
    await until(() => turns.length === 2);
    expect(turns.map(({ generation, position }) => [generation, position])).toEqual([
      ["1", 0],
      ["2", 12],
    ]);
    expect(factsOf("worker.lost")).toMatchObject([{ reason: "stopped", generation: "1" }]);
  });

  it("are followed when they fall silent, and told; what they hold by then moves nothing", async () => {
    const turns: WorkerTurn[] = [];
    const run = async (turn: WorkerTurn) => {
      turns.push(turn);
      await untilAborted(turn);
    };
    const one = process("one");
    one.workers.start({ name: cursor.name, source: "orders", run });
    await until(() => turns.length === 1);
    // Another takes the cursor as it would from a process that is frozen.
    await database.sql(
      "update sales.log_cursors set generation = generation + 1, held_until = clock_timestamp() + interval '5 s'",
    );
    await until(() => turns[0]?.signal.aborted === true);
    expect(await turns[0]?.advance({ epoch, position: 5 })).toBe(false);
    await until(() => factsOf("worker.lost").length === 1);
    expect(factsOf("worker.lost")).toMatchObject([{ reason: "lost" }]);
    expect(await readCursors(client, schema)).toMatchObject([{ position: 0 }]);
  });

  it("go on when their connection was lost", async () => {
    const turns: WorkerTurn[] = [];
    const run = async (turn: WorkerTurn) => {
      turns.push(turn);
      await untilAborted(turn);
    };
    const one = process("one");
    one.workers.start({ name: cursor.name, source: "orders", run });
    await until(() => turns.length === 1);
    await database.sql(
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'worker one'",
    );
    await until(() => turns.length === 2);
    expect(turns[0]?.signal.aborted).toBe(true);
    expect(one.connections).toHaveLength(2);
  });

  it("are run again when they throw, which is told once, and others are not held up", async () => {
    let failures = 0;
    let runs = 0;
    const { workers } = process("one");
    workers.start({
      name: "consumer poisoned",
      source: "orders",
      async run(turn) {
        if (failures < 3) {
          failures += 1;
          throw new Error("No ink.");
        }
        await untilAborted(turn);
      },
    });
    workers.start({
      name: cursor.name,
      source: "orders",
      async run(turn) {
        runs += 1;
        await untilAborted(turn);
      },
    });
    await until(() => failures === 3 && factsOf("worker.elected").length === 5);
    expect(factsOf("worker.failed")).toMatchObject([{ worker: "consumer poisoned" }]);
    expect(runs).toBe(1);
  });

  it("stand still while they are paused, and go on from where a person sought to", async () => {
    const turns: WorkerTurn[] = [];
    const run = async (turn: WorkerTurn) => {
      turns.push(turn);
      await untilAborted(turn);
    };
    const worker = process("one").workers.start({ name: cursor.name, source: "orders", run });
    await until(() => worker.isLeading);
    await pauseCursor(client, cursor, true);
    await until(() => !worker.isLeading);
    await seekCursor(client, cursor, { epoch, position: 40 });
    expect(await holder()).toBeUndefined();
    await pauseCursor(client, cursor, false);
    await until(() => turns.length === 2);
    expect(turns[1]).toMatchObject({ epoch, position: 40 });
  });

  it("wait for a database that is not there, and stop all the same", async () => {
    const { workers } = process("one", "postgresql://nobody@127.0.0.1:1/none");
    workers.start({ name: cursor.name, source: "orders", run: async () => {} });
    await until(() => factsOf("worker.failed").length === 1);
    await workers.stop(1_000);
  });
});
