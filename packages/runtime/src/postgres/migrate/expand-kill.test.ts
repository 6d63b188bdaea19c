import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { resolve, type SystemModel } from "../../blueprint/index.js";
import { bigint, by, entity, integer, search, service, system, text } from "../../index.js";
import { createTestDatabase, type TestDatabase, testServerUrl } from "../../testing/database.js";
import { difference, introspect } from "../schema/index.js";
import { withClient } from "./connect.js";
import { diff, migrate, writeMigrations } from "./index.js";

let database: TestDatabase;
let directory: string;
beforeEach(async () => {
  database = await createTestDatabase();
  directory = await mkdtemp(join(tmpdir(), "lintel-expand-"));
});
afterEach(async () => {
  await database.drop();
  await rm(directory, { recursive: true });
});

function modelOf(name: string, fields: Parameters<typeof entity>[0], options: object = {}): SystemModel {
  const entities = { [name]: entity(fields, options) } as never;
  return resolve(system("expandtest", { version: 1, services: [service("catalog", { entities })] }));
}

const name = text({ max: 100 }).unique();
const called = { indexes: [by("stock"), search(["name"])] };
const newly = { indexes: [by("amount"), search(["title"])] };

/** There and back: what each blueprint is, and whether it still says what something was called. */
const rounds: readonly (readonly [model: SystemModel, isBetween: boolean])[] = [
  [
    modelOf(
      "item",
      { title: name.renamedFrom("name"), amount: bigint().renamedFrom("stock") },
      { ...newly, renamedFrom: "product" },
    ),
    true,
  ],
  [modelOf("item", { title: name, amount: bigint() }, newly), false],
  [
    modelOf(
      "product",
      { name: name.renamedFrom("title"), stock: integer().renamedFrom("amount") },
      { ...called, renamedFrom: "item" },
    ),
    true,
  ],
  [modelOf("product", { name, stock: integer() }, called), false],
];

/** Small batches, so that a process dies between two of them. */
async function writeTo(model: SystemModel): Promise<number> {
  const asked = { url: testServerUrl(), model, directory };
  const allow = (await diff(asked)).changes.map((one) => one.subject);
  const { files } = await diff({ ...asked, allow });
  await writeMigrations(
    files.map((file) => ({ ...file, text: file.text.replaceAll("batch=1000", "batch=50") })),
  );
  return files.length;
}

it("an expansion and its end go on after any SIGKILL, do nothing twice, and keep every value", async () => {
  const [, , , start] = rounds;
  if (!start) throw new Error("There is no first blueprint.");
  await writeTo(start[0]);
  await migrate({ url: database.url, model: start[0], directory });
  await database.sql(
    "insert into catalog.products (id, name, stock) select gen_random_uuid(), 'product ' || n, n from generate_series(1, 3000) n",
  );
  await database.sql(`
    create schema audit;
    create table audit.made (command text, object text);
    create function audit.note() returns event_trigger language plpgsql as $$
    begin
      insert into audit.made
      select current_query(), object_identity
        from pg_event_trigger_ddl_commands()
       where schema_name = 'catalog' and command_tag not in ('GRANT', 'REVOKE') and current_query() not like 'do %';
    end $$;
    create event trigger note on ddl_command_end execute function audit.note();`);
  const kills: Kill[] = [];
  const moments = () => new Set(kills.map(({ done }) => done)).size;
  const isSpread = () => kills.length >= 8 && moments() > 3;
  // Kills come at random: goes on until they came at moments enough, which the last lines would miss otherwise.
  for (let round = 0; (round < 24 && !isSpread()) || round % rounds.length !== 0; round += 1) {
    const [model, isBetween] = rounds[round % rounds.length] ?? start;
    expect(await writeTo(model)).toBe(1);
    await database.sql("truncate audit.made");
    kills.push(...(await killUntilDone()));
    expect(await database.sql("select from lintel.migrations")).toHaveLength(round + 2);
    expect(await database.sql("select from lintel.migration_progress")).toEqual([]);
    expect(await database.sql("select from lintel.backfills")).toEqual([]);
    expect(
      await database.sql("select command from audit.made group by command, object having count(*) > 1"),
    ).toEqual([]);
    if (isBetween) expect(await writeTo(model)).toBe(0);
    else expect(await differsFromFresh(model)).toEqual([]);
    const [table, words, number] =
      round % rounds.length < 2 ? ["items", "title", "amount"] : ["products", "name", "stock"];
    expect(
      await database.sql(
        `select from catalog.${table} where ${words} <> 'product ' || ${number} or version <> 1 or ${number} is null`,
      ),
    ).toEqual([]);
  }
  const told = JSON.stringify(kills);
  expect(kills.length, told).toBeGreaterThanOrEqual(8);
  expect(moments(), told).toBeGreaterThan(3);
  expect(kills.filter(({ filled }) => filled > 0).length, told).toBeGreaterThan(0);
}, 600_000);

interface Kill {
  /** Statements that were written down. */
  readonly done: number;
  /** Rows that a backfill under way had looked at. */
  readonly filled: number;
}

async function differsFromFresh(model: SystemModel): Promise<readonly string[]> {
  const fresh = await createTestDatabase();
  const empty = await mkdtemp(join(tmpdir(), "lintel-expand-"));
  try {
    await writeMigrations((await diff({ url: testServerUrl(), model, directory: empty })).files);
    await migrate({ url: fresh.url, model, directory: empty });
    const read = (url: string) => withClient(url, (client) => introspect(client, ["catalog"]));
    return difference(await read(database.url), await read(fresh.url)).map((change) => change.sentence);
  } finally {
    await rm(empty, { recursive: true });
    await fresh.drop();
  }
}

const childScript = `
import { migrate } from ${JSON.stringify(new URL("./index.ts", import.meta.url).href)};
const [url, directory] = process.argv.slice(1);
const model = { name: "expandtest", services: [] };
process.stdout.write("ready\\n");
process.stdin.once("data", async () => {
  await migrate({ url, model, directory });
  process.exit(0);
});
`;

/** Starts a process that migrates and kills it at a random moment, each later than the one before, until one ends. */
async function killUntilDone(): Promise<readonly Kill[]> {
  const kills: Kill[] = [];
  for (;;) {
    const child = spawn(
      process.execPath,
      ["--import", "tsx", "--input-type=module", "--eval", childScript, database.url, directory],
      { stdio: ["pipe", "pipe", "inherit"] },
    );
    const ended = once(child, "exit");
    await once(child.stdout, "data");
    child.stdin.write("go\n");
    const timer = setTimeout(() => child.kill("SIGKILL"), 50 + Math.random() * 250 * (kills.length + 1));
    const [code] = await ended;
    clearTimeout(timer);
    if (code === 0) return kills;
    const [row] = await database.sql<Kill>(
      `select (select count(*)::int from lintel.migration_progress)                  as done,
              (select coalesce(sum(rows), 0)::int from lintel.backfills b
                where not exists (select from lintel.migration_progress p
                                   where (p.service, p.number, p.position) = (b.service, b.number, b.position))) as filled`,
    );
    if (row) kills.push(row);
  }
}
