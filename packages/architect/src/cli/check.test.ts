import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { lintel, projectWith } from "./scenario.js";

const head = 'import { anyone, by, entity, role, service, system, text } from "@lintel/runtime";\n';
const fine = `${head}
export const notes = service("notes", {
  entities: {
    note: entity({ body: text({ max: 100 }) }, { rows: 1_000, access: { read: anyone, write: role("editor") } }),
  },
});
export default system("notebook", { version: 1, services: [notes] });
`;

describe("lintel check", () => {
  it("finds the blueprint in the nearest folder upward, or where --blueprint says", async () => {
    const cwd = projectWith({ "blueprint.ts": fine, "deep/down/here.txt": "" });
    for (const [from, given] of [
      ["deep/down", []],
      [".", ["--blueprint", "blueprint.ts"]],
    ] as const) {
      const { code, stdout } = await lintel(["check", ...given], { cwd: join(cwd, from) });
      expect([code, stdout]).toEqual([0, "ok  notebook: nothing to mend\n"]);
    }
  });

  it("names file, line, value, rule and way out of every error, and ends with 1", async () => {
    const cwd = projectWith({
      "blueprint.ts": fine
        .replace("write: role", "wirte: role")
        .replace("{ rows", '{ indexes: [by("boddy")], rows'),
    });
    const { code, stdout } = await lintel(["check"], { cwd });
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /error {2}[A-Z_]+ {2}blueprint\.ts:\d+\n {2}notes\.note\S*: .*boddy.*\n {2}.+\n {2}fix: .+/,
    );
    expect(stdout).toMatch(/\d+ errors?, \d+ warnings?\n$/);

    const asJson = await lintel(["check", "--json"], { cwd });
    expect(asJson.code).toBe(1);
    expect(asJson.json()).toMatchObject({
      system: "notebook",
      findings: expect.arrayContaining([
        expect.objectContaining({
          severity: "error",
          file: "blueprint.ts",
          line: expect.any(Number),
          fix: expect.any(String),
        }),
      ]),
    });
  });
});

/** What is wrong with the blueprint, what is told of it, and where. */
const broken: readonly (readonly [string, { readonly [path: string]: string }, RegExp])[] = [
  [
    "is no TypeScript",
    { "blueprint.ts": "const a = 1;\nexport default { a: ;\n" },
    /BLUEPRINT_SYNTAX {2}blueprint\.ts:2:20\n {2}Unexpected ";"/,
  ],
  [
    "throws",
    { "blueprint.ts": 'type A = string;\n\nthrow new RangeError("too far");\n' },
    /BLUEPRINT_THREW {2}blueprint\.ts:3\n {2}RangeError: too far/,
  ],
  [
    "throws in a file that it imports",
    { "blueprint.ts": 'export { default } from "./a.js";', "a.ts": "\nnull.x;\nexport default 1;" },
    /BLUEPRINT_THREW {2}a\.ts:2\n/,
  ],
  [
    "exports nothing by default",
    { "blueprint.ts": "export const shop = 1;\n" },
    /BLUEPRINT_NO_DEFAULT {2}blueprint\.ts\n {2}.*only shop/,
  ],
  [
    "exports a service",
    { "blueprint.ts": fine.replace(/export default .*/, "export default notes;") },
    /BLUEPRINT_NOT_A_SYSTEM {2}blueprint\.ts\n {2}The default export is a service/,
  ],
  [
    "imports a package that is not installed",
    { "blueprint.ts": '\nimport "not-installed";\n' },
    /BLUEPRINT_IMPORT {2}blueprint\.ts:2\n {2}It imports "not-installed".*\n {2}next: .*npm install not-installed/,
  ],
  [
    "imports a file that is not there",
    { "blueprint.ts": 'import "./gone.js";\n' },
    /BLUEPRINT_IMPORT {2}blueprint\.ts:1\n {2}It imports "gone\.js"/,
  ],
  [
    "imports a name that is not exported",
    { "blueprint.ts": 'import { b } from "./b.js";\nexport default b;', "b.ts": "export const c = 1;" },
    /BLUEPRINT_IMPORT {2}blueprint\.ts:1\n {2}"\.\/b\.js" exports no "b"/,
  ],
  [
    "is part of a circle of imports",
    {
      "blueprint.ts": 'import { b } from "./b.js";\nexport const a = [b];\nexport default a;',
      "b.ts": 'import { a } from "./blueprint.js";\nexport const b = a.length;',
    },
    /BLUEPRINT_CIRCULAR {2}b\.ts:2\n {2}"a" is used before/,
  ],
  [
    "waits for ever",
    { "blueprint.ts": "await new Promise(() => {});\nexport default 1;" },
    /BLUEPRINT_STUCK {2}blueprint\.ts\n/,
  ],
  ["cannot be read", { "blueprint.ts/inside.txt": "" }, /BLUEPRINT_UNREADABLE {2}blueprint\.ts\n/],
  [
    "is not a module",
    { "blueprint.ts": fine, "package.json": "{}" },
    /PROJECT_NOT_A_MODULE {2}package\.json\n[\s\S]*"type": "module"/,
  ],
];

describe("a blueprint that", () => {
  it.each(broken)("%s is told with its place and the way out", async (_what, files, told) => {
    const { code, stdout, stderr } = await lintel(["check"], { cwd: projectWith(files) });
    expect(stderr).toMatch(told);
    expect(stderr).toMatch(/\n {2}next: .+\n$/);
    expect([code, stdout]).toEqual([1, ""]);
  });
});
