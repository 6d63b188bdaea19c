import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createTestDatabase } from "@lintel/runtime/testing";
import { expect, it, onTestFinished } from "vitest";
import { initialisedProject, lintel } from "../scenario.js";
import { describeUnderWay } from "./under-way.js";

it("tells how far a migration is, and what the database does for it", () => {
  const migration = {
    service: "catalog",
    name: "0002_products",
    statements: [{ line: 3 }, { line: 7 }],
  } as never;
  const at = { migration, done: 1, total: 2 };
  expect(
    describeUnderWay({ ...at, work: { milliseconds: 12_000, doing: "building the index i: 42%" } }),
  ).toBe("catalog/0002_products: 1 of 2 statements; building the index i: 42% (12.0 s)");
  expect(describeUnderWay({ ...at, work: { milliseconds: 400 } })).toBe(
    "catalog/0002_products: 1 of 2 statements; at line 7 (400 ms)",
  );
  expect(describeUnderWay(at)).toBe(
    "catalog/0002_products: 1 of 2 statements; nobody is at it. Go on: lintel db migrate",
  );
});

it("shows in db status a migration that stopped half way, and in db migrate where long work is", async () => {
  const cwd = initialisedProject();
  const database = await createTestDatabase();
  onTestFinished(() => database.drop());
  const db = (verb: string, ...more: readonly string[]) =>
    lintel(["db", verb, "--database-url", database.url, ...more], { cwd });
  await db("diff", "--name", "first");
  await db("migrate");
  const file = join(cwd, "migrations/tasks/0002_steps.sql");
  const steps = (last: string) =>
    `-- lintel: one statement at a time\n\ncreate table tasks.one (id int);\n\n${last};\n`;
  mkdirSync(join(cwd, "migrations/tasks"), { recursive: true });
  writeFileSync(file, steps("select 1 / 0"));
  expect((await db("migrate")).code).toBe(1);
  expect((await db("status")).stdout).toContain(
    "tasks/0002_steps: 1 of 2 statements; nobody is at it. Go on: lintel db migrate",
  );
  expect((await db("status", "--json")).json()).toMatchObject({
    underWay: [{ service: "tasks", migration: "0002_steps", done: 1, total: 2 }],
  });
  writeFileSync(file, steps("select pg_sleep(3)"));
  const { code, stderr } = await db("migrate");
  expect(code).toBe(0);
  expect(stderr).toMatch(/tasks\/0002_steps: 1 of 2 statements; at line 5 \([\d.]+ s\)/);
}, 180_000);
