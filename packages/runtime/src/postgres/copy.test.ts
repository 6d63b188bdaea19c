import pg from "pg";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../testing/database.js";
import { copyInto } from "./copy.js";

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
  await test.sql('create schema s; create table s."odd name" (number int primary key, "the text" text)');
});
afterAll(() => test.drop());
beforeEach(() => test.sql('truncate s."odd name"'));

const target = { schema: "s", table: "odd name", columns: ["number", "the text"] };

it("loads every character as it is", async () => {
  const texts = [
    "plain",
    "tab\tnew\nline\r",
    "\\N",
    "\\.",
    "back\\slash",
    "",
    null,
    "😀\u0001\b\f\v",
    "\\\\N",
  ];
  const rows = texts.map((text, at) => [String(at), text] as const);
  expect(await copyInto(test.url, target, rows)).toBe(texts.length);
  const found = await test.sql<{ text: string }>(
    'select "the text" as text from s."odd name" order by number',
  );
  expect(found.map((row) => row.text)).toEqual(texts);
});

it("takes rows from an asynchronous source no faster than the server takes them", async () => {
  async function* rows() {
    for (let at = 0; at < 200_000; at += 1) yield [String(at), "x".repeat(50)];
  }
  expect(await copyInto(test.url, target, rows())).toBe(200_000);
});

it("takes rows that are there at once without waiting for each, but for the server", async () => {
  let taken = 0;
  const atMicrotask: number[] = [];
  const atTurn: number[] = [];
  function* rows() {
    queueMicrotask(() => atMicrotask.push(taken));
    setImmediate(() => atTurn.push(taken));
    for (; taken < 200_000; taken += 1) yield [String(taken), "x".repeat(50)];
  }
  expect(await copyInto(test.url, target, rows())).toBe(200_000);
  expect(atMicrotask[0]).toBeGreaterThan(100);
  expect(atTurn[0]).toBeLessThan(20_000);
});

it("writes nothing when a row does not fit, and leaves the client usable", async () => {
  const client = new pg.Client({ connectionString: test.url });
  await client.connect();
  function* rows(): Generator<[string, string]> {
    for (let at = 0; at < 50_000; at += 1) yield [at === 40_000 ? "no number" : String(at), "x".repeat(50)];
  }
  await expect(copyInto(client, target, rows())).rejects.toMatchObject({ code: "22P02" });
  expect((await client.query('select count(*)::int as count from s."odd name"')).rows).toEqual([
    { count: 0 },
  ]);
  await client.end();
});

it("writes nothing when the source of the rows fails, and leaves the client usable", async () => {
  const client = new pg.Client({ connectionString: test.url });
  await client.connect();
  function* rows(): Generator<[string, string]> {
    for (let at = 0; at < 10_000; at += 1) yield [String(at), "x".repeat(50)];
    throw new Error("the source broke");
  }
  await expect(copyInto(client, target, rows())).rejects.toThrow("the source broke");
  expect((await client.query('select count(*)::int as count from s."odd name"')).rows).toEqual([
    { count: 0 },
  ]);
  await client.end();
});
