import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createTestDatabase, type TestDatabase } from "@lintel/runtime/testing";
import { describe, expect, it, onTestFinished } from "vitest";
import { readWidths } from "../../design/capacity/index.js";
import { initialisedProject, lintel, running, somePorts } from "../scenario.js";

async function someDatabase(): Promise<TestDatabase> {
  const database = await createTestDatabase();
  onTestFinished(() => database.drop());
  return database;
}

describe("lintel db, on a database that is named", () => {
  it("writes migrations, applies them, and tells where the database stands", {
    timeout: 120_000,
  }, async () => {
    const cwd = initialisedProject();
    const database = await someDatabase();
    const db = (verb: string, ...more: readonly string[]) =>
      lintel(["db", verb, "--database-url", database.url, ...more], { cwd });

    const first = await db("diff", "--name", "first");
    expect(first.code).toBe(0);
    expect(first.stdout).toMatch(/written {2}migrations\/tasks\/0001_first\.sql/);
    expect(readFileSync(join(cwd, "migrations/tasks/0001_first.sql"), "utf8")).toContain("create table");
    expect((await db("diff", "--check")).code).toBe(0);

    const before = await db("status", "--json");
    expect(before.json()).toMatchObject({
      migrations: [{ service: "tasks", migration: "0001_first", state: "pending" }],
      upToDate: false,
    });
    expect((await db("migrate", "--json")).json()).toEqual({
      applied: ["tasks/0001_first"],
      adopted: [],
      unpublished: [],
    });
    expect((await db("migrate")).stdout).toBe("The database is up to date.\n");
    const after = await db("status");
    expect(after.code).toBe(0);
    expect(after.stdout).toMatch(/tasks +0001_first +applied +\d{4}-/);

    await database.sql("alter table tasks.boards add column by_hand text");
    const drifted = await db("status");
    expect(drifted.code).toBe(1);
    expect(drifted.stdout).toContain("by_hand");
  });

  it("measures how wide rows are, keeps no value, and does it again only when told", {
    timeout: 240_000,
  }, async () => {
    const cwd = initialisedProject();
    const database = await someDatabase();
    const db = (verb: string, ...more: readonly string[]) =>
      lintel(["db", verb, "--database-url", database.url, ...more], { cwd });
    await db("diff", "--name", "first");
    await db("migrate");
    const nothing = await db("widths");
    expect([nothing.code, nothing.stderr]).toEqual([1, expect.stringContaining("WIDTHS_OF_NOTHING")]);
    expect(existsSync(join(cwd, "ai/memory-bank/widths.yaml"))).toBe(false);

    await database.sql(
      `insert into tasks.boards (id, name) select gen_random_uuid(), 'secret ' || n from generate_series(1, 50) n`,
    );
    const measured = await db("widths");
    expect([measured.code, measured.stdout]).toEqual([
      0,
      expect.stringContaining("tasks.boards: a sample of 50 rows"),
    ]);
    const text = readFileSync(join(cwd, "ai/memory-bank/widths.yaml"), "utf8");
    expect(text).not.toContain("secret");
    expect(readWidths(text).tables["tasks.boards"]?.rows).toBe(50);

    writeFileSync(join(cwd, "ai/memory-bank/widths.yaml"), `${text}# mine\n`);
    const again = await db("widths");
    expect([again.code, again.stderr]).toEqual([1, expect.stringContaining("lintel db widths --again")]);
    expect(readFileSync(join(cwd, "ai/memory-bank/widths.yaml"), "utf8")).toContain("# mine");
    expect((await db("widths", "--again")).code).toBe(0);
    expect(readFileSync(join(cwd, "ai/memory-bank/widths.yaml"), "utf8")).not.toContain("# mine");
  });

  it("refuses to write away data, and names what to allow", { timeout: 120_000 }, async () => {
    const cwd = initialisedProject();
    const { url } = await someDatabase();
    const diff = (...more: readonly string[]) =>
      lintel(["db", "diff", "--database-url", url, ...more], { cwd });
    expect((await diff("--name", "first")).stdout).toMatch(
      / {2}Says what \d+ schemas, tables or columns are\.\n\d+ ch/,
    );
    const file = join(cwd, "services/tasks.ts");
    writeFileSync(
      file,
      readFileSync(file, "utf8")
        .replace("    due: date().optional(),\n", "")
        .replace('by("state", "due")', 'by("state")')
        .replace("  date,\n", ""),
    );

    const refused = await diff("--name", "no-due");
    expect(refused.code).toBe(1);
    const allowing = /next: lintel db diff --name no-due (--allow-loss tasks\.tasks\.due)/.exec(
      refused.stdout,
    );
    expect(readdirSync(join(cwd, "migrations/tasks"))).toHaveLength(1);

    expect((await diff("--check")).code).toBe(1);
    const allowed = await diff("--name", "no-due", ...(allowing?.[1]?.split(" ") ?? []));
    expect([allowed.code, readdirSync(join(cwd, "migrations/tasks"))]).toEqual([
      0,
      ["0001_first.sql", "0002_no_due.sql"],
    ]);
  });

  it("empties such a database only when told twice", { timeout: 120_000 }, async () => {
    const cwd = initialisedProject();
    const { url, sql } = await someDatabase();
    await sql("create schema tasks");
    for (const [given, env] of [
      [["db", "reset", "--yes"], { DATABASE_URL: url }],
      [["db", "reset", "--database-url", url], {}],
    ] as const) {
      const { code, stderr } = await lintel([...given], { cwd, env });
      expect(code).toBe(2);
      expect(stderr).toContain("DATABASE_NOT_YOURS_TO_EMPTY");
      expect(stderr).not.toContain("lintel:lintel@");
    }
    expect(await sql("select from pg_namespace where nspname = 'tasks'")).toHaveLength(1);
    expect((await lintel(["db", "reset", "--yes", "--database-url", url], { cwd })).code).toBe(0);
    expect(await sql("select from pg_namespace where nspname = 'tasks'")).toHaveLength(0);
  });

  it("says what is wrong with an address, and when nobody answers at it", async () => {
    const cwd = initialisedProject();
    const wrong = await lintel(["db", "status"], { cwd, env: { DATABASE_URL: "mysql://a:secret@b/c" } });
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toMatch(/DATABASE_URL_INVALID {2}DATABASE_URL\n {2}"mysql:\/\/a@b\/c" is not/);
    const away = await lintel(["db", "migrate", "--database-url", "postgresql://a:b@127.0.0.1:1/c"], { cwd });
    expect(away.code).toBe(1);
    expect(away.stderr).toContain("DATABASE_UNAVAILABLE");
  });
});

