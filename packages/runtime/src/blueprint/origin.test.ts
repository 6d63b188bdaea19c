import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { anyone, nobody, signedIn } from "./access.js";
import { placeOf } from "./origin.js";

const run = promisify(execFile);
const root = resolve(import.meta.dirname, "../../../..");

/** A blueprint that prints, for each builder, the line that it remembers; the numbers are those of its own lines. */
const fixture = `import * as lintel from "${resolve(import.meta.dirname, "../index.ts")}";
import { type Place, placeOf } from "${resolve(import.meta.dirname, "origin.ts")}";

interface Unused {
  readonly text: string;
}

type Built = { readonly origin: import("${resolve(import.meta.dirname, "origin.ts")}").Origin };
const price: { readonly definition: Built } = lintel
  .money({ max: "10" })
  .optional()
  .private();
const product = lintel.entity(
  { name: lintel.text() },
  {
    indexes: [
      lintel.by("name").unique().where({ name: "a" }),
      lintel.search(["name"]),
    ],
    checks: [lintel.check("short", { name: "a" })],
    access: {
      read: lintel.anyOf(lintel.signedIn, lintel.role("editor")),
    },
  },
);
const bare = lintel.service("catalog", { entities: { product } });
const catalog = bare
  .command("first", { access: lintel.signedIn, async run() {} })
  .query("second", { access: lintel.signedIn, async run() {} });
const whole = lintel.system("shop", {
  version: 1,
  services: [catalog],
  environments: { production: lintel.environment({}) },
});
const { indexes = [], checks = [], access } = product.options;
const found: readonly (readonly [string, Built | undefined])[] = [
  ["money", price.definition],
  ["entity", product],
  ["by", indexes[0]],
  ["search", indexes[1]],
  ["check", checks[0]],
  ["anyOf", access?.read],
  ["service", catalog.data],
  ["command", catalog.data.commands[0]],
  ["query", catalog.data.queries[0]],
  ["system", whole],
  ["environment", whole.environments.production],
];
const places: [string, Place | undefined][] = found.map(([name, built]) => [name, built && placeOf(built.origin)]);
process.stdout.write(JSON.stringify(Object.fromEntries(places)));
`;

let folder: string;

beforeAll(async () => {
  folder = join(await mkdtemp(join(tmpdir(), "lintel-origin-")), "my (own) blueprints é");
  await mkdir(folder);
  await writeFile(join(folder, "package.json"), '{ "type": "module" }');
  await writeFile(join(folder, "blueprint.ts"), fixture);
});

afterAll(() => rm(resolve(folder, ".."), { recursive: true }));

describe("the place of a builder", () => {
  it("is the line of the TypeScript source, for every builder, in a folder of any name", async () => {
    const arguments_ = ["--import", "tsx", join(folder, "blueprint.ts")];
    const { stdout } = await run(process.execPath, arguments_, { cwd: root });
    const places: { [name: string]: { file: string; line: number } } = JSON.parse(stdout);
    const lines = Object.entries(places).map(([name, { line }]) => [name, line]);
    expect(Object.fromEntries(lines)).toEqual({
      money: lineOf(".money("),
      entity: lineOf("lintel.entity("),
      by: lineOf("lintel.by("),
      search: lineOf("lintel.search("),
      check: lineOf("lintel.check("),
      anyOf: lineOf("lintel.anyOf("),
      service: lineOf("lintel.service("),
      command: lineOf(".command("),
      query: lineOf(".query("),
      system: lineOf("lintel.system("),
      environment: lineOf("lintel.environment("),
    });
    expect(new Set(Object.values(places).map(({ file }) => file))).toEqual(
      new Set([join(folder, "blueprint.ts")]),
    );
  });

  it("is unknown for rules that nobody calls, so that what holds them names its own", () => {
    expect([anyone, nobody, signedIn].map(({ origin }) => placeOf(origin))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it.each([
    ["    at file:///a%20b/c.ts:3:7", "/a b/c.ts"],
    ["    at /a (b)/c.ts:3:7", "/a (b)/c.ts"],
    ["    at Object.<anonymous> (/a (b)/c.ts:3:7)", "/a (b)/c.ts"],
    ["    at async file:///a/c.ts:3:7", "/a/c.ts"],
    ["    at new Catalog (C:\\work\\c.ts:3:7)", "C:\\work\\c.ts"],
  ])("is read from the frame %s", (frame, file) => {
    const error = new Error("origin");
    error.stack = `Error: origin\n${frame}`;
    expect(placeOf({ error })).toEqual({ file, line: 3 });
  });

  it.each(["", "    at <anonymous>", "    at native"])("is unknown for the frame %j", (frame) => {
    const error = new Error("origin");
    error.stack = `Error: origin\n${frame}`;
    expect(placeOf({ error })).toBeUndefined();
  });
});

function lineOf(words: string): number {
  return fixture.split("\n").findIndex((line) => line.includes(words)) + 1;
}
