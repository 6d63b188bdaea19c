import { execFile } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { initialisedProject, projectWith } from "../cli/scenario.js";
import { findProject } from "../project/index.js";

/** What was built: an image is made of it, and by it. */
const built = new URL("../../dist/image/", import.meta.url);

function node(cwd: string, given: readonly string[], env: { readonly [name: string]: string } = {}) {
  return new Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }>(
    (resolve) => {
      execFile(process.execPath, given, { cwd, env: { ...process.env, ...env } }, (error, stdout, stderr) =>
        resolve({ code: typeof error?.code === "number" ? error.code : error ? 1 : 0, stdout, stderr }),
      );
    },
  );
}

/** Makes the image of the project in a folder, as a process of its own. Gives back its exit code. */
async function make(cwd: string): Promise<number> {
  const main = fileURLToPath(new URL("build-main.js", built));
  return (await node(cwd, [main, JSON.stringify(findProject(cwd))])).code;
}

interface Opened {
  readonly fits: boolean;
  readonly system?: { readonly name: string; readonly services: readonly string[]; readonly origin: string };
}

/** Opens the image of the project in a folder, as a start does, and runs `between` before it reads the blueprint. */
async function open(
  cwd: string,
  {
    between = "",
    env = {},
    blueprint = "blueprint.ts",
  }: { between?: string; env?: { [name: string]: string }; blueprint?: string } = {},
): Promise<Opened> {
  const script = `
    import { openImage } from ${JSON.stringify(new URL("index.js", built).href)};
    import { writeFileSync } from "node:fs";
    const image = openImage(${JSON.stringify(findProject(cwd, join(cwd, blueprint)))});
    let system;
    if (image) {
      const { liveVersion, serveProject } = await image.runtime();
      if (typeof liveVersion !== "function" || typeof serveProject !== "function") throw new Error("Lintel is not whole.");
      ${between}
      const value = await image.blueprint();
      system = value && {
        name: value.name,
        services: value.services.map(({ name }) => name),
        origin: value.origin.error.stack,
      };
    }
    process.stdout.write(JSON.stringify({ fits: image !== undefined, system }), () => process.exit());`;
  const { code, stdout, stderr } = await node(cwd, ["--input-type=module", "--eval", script], env);
  if (code !== 0) throw new Error(`It ended with ${code}: ${stderr}`);
  return JSON.parse(stdout) as Opened;
}

const blueprint = (
  before = "",
  name = '"shop"',
) => `import { anyone, entity, service, system, text } from "@lintel/runtime";
${before}
const stock = service("stock", { entities: { item: entity({ name: text() }, { access: { read: anyone } }) } });
export default system(${name}, { version: 1, services: [stock] });
`;

const whyNot = (cwd: string) => readFileSync(join(cwd, ".lintel/cache/no-image.txt"), "utf8");

