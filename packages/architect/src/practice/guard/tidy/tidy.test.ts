import { expect, it } from "vitest";
import { guard } from "../index.js";
import { type Files, repositoryWith } from "../scenario.js";

const manifest = JSON.stringify({
  name: "shop",
  version: "1.0.0",
  bin: { shop: "./dist/main.js" },
  scripts: { check: "node tasks/check.mjs" },
});
const devDependencies = { vitest: "4.0.0" };
const withVitest = JSON.stringify({ name: "shop", devDependencies });
const lockOfVitest = {
  ".gitignore": "node_modules/\n.env\n",
  "package-lock.json": JSON.stringify({ packages: { "": { devDependencies } } }),
};
const base = { "package.json": manifest };

async function found(...steps: readonly Files[]) {
  const { findings, unread } = await guard(repositoryWith(...steps));
  expect(unread).toEqual([]);
  return findings.map(({ rule, file, line }) =>
    [rule, file, ...(line === undefined ? [] : [line])].join(" "),
  );
}

/** Put together here, so that this file has no such comment itself. */
const comment = (...lines: readonly string[]) =>
  `export const a = 1;\n${lines.map((line) => `// ${line}\n`).join("")}`;
const long = (name: string, parameter: string, other: string) => `
export function ${name}(${parameter}: readonly number[]): number {
  let ${other} = 0;
  for (const one of ${parameter}) {
    if (one < 0) throw new RangeError("A price is never below zero.");
    ${other} += Math.round(one * 100);
  }
  const mean = ${parameter}.length === 0 ? 0 : ${other} / ${parameter}.length;
  return Math.max(mean, ${other} - 1);
}
`;

const faults: readonly (readonly [string, Files, string])[] = [
  [
    "a statement in a comment",
    { "src/a.ts": comment("const total = add(1, 2);") },
    "commented-out-code src/a.ts 2",
  ],
  ["a call in a comment", { "src/a.ts": comment('send(order, "mail");') }, "commented-out-code src/a.ts 2"],
  [
    "a function in a comment",
    { "src/a.ts": comment("function old(order) {", "  return order.total", "}") },
    "commented-out-code src/a.ts 2",
  ],
  [
    "a block of statements in a comment",
    { "src/a.ts": "export const a = 1;\n/*\nif (a > 1) {\n  stop(a);\n}\n*/\n" },
    "commented-out-code src/a.ts 3",
  ],
  [
    "an import in a comment",
    { "src/a.ts": comment('import { b } from "./b.js";') },
    "commented-out-code src/a.ts 2",
  ],
  [
    "statements below a sentence",
    { "src/a.ts": comment("This was slow.", "const rows = await list();", "return rows.map(name);") },
    "commented-out-code src/a.ts 3",
  ],
  [
    "a statement behind a statement",
    { "src/a.ts": "export const a = 1; // export const b = 2;\n" },
    "commented-out-code src/a.ts 1",
  ],
  [
    "a statement in a file without semicolons",
    { "src/a.ts": "import fs from 'node:fs'\nexport const a = fs\n// send(a)\n" },
    "commented-out-code src/a.ts 3",
  ],
  ["a TODO", { "src/a.ts": comment("TODO: ask the bank") }, "todo src/a.ts 2"],
  [
    "a FIXME in documentation",
    { "src/a.ts": "/**\n * Adds.\n * FIXME rounds\n */\nexport const a = 1;\n" },
    "todo src/a.ts 3",
  ],
  ["a todo with a name", { "src/a.ts": comment("todo(ann): ask the bank") }, "todo src/a.ts 2"],
  ["a TODO in another language", { ".github/a.yml": "a: 1\nb: 2 # TODO pin it\n" }, "todo .github/a.yml 2"],
  [
    "output to the console",
    { "src/a.ts": 'export const a = 1;\nconsole.log("here");\n' },
    "console-output src/a.ts 2",
  ],
  [
    "an error to the console",
    { "src/a.ts": "export const a = () => {\n  console.error(1);\n};\n" },
    "console-output src/a.ts 2",
  ],
  [
    "a function written twice in a file",
    { "src/a.ts": long("mean", "prices", "sum") + long("average", "given", "total") },
    "function-twice src/a.ts 12",
  ],
  [
    "a function written twice in a change",
    { "src/a.ts": long("mean", "prices", "sum"), "src/b.ts": long("average", "given", "total") },
    "function-twice src/b.ts 2",
  ],
  ["a new file of utils", { "src/utils.ts": "export const a = 1;\n" }, "heap src/utils.ts"],
  [
    "a new folder of helpers",
    { "src/helpers/price.ts": "export const a = 1;\n" },
    "heap src/helpers/price.ts",
  ],
];