describe("lintel db, on the embedded database", () => {
  it("seeds all or nothing, into empty tables only, and resets", { timeout: 120_000 }, async () => {
    const cwd = initialisedProject();
    const seed = (...more: readonly string[]) => lintel(["db", "seed", ...more], { cwd });
    const count = async () => {
      const input =
        "select count(*) from tasks.boards;\nselect indexname from pg_indexes where tablename = 'boards';";
      const { stdout } = await lintel(["db", "shell", "--plain"], { cwd, input });
      expect(stdout).toContain("boards_search_vector_idx");
      return Number(/\n(\d+)\n/.exec(stdout)?.[1]);
    };

    const loaded = await seed("--scale", "3", "--json");
    expect(loaded.json()).toMatchObject({ total: 15, rows: [{ entity: "tasks.board", rows: 15 }] });
    expect(await count()).toBe(15);
    const twice = await seed();
    expect(twice.code).toBe(1);
    expect(twice.stderr).toMatch(/SEED_NOT_EMPTY[\s\S]*tasks\.board[\s\S]*next: .*lintel db reset --yes/);
    expect((await seed("--if-empty")).code).toBe(0);

    const unasked = await lintel(["db", "reset"], { cwd });
    expect([unasked.code, unasked.stderr.includes("CONFIRMATION_MISSING")]).toEqual([2, true]);
    expect((await lintel(["db", "reset", "--yes"], { cwd })).code).toBe(0);

    const file = join(cwd, "seed.ts");
    writeFileSync(
      file,
      readFileSync(file, "utf8").replace(
        "*rows(scale) {",
        '*rows(scale) {\n      yield ["First", null];\n      yield ["First", null];',
      ),
    );
    const broken = await seed();
    expect(broken.code).toBe(1);
    expect(broken.stderr).toMatch(/SEED_FAILED {2}seed\.ts\n[\s\S]*tasks\.board[\s\S]*First/);
    expect(await count()).toBe(0);
  });

  it("uses the one that lintel dev has open", { timeout: 120_000 }, async () => {
    const cwd = initialisedProject();
    const dev = running(["dev", ...(await somePorts())], { cwd });
    await dev.address("API");
    expect((await lintel(["db", "seed"], { cwd })).code).toBe(0);
    const answer = await fetch(`${await dev.address("API")}/v1/boards`);
    expect(((await answer.json()) as { data: unknown[] }).data).toHaveLength(5);
    expect(existsSync(join(cwd, ".lintel/dev.json"))).toBe(true);
  });

  it("opens a prompt: several lines a statement, and failure told by the exit code", {
    timeout: 120_000,
  }, async () => {
    const cwd = initialisedProject();
    await lintel(["db", "seed"], { cwd });
    const shell = (input: string, ...more: readonly string[]) =>
      lintel(["db", "shell", ...more], { cwd, input });
    const good = await shell(
      "select name\nfrom tasks.boards\norder by name limit 2;\n\\dt\n\\q\n",
      "--plain",
    );
    expect(good.code).toBe(0);
    expect(good.stdout).toMatch(/^name\nGarden\nHealth\n\(2 rows\)\nschema[\s\S]*tasks +boards/);
    const bad = await shell("select 1;\nselect nothing;\nselect 2;", "--plain");
    expect([bad.code, bad.stdout]).toEqual([1, expect.not.stringContaining("2")]);
    expect(bad.stderr).toContain('column "nothing" does not exist');
  });
});
