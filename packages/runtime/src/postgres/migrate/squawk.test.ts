import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { resolve, type SystemModel } from "../../blueprint/index.js";
import {
  bigint,
  by,
  check,
  decimal,
  entity,
  fieldValue,
  integer,
  list,
  money,
  reference,
  search,
  service,
  system,
  text,
} from "../../index.js";
import { testServerUrl } from "../../testing/database.js";
import { diff, writeMigrations } from "./index.js";

const root = fileURLToPath(new URL("../../../../../", import.meta.url));
const run = promisify(execFile);

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "lintel-squawk-"));
});
afterAll(async () => {
  await rm(directory, { recursive: true });
});

const shape = { name: text(), stock: integer(), low: integer(), price: decimal({ precision: 10, scale: 2 }) };

function modelOf(more: object = {}, options: object = {}): SystemModel {
  const entities = {
    category: entity({ name: text() }),
    product: entity({ ...shape, note: text().optional(), ...more } as typeof shape, options),
  };
  return resolve(system("squawktest", { version: 1, services: [service("catalog", { entities })] }));
}

/** Other names for what is in the others. */
function renamedOf(name: string, fields: object, renamedFrom?: string): SystemModel {
  const shape = { low: integer(), price: decimal({ precision: 14, scale: 2 }), note: text().optional() };
  const entities = {
    category: entity({ name: text() }),
    [name]: entity({ ...shape, ...fields }, renamedFrom === undefined ? {} : { renamedFrom }),
  };
  return resolve(
    system("squawktest", { version: 1, services: [service("catalog", { entities: entities as never })] }),
  );
}

/** The linter as npm brings it for Linux on x64; its other platforms are packages of their own. */
const squawk = join(root, "node_modules/@squawk-cli/linux-x64/bin/squawk");

/** An option that takes the place of the exclusions of the configuration, and so says them again. */
function excluding(rule: string): string {
  const usual = readFileSync(join(root, ".squawk.toml"), "utf8").matchAll(/^ {2}"([a-z-]+)"/gm);
  return `--exclude=${[...[...usual].map((match) => match[1]), rule].join(",")}`;
}

/** New tables only, in one transaction: nobody else sees them. */
const inTransaction = "--assume-in-transaction";
/** A log that goes was named. */
const named = excluding("ban-drop-table");
/** PostgreSQL writes no row anew where there are more digits before the point; other types are refused. */
const widened = excluding("changing-column-type");

const wide = decimal({ precision: 14, scale: 2 });

/** A history in which each version differs from the one before in one kind of thing, with what is meant by it. */
const history: readonly (readonly [change: string, model: SystemModel, flags?: readonly string[]])[] = [
  ["the first version", modelOf(), [inTransaction]],
  [
    "columns with and without a default",
    modelOf({ tags: list(text()).default([]), size: money().optional() }),
  ],
  ["columns that go", modelOf()],
  [
    "an index and a partial one",
    modelOf({}, { indexes: [by("stock"), by("low").where({ low: { gt: 3 } })] }),
  ],
  [
    "an index in another direction",
    modelOf({}, { indexes: [by("-stock"), by("low").where({ low: { gt: 4 } })] }),
  ],
  ["a unique constraint", modelOf({ name: text().unique() })],
  ["one that becomes partial", modelOf({ name: text().unique() }, { softDelete: true })],
  ["a reference", modelOf({ category: reference("category").optional() })],
  ["one that deletes otherwise", modelOf({ category: reference("category", { onDelete: "cascade" }) })],
  [
    "limits and a check",
    modelOf(
      { stock: integer({ min: 0 }) },
      { checks: [check("order", { low: { lte: fieldValue("stock") } })] },
    ),
  ],
  ["another limit", modelOf({ stock: integer({ min: 1 }) })],
  ["a required column", modelOf({ note: text() })],
  ["full-text search", modelOf({}, { indexes: [search(["name"])] })],
  ["of something else", modelOf({}, { indexes: [search(["note"])] })],
  ["more digits", modelOf({ price: wide }), [widened]],
  ["a log", modelOf({ price: wide }, { feed: true })],
  ["one that says less", modelOf({ price: wide, note: text().optional().private() }, { feed: true })],
  ["no log", modelOf({ price: wide }), [named]],
  [
    "a renamed field and one of another type",
    renamedOf("product", {
      title: text().unique().renamedFrom("name"),
      amount: bigint({ min: "0" }).renamedFrom("stock"),
      category: reference("category").optional(),
    }),
  ],
  [
    "old names that go",
    renamedOf("product", {
      title: text().unique(),
      amount: bigint({ min: "0" }),
      category: reference("category").optional(),
    }),
  ],
  ["a renamed entity", renamedOf("item", { title: text().unique(), amount: bigint() }, "product")],
  ["its old name that goes", renamedOf("item", { title: text().unique(), amount: bigint() })],
];

describe.skipIf(!existsSync(squawk))("what db diff writes (where squawk is installed)", () => {
  it("leaves a linter of migrations nothing to warn of", async () => {
    const warnings: string[] = [];
    for (const [change, model, flags = []] of history) {
      const asked = { url: testServerUrl(), model, directory, name: change };
      const first = await diff(asked);
      const allow = first.refused.map((one) => one.subject);
      const { files } = allow.length === 0 ? first : await diff({ ...asked, allow });
      expect(files, change).toHaveLength(1);
      await writeMigrations(files);
      const names = files.map((file) => file.path);
      const linted = run(squawk, [...flags, ...names], { cwd: root });
      warnings.push(
        ...(await linted.then(
          () => [],
          (error: { stdout: string }) => [error.stdout],
        )),
      );
    }
    expect(warnings).toEqual([]);
    const blocking = join(directory, "blocking.sql");
    await writeFile(blocking, 'create index "slow" on "catalog"."products" ("stock");');
    await expect(run(squawk, [blocking], { cwd: root })).rejects.toThrow();
  }, 600_000);
});