it.each(faults)("finds %s, and nothing else", async (_name, files, finding) => {
  expect(await found(base, files)).toEqual([finding]);
});

it.each(["src/a.test.ts", "tests/order.test.ts"])(
  "takes a module that only its test %s imports for the program",
  async (test) => {
    const path = test.startsWith("src") ? "./a.js" : "../src/a.js";
    const files = {
      "src/a.ts": "export const a = () => console.log(1);\n",
      [test]: `import { expect, it } from "vitest";\nimport { a } from "${path}";\nit("is", () => expect(a()).toBe(1));\n`,
    };
    expect(await found({ ...base, "package.json": withVitest, ...lockOfVitest }, files)).toEqual([
      "console-output src/a.ts 1",
    ]);
  },
);

it("finds a function that was there before in another file", async () => {
  const before = { ...base, "src/a.ts": long("mean", "prices", "sum") };
  expect(await found(before, { "src/deep/b.ts": long("average", "given", "total") })).toEqual([
    "function-twice src/deep/b.ts 2",
  ]);
});

const prose = [
  "Note: the price is kept in cents.",
  "return early",
  "total = price * quantity",
  "foo()",
  "let us wait",
  "either; or",
  "a => b",
  "see Order.total",
  "if (and only if) it is open",
  "delete everything",
  "{ name, price }",
  "const = immutable",
  "eslint-disable-next-line no-console",
  "@ts-expect-error it is private",
  "biome-ignore lint: it is read elsewhere",
  "POST /v1/orders { items: [...] }",
  "x => x + 1, y => y",
  'JSON: { "a": 1 }',
  "2026-01-01: first version;",
  "for example: send(order);",
  "prices;",
];

const clean: readonly (readonly [string, Files])[] = [
  [
    "comments that look like a program",
    Object.fromEntries(prose.map((line, at) => [`src/c${at}.ts`, comment(line)])),
  ],
  [
    "documentation with examples",
    {
      "src/a.ts":
        "/**\n * ```ts\n * const a = add(1, 2);\n * ```\n * @example add(1, 2);\n */\nexport const a = 1;\n",
      "src/b.ts": comment("Used like this:", "  const a = add(1, 2);"),
      "src/c.ts": comment("It was written as:", "const a = add(1, 2);"),
      "src/d.ts": 'export const a = import(/* webpackChunkName: "a" */ "./a.js");\n',
      "src/e.ts": "/* Copyright (c) 2026; all rights reserved. */\nexport const a = /* count */ 1;\n",
    },
  ],
  [
    "declarations and what a program wrote",
    {
      "src/a.d.ts": "// const a = add(1, 2);\nexport const a: number;\n",
      "src/b.ts": "// @generated\n// const a = add(1, 2);\nexport const a = 1;\n",
    },
  ],
  [
    "words that are no marker",
    {
      "src/a.ts":
        'export const TODO = "TODO";\n// The list of TODO items is sorted.\n// Hackers are refused.\nexport const todo = "// TODO: no comment";\n',
      "README.md": "TODO: none\n",
    },
  ],
  [
    "output of command lines, scripts, tests and their own console",
    {
      "src/main.ts": "console.log(1);\n",
      "src/cli/print.ts": "console.log(1);\n",
      "scripts/a.mjs": "console.log(1);\n",
      "tasks/check.mjs": "console.log(1);\n",
      "src/run.ts": "#!/usr/bin/env node\nconsole.log(1);\n",
      "src/a.ts": 'const console = { log: (text: string) => text };\nexport const a = console.log("a");\n',
      "src/b.ts": 'export const text = "console.log(1)"; // console.log\n',
      "vite.config.ts": "console.log(1);\nexport default {};\n",
    },
  ],
  [
    "short functions that are alike, and long ones that are not",
    {
      "src/a.ts": "export const a = (x: number) => x + 1;\nexport const b = (y: number) => y + 1;\n",
      "src/b.ts":
        long("mean", "prices", "sum") + long("average", "given", "total").replace("* 100", "* 1000"),
      "src/c.ts": long("mean", "prices", "sum").replaceAll("Math.round", "Math.floor"),
    },
  ],
  [
    "helpers of tests",
    { "tests/helpers.ts": "export const a = 1;\n", "src/common-name.ts": "export const a = 1;\n" },
  ],
];

