import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import configuration from "../.dependency-cruiser.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const runtime = "packages/runtime/src";
const architect = "packages/architect/src";

/** For each rule, a file that breaks it and what it imports. */
const planted: { [rule: string]: { file: string; imports: string } } = {
  "no-circle": { file: `${runtime}/plan/circle-a.ts`, imports: "./circle-b.js" },
  "errors-imports-upward-only": { file: `${runtime}/errors.ts`, imports: "./facts.js" },
  "facts-imports-upward-only": { file: `${runtime}/facts.ts`, imports: "./plan/index.js" },
  "index-imports-what-is-written-with-it": { file: `${runtime}/index.ts`, imports: "./http/index.js" },
  "blueprint-and-plan-are-pure": { file: `${runtime}/plan/impure.ts`, imports: "node:fs" },
  "one-importer-of-the-driver": { file: `${runtime}/http/driver.ts`, imports: "pg" },
  "folder-has-one-public-file": { file: `${runtime}/http/inside.ts`, imports: "../plan/hidden.js" },
  "runtime-knows-no-tool": {
    file: `${runtime}/serve/tool.ts`,
    imports: "../../../architect/src/index.js",
  },
  "brief-is-pure": { file: `${architect}/brief/impure.ts`, imports: "node:fs" },
  "brief-knows-no-way-in": { file: `${architect}/brief/asks.ts`, imports: "../practice/index.js" },
  "design-is-pure": { file: `${architect}/design/impure.ts`, imports: "node:fs" },
  "memory-is-pure": { file: `${architect}/memory/impure.ts`, imports: "node:fs" },
  "design-knows-no-way-in": { file: `${architect}/design/asks.ts`, imports: "../practice/index.js" },
  "command-line-is-on-top": { file: `${architect}/practice/verb.ts`, imports: "../cli/main.js" },
  "packages-know-no-example": {
    file: "packages/architect/src/knows.ts",
    imports: "../../../examples/commerce/blueprint.js",
  },
  resolvable: { file: `${runtime}/http/nowhere.ts`, imports: "./nowhere-to-be-found.js" },
};
const folders = [
  "blueprint",
  "plan",
  "postgres",
  "log",
  "operations",
  "identity",
  "guards",
  "operate",
  "feeds",
  "http",
  "serve",
  "client",
];
for (const [position, folder] of folders.entries()) {
  const below = folders[position + 1] ?? "testing";
  planted[`${folder}-imports-upward-only`] = {
    file: `${runtime}/${folder}/upward.ts`,
    imports: `../${below}/index.js`,
  };
}

/** Files that the planted ones import. */
const others = [
  ...[...folders, "testing"].map((folder) => `${runtime}/${folder}/index.ts`),
  `${runtime}/plan/hidden.ts`,
  "packages/architect/src/index.ts",
  `${architect}/practice/index.ts`,
  `${architect}/cli/main.ts`,
  "examples/commerce/blueprint.ts",
];

interface Report {
  modules: { source: string }[];
  summary: { violations: { rule: { name: string }; comment?: string; from: string }[] };
}

/** Exit code 1 and more stands for violations; the report is what counts. */
function cruise(directory: string, ...folders_: string[]): Promise<Report> {
  const program = join(root, "node_modules/.bin/depcruise");
  const words = ["--config", join(root, ".dependency-cruiser.mjs"), "--output-type", "json", ...folders_];
  return new Promise((resolve, reject) => {
    execFile(program, words, { cwd: directory, maxBuffer: 1 << 26 }, (error, stdout) => {
      if (stdout.startsWith("{")) resolve(JSON.parse(stdout) as Report);
      else reject(error ?? new Error(stdout));
    });
  });
}

describe("the check of the layers", () => {
  let tree: string;
  let report: Report;

  beforeAll(async () => {
    tree = await mkdtemp(join(tmpdir(), "layers-"));
    const write = async (file: string, text: string) => {
      await mkdir(dirname(join(tree, file)), { recursive: true });
      await writeFile(join(tree, file), text);
    };
    for (const file of others) await write(file, "export const here = 1;\n");
    for (const { file, imports } of Object.values(planted))
      await write(file, `import "${imports}";\nexport {};\n`);
    await write(`${runtime}/plan/circle-b.ts`, 'import "./circle-a.js";\nexport {};\n');
    report = await cruise(tree, "packages", "examples");
  });
  afterAll(() => rm(tree, { recursive: true, force: true }));

  it("has a planted violation for every rule", () => {
    const rules = configuration.forbidden?.map((rule) => rule.name) ?? [];
    expect(Object.keys(planted).sort()).toEqual([...rules].sort());
  });

  it.each(Object.entries(planted))("finds a violation of %s and says why it matters", (name, { file }) => {
    const found = report.summary.violations.filter((violation) => violation.rule.name === name);
    expect(found.map((violation) => violation.from)).toContain(file);
    const rule = configuration.forbidden?.find((one) => one.name === name);
    expect(rule?.comment?.length).toBeGreaterThan(40);
  });

  // `npm run layers` looks at the whole tree; one folder shows that it overlooks nothing.
  it("sees every module of a real folder", async () => {
    const folder = `${runtime}/blueprint`;
    const files = await readdir(join(root, folder), { recursive: true });
    const modules = files.filter((file) => file.endsWith(".ts")).map((file) => `${folder}/${file}`);
    expect(modules.length).toBeGreaterThan(50);
    const seen = (await cruise(root, folder)).modules.map(({ source }) => source);
    expect(seen).toEqual(expect.arrayContaining(modules));
  });
});
