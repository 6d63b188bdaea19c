import { randomBytes } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { FactName, FactOf } from "../facts.js";
import type { LogConnection } from "../postgres/log/index.js";
import { type LogScene, openScene, until } from "../testing/cases/log-scene.js";

let scene: LogScene;
beforeEach(async () => {
  scene = await openScene();
});
afterEach(() => scene.close());

const sql = <R extends object>(text: string) => scene.database.sql<R>(text);
const put = (id: string) => sql(`insert into shop.item values ('${id}', 1)`);
const told = <Name extends FactName>(name: Name) =>
  scene.heard.filter((fact): fact is FactOf<Name> => fact.fact === name);
const orders = () => told("log.order").map(({ order }) => order);
const inForce = (order: "commits" | "visible") =>
  expect.poll(() => orders().at(-1), { timeout: 100_000 }).toBe(order);
const positions = async () => (await scene.reader().head()).position;
const keys = async () => {
  const reader = scene.reader();
  const { epoch } = await reader.head();
  return (await reader.read({ epoch, position: 1 })).entries.map(({ key }) => key);
};
const head = async () => {
  const [row] = await sql<{ lsn: string | null; snapshot: string | null; epoch: string }>(
    "select lsn::text, snapshot::text, epoch from shop.log_head",
  );
  if (!row) throw new Error("There is no head.");
  return row;
};

describe("the order of a log", () => {
  it("is that of commits where the server permits it, also of what becomes visible between two looks", async () => {
    await put("before");
    scene.sequencer({ order: "any" });
    await inForce("commits");
    const [early, late, lock] = [await scene.connect(), await scene.connect(), await scene.connect()];
    const run = (client: LogConnection, text: string) => client.run({ text, name: "", label: "test" }, []);
    await run(lock, "begin");
    await run(lock, "select from shop.log_head for update");
    await run(early, "begin");
    await run(early, "insert into shop.item values ('early', 1)");
    await run(late, "insert into shop.item values ('late', 1)");
    await run(early, "commit");
    await run(lock, "commit");
    await expect.poll(keys).toEqual(["before", "late", "early"]);
    expect((await head()).lsn).toMatch(/^[0-9A-F]+\/[0-9A-F]+$/);
  });

  it("is that of what is visible where the login may not replicate, which is said with what to do", async () => {
    const url = new URL(scene.database.url);
    url.username = `plain_${randomBytes(6).toString("hex")}`;
    url.password = "x";
    await sql(`create role ${url.username} login password 'x'`);
    try {
      await sql(`grant ${scene.role} to ${url.username}`);
      scene.sequencer({ order: "commits", url: url.toString() });
      await inForce("visible");
      await put("a");
      await expect.poll(positions).toBe(1);
      expect(told("log.order")[0]).toMatchObject({
        wanted: "commits",
        reason: expect.stringContaining("may not replicate"),
        remedy: expect.stringContaining("with replication"),
      });
    } finally {
      await scene.database.dropRoles([url.username]);
    }
  });

  it("goes back and forth, in place and by other sequencers, and loses and doubles nothing", async () => {
    const expected: string[] = [];
    const write = async (name: string) => {
      for (let n = 0; n < 5; n += 1) {
        expected.push(`${name}${n}`);
        await put(`${name}${n}`);
      }
      await expect.poll(positions).toBe(expected.length);
    };
    for (const [round, order] of (["visible", "commits", "visible", "commits"] as const).entries()) {
      const sequencer = scene.sequencer({ order });
      await inForce(order);
      await write(`${order}${round}-`);
      const { lsn } = await head();
      expect(lsn === null).toBe(order === "visible");
      await sequencer.stop(5_000);
      // Left behind by whoever comes next.
      expected.push(`between${round}`);
      await put(`between${round}`);
    }
    scene.sequencer({ order: "visible" });
    await expect.poll(positions).toBe(expected.length);
    expect(await keys()).toEqual(expected);
    const [row] = await sql<{ doubled: number }>(
      "select count(*)::int - count(distinct xid)::int as doubled from shop.log",
    );
    expect(row?.doubled).toBe(0);
  });

  it("goes on without the write-ahead log where that fails again and again, and nothing is left out", async () => {
    scene.sequencer({ order: "any" });
    await inForce("commits");
    await put("a");
    await expect.poll(positions).toBe(1);
    const end = () =>
      sql(
        "select pg_terminate_backend(active_pid) from pg_replication_slots where active and database = current_database()",
      );
    await until(async () => {
      await end();
      return told("log.stream.lost").length > 0;
    });
    await put("b");
    await until(async () => {
      await end();
      return orders().at(-1) === "visible";
    }, 100_000);
    await put("c");
    await expect.poll(keys).toEqual(["a", "b", "c"]);
  });

  it("gives what is left its positions when it stops, in either order", async () => {
    for (const order of ["commits", "visible"] as const) {
      const sequencer = scene.sequencer({ order });
      await inForce(order);
      for (let n = 0; n < 50; n += 1) await put(`${order}${n}`);
      await sequencer.stop(10_000);
      const [row] = await sql<{ left: number }>(
        "select (select count(*) from shop.outbox)::int - (select position from shop.log_head)::int as left",
      );
      expect(row?.left).toBe(0);
    }
  });
});