describe("an image", () => {
  it("is the project, with the lines of its own files", { timeout: 120_000 }, async () => {
    const cwd = initialisedProject();
    expect(await open(cwd)).toEqual({ fits: false });
    expect(await make(cwd)).toBe(0);
    const { fits, system } = await open(cwd);
    const lines = readFileSync(join(cwd, "blueprint.ts"), "utf8").split("\n");
    const line = lines.findIndex((text) => text.includes("system(")) + 1;
    expect(system).toMatchObject({ name: "my-app", services: ["tasks"] });
    expect([fits, system?.origin]).toEqual([true, expect.stringContaining(`${cwd}/blueprint.ts:${line}:`)]);
  });

  it("no longer fits when a file says something else, and fits again when it says the same", {
    timeout: 120_000,
  }, async () => {
    const cwd = projectWith({
      "blueprint.ts": blueprint('import { words } from "./words.js";\nvoid words;'),
      "words.ts": "export const words = 1;\n",
      "tsconfig.json": '{ "extends": "./base.json" }',
      "base.json": "{}",
    });
    expect(await make(cwd)).toBe(0);
    expect((await open(cwd)).fits).toBe(true);
    for (const name of ["blueprint.ts", "words.ts", "package.json", "tsconfig.json", "base.json"]) {
      const file = join(cwd, name);
      const before = readFileSync(file, "utf8");
      writeFileSync(file, `${before} `);
      expect([name, (await open(cwd)).fits]).toEqual([name, false]);
      writeFileSync(file, before);
      expect([name, (await open(cwd)).fits]).toEqual([name, true]);
    }
    rmSync(join(cwd, "words.ts"));
    expect((await open(cwd)).fits).toBe(false);
    writeFileSync(join(cwd, "words.ts"), "export const words = 2;\n");
    expect(await make(cwd)).toBe(0);
    expect((await open(cwd)).fits).toBe(true);
  });

  it("is of one entry, and no image where none is wanted", { timeout: 120_000 }, async () => {
    const cwd = projectWith({ "blueprint.ts": blueprint(), "other.ts": blueprint("", '"other"') });
    expect(await make(cwd)).toBe(0);
    expect((await open(cwd, { blueprint: "other.ts" })).fits).toBe(false);
    expect((await open(cwd, { env: { LINTEL_CACHE: "off" } })).fits).toBe(false);
    expect((await open(cwd)).system?.name).toBe("shop");
  });

  it("gives no blueprint where a file was saved after it was opened", { timeout: 120_000 }, async () => {
    const cwd = projectWith({ "blueprint.ts": blueprint() });
    expect(await make(cwd)).toBe(0);
    const between = `writeFileSync(${JSON.stringify(join(cwd, "blueprint.ts"))}, "export default 1;");`;
    expect(await open(cwd, { between })).toEqual({ fits: true });
  });

  it("goes by the content of a package's file where its time is another", { timeout: 120_000 }, async () => {
    const cwd = projectWith({ "blueprint.ts": blueprint() });
    expect(await make(cwd)).toBe(0);
    const note = join(cwd, ".lintel/cache/image.json");
    const told = JSON.parse(readFileSync(note, "utf8"));
    const change = (by: object) =>
      writeFileSync(note, JSON.stringify({ ...told, packages: [{ ...told.packages[0], ...by }] }));
    change({ modified: 1 });
    expect((await open(cwd)).fits).toBe(true);
    change({ modified: 1, digest: "another" });
    expect((await open(cwd)).fits).toBe(false);
    change({ size: 1 });
    expect((await open(cwd)).fits).toBe(false);
    writeFileSync(note, JSON.stringify({ ...told, node: "v1.0.0" }));
    expect((await open(cwd)).fits).toBe(false);
    writeFileSync(note, JSON.stringify(told).slice(0, 1_000));
    expect((await open(cwd)).fits).toBe(false);
  });

  it("is whole for those who open it while several make it", { timeout: 120_000 }, async () => {
    const cwd = projectWith({ "blueprint.ts": blueprint() });
    expect(await make(cwd)).toBe(0);
    let making = true;
    const makers = Promise.all([make(cwd), make(cwd), make(cwd)]).finally(() => {
      making = false;
    });
    const seen: Opened[] = [];
    while (making) seen.push(await open(cwd));
    expect(await makers).toEqual([0, 0, 0]);
    expect(seen.filter(({ fits, system }) => !fits || system?.name !== "shop")).toEqual([]);
    expect(readdirSync(join(cwd, ".lintel/cache")).filter((name) => /\.\d+$/.test(name))).toEqual([]);
  });

  it("leaves no modules of older images behind, but those of a moment ago", {
    timeout: 120_000,
  }, async () => {
    const cwd = projectWith({ "blueprint.ts": blueprint() });
    const folder = join(cwd, ".lintel/cache");
    expect(await make(cwd)).toBe(0);
    const [first = ""] = readdirSync(folder).filter((name) => name.startsWith("blueprint-"));
    writeFileSync(join(cwd, "blueprint.ts"), blueprint("", '"second"'));
    expect(await make(cwd)).toBe(0);
    expect(readdirSync(folder)).toContain(first);
    const old = new Date(Date.now() - 3_600_000);
    utimesSync(join(folder, first), old, old);
    expect(await make(cwd)).toBe(0);
    expect(readdirSync(folder)).not.toContain(first);
    expect((await open(cwd)).system?.name).toBe("second");
  });

  it("is not made, and asked for by nobody, where it cannot be written", { timeout: 120_000 }, async () => {
    const cwd = projectWith({ "blueprint.ts": blueprint() });
    mkdirSync(join(cwd, ".lintel"));
    writeFileSync(join(cwd, ".lintel/cache"), "no folder");
    expect(await make(cwd)).not.toBe(0);
    expect(await open(cwd)).toEqual({ fits: false });
  });
});

