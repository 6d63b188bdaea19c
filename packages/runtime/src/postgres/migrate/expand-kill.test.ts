import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { resolve, type SystemModel } from "../../blueprint/index.js";
import { bigint, by, entity, integer, search, service, system, text } from "../../index.js";
import { createTestDatabase, type TestDatabase, testServerUrl } from "../../testing/database.js";
import { differsFromFresh } from "./cases/differs-from-fresh.js";
import { type Kill, killUntilDone } from "./cases/kill-until-done.js";
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
  const first = await diff(asked);
  const allow = first.refused.map((one) => one.subject);
  const { files } = allow.length === 0 ? first : await diff({ ...asked, allow });
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
    kills.push(
      ...(await killUntilDone({
        database,
        directory,
        system: "expandtest",
        pause: (before) => 50 + Math.random() * 250 * (before + 1),
      })),
    );
    expect(await database.sql("select from lintel.migrations")).toHaveLength(round + 2);
    expect(await database.sql("select from lintel.migration_progress")).toEqual([]);
    expect(await database.sql("select from lintel.backfills")).toEqual([]);
    expect(
      await database.sql("select command from audit.made group by command, object having count(*) > 1"),
    ).toEqual([]);
    if (isBetween) expect(await writeTo(model)).toBe(0);
    else expect(await differsFromFresh(database, model, await createTestDatabase())).toEqual([]);
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
