import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../testing/database.js";
import { type LogConnection, openLogConnection } from "../log/index.js";
import { describeCursorTable } from "../schema/describe-cursors.js";
import { install } from "../schema/difference.js";
import {
  advanceCursor,
  advanceStatement,
  ensureCursor,
  holdStatement,
  pauseCursor,
  readCursors,
  releaseCursor,
  renewCursor,
  seekCursor,
  takeCursor,
} from "./index.js";

const schema = "sales";
const role = `cursor_${randomBytes(6).toString("hex")}`;
const cursor = { schema, name: "consumer invoices" };
const epoch = "0195d1a0-0000-4000-8000-00000000000a";
let database: TestDatabase;
let client: LogConnection;

beforeAll(async () => {
  database = await createTestDatabase();
  const made = install({
    schemas: [{ name: schema, functions: [], sequences: [], tables: [describeCursorTable()] }],
  });
  await database.sql(
    [
      ...made.map(({ sql }) => sql),
      `create role ${role}`,
      `grant usage on schema ${schema} to ${role}`,
      `grant select, insert, update, delete on all tables in schema ${schema} to ${role}`,
    ].join(";\n"),
  );
  client = await openLogConnection({ url: database.url, role, schema, applicationName: "cursor test" });
});
afterAll(async () => {
  await client?.end();
  await database?.dropRoles([role]);
  await database?.drop();
});
beforeEach(async () => {
  await database.sql(`delete from ${schema}.log_cursors`);
  await ensureCursor(client, cursor, "orders");
});

const end = () =>
  database.sql(`update ${schema}.log_cursors set held_until = clock_timestamp() - interval '1 second'`);
const state = async () => (await readCursors(client, schema))[0];
async function take(holder: string) {
  const turn = await takeCursor(client, cursor, holder);
  if (!turn) throw new Error("The cursor was not free.");
  return turn;
}

describe("a cursor", () => {
  it("begins before the first position, and is made once", async () => {
    await ensureCursor(client, cursor, "orders");
    expect(await take("one")).toEqual({ generation: "1", epoch: undefined, position: 0 });
    expect(await readCursors(client, schema)).toMatchObject([
      {
        name: "consumer invoices",
        source: "orders",
        position: 0,
        holder: "one",
        isHeld: true,
        isPaused: false,
      },
    ]);
  });

  it("is held by one at a time, until its time is over or it is given back", async () => {
    const one = await take("one");
    expect(await takeCursor(client, cursor, "two")).toBeUndefined();
    expect(await renewCursor(client, cursor, one.generation)).toBe(true);
    await end();
    const two = await take("two");
    expect(await renewCursor(client, cursor, one.generation)).toBe(false);
    await releaseCursor(client, cursor, one.generation);
    expect(await state()).toMatchObject({ holder: "two", isHeld: true });
    await releaseCursor(client, cursor, two.generation);
    expect((await take("three")).generation).toBe("3");
  });

  it("goes on where it was left, and is not moved by who held it before", async () => {
    const one = await take("one");
    expect(await advanceCursor(client, cursor, { ...one, epoch, position: 17 })).toBe(true);
    await end();
    const two = await take("two");
    expect(two).toEqual({ generation: "2", epoch, position: 17, abandonedBy: "one" });
    expect(await advanceCursor(client, cursor, { ...one, epoch, position: 18 })).toBe(false);
    expect(await state()).toMatchObject({ position: 17 });
  });

  it("moves in a transaction with what was done, or not at all", async () => {
    const turn = await take("one");
    const { text, values } = advanceStatement(cursor, { ...turn, epoch, position: 5 });
    const inTransaction = async (finish: "commit" | "rollback") => {
      await database.sql("begin");
      const literal = text.replace(/\$(\d)/g, (_, at) => `'${values[Number(at) - 1]}'`);
      const rows = await database.sql(literal);
      await database.sql(finish);
      return rows.length;
    };
    expect(await inTransaction("rollback")).toBe(1);
    expect(await state()).toMatchObject({ position: 0 });
    expect(await inTransaction("commit")).toBe(1);
    expect(await state()).toMatchObject({ position: 5 });
    await end();
    await take("two");
    expect(await inTransaction("commit")).toBe(0);
  });

  it("can be taken while a transaction of its holder is under way", async () => {
    const turn = await take("one");
    const hold = holdStatement(cursor, turn.generation);
    const literal = hold.text.replace(/\$(\d)/g, (_, at) => `'${hold.values[Number(at) - 1]}'`);
    await database.sql("begin");
    expect(await database.sql(literal)).toEqual([{ generation: "1" }]);
    await seekCursor(client, cursor, { epoch, position: 3 });
    expect((await take("two")).generation).toBe("3");
    await database.sql("commit");
    expect(await database.sql(literal)).toEqual([]);
  });

  it("is sought by a person: who holds it moves it no more", async () => {
    const turn = await take("one");
    expect(await seekCursor(client, cursor, { epoch, position: 100 })).toBe(true);
    expect(await advanceCursor(client, cursor, { ...turn, epoch, position: 7 })).toBe(false);
    expect(await take("two")).toEqual({ generation: "3", epoch, position: 100 });
    expect(await seekCursor(client, { schema, name: "nobody" }, { epoch, position: 1 })).toBe(false);
  });

  it("stands still while it is paused", async () => {
    const turn = await take("one");
    expect(await pauseCursor(client, cursor, true)).toBe(true);
    expect(await renewCursor(client, cursor, turn.generation)).toBe(false);
    await releaseCursor(client, cursor, turn.generation);
    expect(await takeCursor(client, cursor, "two")).toBeUndefined();
    expect(await state()).toMatchObject({ isPaused: true, isHeld: false });
    await pauseCursor(client, cursor, false);
    expect((await take("two")).generation).toBe("2");
    expect(await pauseCursor(client, { schema, name: "nobody" }, true)).toBe(false);
  });
});