it.each(clean)("finds nothing in %s", async (_name, files) => {
  expect(await found(base, files)).toEqual([]);
});

it("asks for nothing in a folder of helpers that is there already, and of a file that only moves", async () => {
  const before = { ...base, "src/utils/a.ts": "export const a = 1;\n", "src/b.ts": comment("TODO: later") };
  expect(
    await found(before, {
      "src/utils/c.ts": "export const a = 2;\n",
      "src/b.ts": undefined,
      "src/d.ts": comment("TODO: later"),
    }),
  ).toEqual([]);
});

it("looks away from what a file that is no program holds", async () => {
  const { findings, unread } = await guard(repositoryWith(base, { "src/a.ts": "const a = ;\n" }));
  expect(findings).toEqual([]);
  expect(unread).toMatchObject([{ file: "src/a.ts", line: 1 }]);
});

it("takes what stands farther in below a sentence for its example", async () => {
  const lines = [
    "Makes it known.",
    "",
    "Usage:",
    "",
    '  import "a";',
    '  import * as b from "c";',
    "  b.run();",
  ];
  const source = (end: readonly string[]) => ({
    "src/a.ts": `export const a = 1;\n${[...lines, ...end].map((line) => `// ${line}\n`).join("")}`,
  });
  expect(await found(base, source([]))).toEqual([]);
  expect(await found(base, source(["", "That was slow.", "await list();"]))).toEqual([
    "commented-out-code src/a.ts 11",
  ]);
});

it("ends with comments of any length", async () => {
  const block = (line: (at: number) => string) => ({
    "src/a.ts": `export const a = 1;\n/*\n${Array.from({ length: 20_000 }, (_, at) => line(at)).join("\n")}\n*/\n`,
  });
  expect(
    await found(
      base,
      block((at) => ` step ${at} sets x to y;`),
    ),
  ).toEqual([]);
  expect(
    await found(
      base,
      block((at) => (at % 2 ? "" : ` set ${at}`)),
    ),
  ).toEqual([]);
});

it("looks away from what is nested too deeply to be walked through", async () => {
  const deep = {
    "src/a.ts": `export const a = ${"[".repeat(20_000)}${"]".repeat(20_000)};\n`,
    "src/b.ts": `export const b = ${Array(8_000).fill("1").join(" + ")};\n`,
    "src/c.ts": `export const c = 1;\n// ${"(".repeat(20_000)}${")".repeat(20_000)};\n`,
  };
  const { findings, unread } = await guard(repositoryWith(base, deep));
  expect(findings).toEqual([]);
  expect(unread.map(({ file, because }) => `${file} ${because}`)).toEqual(
    ["a", "b", "c"].map((name) => `src/${name}.ts It is nested too deeply to be looked into.`),
  );
  const wide = `export const a = ${Array(1_500).fill("1").join(" + ")};\n`;
  expect((await guard(repositoryWith(base, { "src/a.ts": wide }))).unread).toEqual([]);
});