describe("what a project does that would mean something else in an image", () => {
  it("has its place written in", { timeout: 120_000 }, async () => {
    const cwd = projectWith({
      "blueprint.ts": blueprint(
        'import { readFileSync } from "node:fs";\nconst name: string = readFileSync(new URL("name.txt", import.meta.url), "utf8");',
        "name",
      ),
      "name.txt": "from-beside",
    });
    expect(await make(cwd)).toBe(0);
    expect((await open(cwd)).system?.name).toBe("from-beside");
  });

  it("uses packages where they are installed", { timeout: 120_000 }, async () => {
    const cwd = projectWith({ "blueprint.ts": blueprint('import { name } from "namer";', "name()") });
    mkdirSync(join(cwd, "node_modules/namer"));
    writeFileSync(join(cwd, "node_modules/namer/package.json"), '{ "type": "module", "main": "index.js" }');
    const index = join(cwd, "node_modules/namer/index.js");
    writeFileSync(index, 'export const name = () => "first";');
    expect(await make(cwd)).toBe(0);
    expect((await open(cwd)).system?.name).toBe("first");
    writeFileSync(index, 'export const name = () => "second";');
    expect((await open(cwd)).system?.name).toBe("second");
  });

  it.each([
    ["import(", 'const which = "./a.js"; export const a = () => import(which);', /only its run decides/],
    ["import.meta.resolve", 'export const a = import.meta.resolve("./a.js");', /import\.meta\.resolve/],
    ["__dirname", "export const a = () => __dirname;", /__dirname/],
    [
      "require",
      'export { createRequire } from "node:module"; export const a = () => require("./b.cjs");',
      /require/,
    ],
    ["what is not there", 'import "nowhere-to-be-found";', /nowhere-to-be-found/],
    ["the runtime's test kit", 'import "@lintel/runtime/testing";', /@lintel\/runtime\/testing/],
    ["a package that is written with Lintel", 'import "parts";', /parts is written with @lintel\/runtime/],
  ])("has no image: %s", { timeout: 120_000 }, async (_what, text, why) => {
    const cwd = projectWith({
      "blueprint.ts": `import "./a.js";\n${blueprint()}`,
      "a.ts": text,
      "b.cjs": "",
    });
    mkdirSync(join(cwd, "node_modules/parts"));
    writeFileSync(
      join(cwd, "node_modules/parts/package.json"),
      '{ "main": "index.js", "peerDependencies": { "@lintel/runtime": "*" } }',
    );
    writeFileSync(join(cwd, "node_modules/parts/index.js"), "");
    expect(await make(cwd)).toBe(1);
    expect(whyNot(cwd)).toMatch(why);
    expect(await open(cwd)).toEqual({ fits: false });
  });

  it("has no image where JavaScript lies beside the TypeScript", { timeout: 120_000 }, async () => {
    const files = { "blueprint.ts": `import "./a.js";\n${blueprint()}`, "a.ts": "export {};" };
    const cwd = projectWith({ ...files, "a.js": "export {};" });
    expect(await make(cwd)).toBe(1);
    expect(whyNot(cwd)).toMatch(/lies beside/);
    renameSync(join(cwd, "a.js"), join(cwd, "b.js"));
    expect(await make(cwd)).toBe(0);
    expect((await open(cwd)).fits).toBe(true);
  });
});
