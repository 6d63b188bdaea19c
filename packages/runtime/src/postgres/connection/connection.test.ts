import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../testing/database.js";
import { prepare, unprepared } from "../compile/prepared.js";
import type { Parameter } from "../parameter.js";
import { type Connection, openConnection } from "./connection.js";

let test: TestDatabase;
let connection: Connection;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());
beforeEach(async () => {
  const user = new URL(test.url).username;
  connection = await openConnection(
    {
      url: `${test.url}?options=${encodeURIComponent("-c geqo=off")}`,
      role: user,
      schema: "pub lic",
      applicationName: "connection test",
      readOnly: false,
      statementTimeout: 5_000,
      idleInTransactionTimeout: 5_000,
      connectTimeout: 5_000,
      plans: "chosen",
    },
    () => {},
  );
});
afterEach(() => connection.end());

const ask = (text: string, values: Parameter[] = []) =>
  connection
    .execute({ prepared: prepare("test", text), values, describe: false })
    .then((result) => result.rows.map((row) => row[0]));

it("leaves the neighbours of a statement that fails alone", async () => {
  const outcomes = await Promise.allSettled(
    Array.from({ length: 60 }, (_, at) => {
      if (at % 3 === 1) return ask("select $1::int", ["no number"]);
      if (at % 3 === 2) return ask(`select no_such_column_${at}`);
      return ask("select $1::int + 1", [String(at)]);
    }),
  );
  expect(outcomes.map(({ status }) => status)).toEqual(
    Array.from({ length: 60 }, (_, at) => (at % 3 === 0 ? "fulfilled" : "rejected")),
  );
  expect(outcomes[57]).toMatchObject({ value: ["58"] });
  expect(await ask("select $1::int", ["5"])).toEqual(["5"]);
});

it("prepares a statement again after its preparing failed", async () => {
  await expect(ask("select count(*) from later")).rejects.toMatchObject({ code: "42P01" });
  await test.sql('create schema if not exists "pub lic"; create table "pub lic".later ()');
  expect(await ask("select count(*) from later")).toEqual(["0"]);
});

it("closes a statement in the end whose closing stood behind one that failed", async () => {
  const [divide, other] = [prepare("divide", "select 12 / $1::int"), prepare("other", "select $1::text")];
  const late = prepare("late", "select 'late'");
  const run = (prepared: typeof divide, value?: string) =>
    connection.execute({ prepared, values: value === undefined ? [] : [value], describe: false });
  await run(other, "prepared");
  await expect(run(divide, "0")).rejects.toMatchObject({ code: "22012" });
  // The one that fails here is prepared; that `divide` is to be closed leaves with the one behind it, which is not run.
  const both = connection.executeAll([
    { prepared: other, values: ["\0"], describe: false },
    { prepared: late, values: [], describe: false },
  ]);
  await Promise.allSettled(both);
  expect((await run(divide, "4")).rows).toEqual([["3"]]);
  expect((await run(late)).rows).toEqual([["late"]]);
});

it("runs the second of two statements only where the first works", async () => {
  const run = (first: string) =>
    connection.execute({
      preludes: [{ prepared: unprepared("test", first), values: [] }],
      prepared: prepare("test", "select 'second'"),
      values: [],
      describe: false,
    });
  expect(await run("select 'first'")).toMatchObject({ rows: [["second"]] });
  await expect(run("select no_such_column")).rejects.toMatchObject({ code: "42703" });
});

it("keeps no more statements prepared than its bound", async () => {
  const each = (at: number) => ask(`select ${at} + $1::int`, ["1"]);
  for (let at = 0; at < 400; at += 1) expect(await each(at)).toEqual([String(at + 1)]);
  const [count] = await ask("select count(*) from pg_prepared_statements");
  expect(Number(count)).toBeGreaterThan(290);
  expect(Number(count)).toBeLessThanOrEqual(301);
  expect(await each(0)).toEqual(["1"]);
});

it("begins with the role, the schema and the settings that encoding relies on", async () => {
  const settings = ["search_path", "timezone", "datestyle", "intervalstyle", "statement_timeout", "geqo"];
  const found = await Promise.all(settings.map((name) => ask("select current_setting($1)", [name])));
  expect(found.flat()).toEqual(['"pub lic"', "UTC", "ISO, MDY", "iso_8601", "5s", "off"]);
});
