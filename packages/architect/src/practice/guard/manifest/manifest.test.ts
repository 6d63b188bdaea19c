import { expect, it } from "vitest";
import type { Files } from "../scenario.js";
import { found, ignore, json, needs, project } from "./scenario.js";

const faults: readonly (readonly [string, Files, string])[] = [
  [
    "sources without a manifest",
    { ...ignore, "src/a.ts": "export const a = 1;\n" },
    "manifest-missing src/a.ts",
  ],
  ["Python without a manifest", { "app/main.py": "import flask\n" }, "manifest-missing app/main.py"],
  ["Go without a manifest", { "main.go": "package main\n" }, "manifest-missing main.go"],
  ["Rust without a manifest", { "src/main.rs": "fn main() {}\n" }, "manifest-missing src/main.rs"],
  ["PHP without a manifest", { "src/a.php": "<?php\n" }, "manifest-missing src/a.php"],
  [
    "a manifest with a comma too many",
    { "package.json": '{\n  "name": "a",\n}\n' },
    "manifest-invalid package.json 3",
  ],
  [
    "a manifest that was merged by hand",
    { "package.json": '{\n<<<<<<< HEAD\n  "name": "a"\n}\n' },
    "manifest-invalid package.json 2",
  ],
  [
    "a manifest that was cut off",
    { "package.json": '{\n  "name": "a"\n' },
    "manifest-invalid package.json 3",
  ],
  ["a manifest that is a list", { "package.json": "[]\n" }, "manifest-invalid package.json 1"],
  [
    "TOML that is not closed",
    { ".gitignore": "target/\n", "Cargo.toml": '[package]\nname = "a\n' },
    "manifest-invalid Cargo.toml 2",
  ],
  [
    "TOML with a key without a value",
    { ".gitignore": "__pycache__/", "pyproject.toml": "[project]\nname\n" },
    "manifest-invalid pyproject.toml 2",
  ],
  ["a go.mod without a module", { "go.mod": "go 1.22\n" }, "manifest-invalid go.mod 1"],
  [
    "requirements that are none",
    { ".gitignore": "__pycache__/", "requirements.txt": "flask==3.0\n<<<<<<< HEAD\n" },
    "manifest-invalid requirements.txt 2",
  ],
  [
    "requirements that take long to be told from one",
    { ".gitignore": "__pycache__/", "requirements.txt": `a${"!1".repeat(60)}$\nb${" ".repeat(20_000)}$\n` },
    "manifest-invalid requirements.txt 1",
  ],
  ["an empty manifest", { "package.json": "{}\n" }, "manifest-empty package.json"],
  [
    "empty requirements",
    { ".gitignore": "__pycache__/", "requirements.txt": "# nothing\n" },
    "manifest-empty requirements.txt",
  ],
  ["no lock file", { ...needs, "package-lock.json": undefined }, "lock-file-missing package.json"],
  [
    "a range that the lock file does not have",
    {
      ...needs,
      "package.json": json({
        name: "shop",
        dependencies: { left: "^2.0.0" },
        devDependencies: { vitest: "^4.0.0" },
      }),
    },
    "lock-file-differs package.json 4",
  ],
  [
    "a name that the lock file does not have",
    {
      ...needs,
      "package.json": json({
        name: "shop",
        dependencies: { left: "^1.0.0", right: "1.0.0" },
        devDependencies: { vitest: "^4.0.0" },
      }),
    },
    "lock-file-differs package.json 5",
  ],
  [
    "a name that only the lock file has",
    { ...needs, "package.json": json({ name: "shop", dependencies: { left: "^1.0.0" } }) },
    "lock-file-differs package-lock.json 10",
  ],
  [
    "a lock file of yarn for another range",
    {
      ...ignore,
      "package.json": json({ name: "a", dependencies: { left: "^2.0.0" } }),
      "yarn.lock": '# yarn lockfile v1\n\n\nleft@^1.0.0, left@^1.1.0:\n  version "1.2.0"\n',
    },
    "lock-file-differs package.json 4",
  ],
  [
    "a lock file of pnpm for another range",
    {
      ...ignore,
      "package.json": json({ name: "a", dependencies: { left: "^2.0.0" } }),
      "pnpm-lock.yaml":
        "lockfileVersion: '9.0'\n\nimporters:\n\n  .:\n    dependencies:\n      left:\n        specifier: ^1.0.0\n        version: 1.2.0\n\npackages:\n\n  left@1.2.0: {}\n",
    },
    "lock-file-differs package.json 4",
  ],
  [
    "a lock file of bun for another range",
    {
      ...ignore,
      "package.json": json({ name: "a", dependencies: { left: "^2.0.0" } }),
      "bun.lock":
        '{ "lockfileVersion": 1, "workspaces": { "": { "name": "a", "dependencies": { "left": "^1.0.0", }, }, }, }',
    },
    "lock-file-differs package.json 4",
  ],
  [
    "an import of a package that is not declared",
    { ...needs, "src/a.ts": 'import left from "left";\nimport { b } from "right/deep";\nleft(b);\n' },
    "import-undeclared src/a.ts 2",
  ],
  [
    "an import() of a package that is not declared",
    { ...needs, "src/a.ts": 'export const a = () => import("right");\n' },
    "import-undeclared src/a.ts 1",
  ],
  [
    "a require of a package that is not declared",
    { ...needs, "src/a.cjs": 'module.exports = require("right");\n' },
    "import-undeclared src/a.cjs 1",
  ],
  [
    "an export from a package that is not declared",
    { ...needs, "src/a.ts": 'export * from "@scope/right";\n' },
    "import-undeclared src/a.ts 1",
  ],
  [
    "an import of types of a package that is not declared",
    { ...needs, "src/a.ts": 'import type { A } from "right";\nexport type B = A;\n' },
    "import-undeclared src/a.ts 1",
  ],
  [
    "an import of a file that is not there",
    { ...needs, "src/a.ts": 'import { b } from "./b.js";\nexport const a = b;\n' },
    "import-unresolved src/a.ts 1",
  ],
  [
    "an import with capital letters that the file has not",
    { ...needs, "src/a.ts": 'export * from "./Order.js";\n', "src/order.ts": "export const a = 1;\n" },
    "import-unresolved src/a.ts 1",
  ],
  [
    "an import of a file that another change took away",
    { ...needs, "src/a.ts": 'export * from "./b.js";\n', "src/b.ts": undefined },
    "import-unresolved src/a.ts 1",
  ],
  [
    "an alias that leads nowhere",
    {
      ...needs,
      "tsconfig.json": '{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }',
      "src/a.ts": 'export * from "@/b.js";\n',
    },
    "import-undeclared src/a.ts 1",
  ],
  [
    "a dependency for development in the program",
    {
      ...needs,
      "src/a.ts": 'import { expect } from "vitest";\nexport const a = expect;\n',
      "src/b.ts": 'export * from "./a.js";\n',
    },
    "import-of-development src/a.ts 1",
  ],
];

it.each(faults)("finds %s, and nothing else", async (_name, files, finding) => {
  expect(
    await found(
      {
        "README.md": "# a\n",
        "src/b.ts": "export const b = 1;\n",
        ...(files["src/b.ts"] === undefined && "src/b.ts" in files ? {} : { "src/b.ts": undefined }),
      },
      files,
    ),
  ).toEqual([finding]);
});

const tests =
  'import { expect, it } from "vitest";\nimport { a } from "../src/a.js";\nit("a", () => expect(a).toBe(1));\n';

const clean: readonly (readonly [string, Files])[] = [
  [
    "imports of what is declared, built in, or there",
    {
      ...needs,
      "src/a.ts": [
        'import { readFileSync } from "node:fs";',
        'import { join } from "path/posix";',
        'import left from "left/deep";',
        'import data from "./data.json" with { type: "json" };',
        'import { b } from "./b.js";',
        'import { c } from "./c";',
        'import "./style.css?inline";',
        'import { self } from "shop";',
        'export const later = (name: string) => [import("./b.js"), import(name), import("./" + name)];',
        "export const a = [readFileSync, join, left, data, b, c, self];",
      ].join("\n"),
      "src/b.ts": "export const b = 1;\n",
      "src/c/index.ts": "export const c = 1;\n",
      "src/data.json": "{}",
      "src/style.css": "",
    },
  ],
  [
    "tests, scripts and configuration that need what is for development",
    {
      ...needs,
      "src/a.ts": "export const a = 1;\n",
      "tests/a.test.ts": tests,
      "src/a.test.ts": tests.replace("../src/", "./"),
      "vitest.config.ts": 'import { defineConfig } from "vitest/config";\nexport default defineConfig({});\n',
      "scripts/run.mjs": 'import "vitest";\n',
      "src/a.types.ts": 'import type { Mock } from "vitest";\nexport type A = Mock;\n',
    },
  ],
  [
    "support that only tests import",
    {
      ...needs,
      "src/scenario.ts":
        'import { onTestFinished } from "vitest";\nexport const scene = () => onTestFinished(() => {});\n',
      "src/a.test.ts":
        'import { expect, it } from "vitest";\nimport { scene } from "./scenario.js";\nimport { a } from "./a.js";\nit("a", () => {\n  scene();\n  expect(a).toBe(1);\n});\n',
      "src/a.ts": "export const a = 1;\n",
    },
  ],
  [
    "a workspace whose packages need each other",
    {
      ...ignore,
      "package.json": json({
        name: "root",
        private: true,
        workspaces: ["packages/*"],
        devDependencies: { typescript: "7.0.0" },
      }),
      "package-lock.json": json({
        lockfileVersion: 3,
        packages: {
          "": { workspaces: ["packages/*"], devDependencies: { typescript: "7.0.0" } },
          "packages/a": { dependencies: { left: "1.0.0", "@x/b": "1.0.0" } },
        },
      }),
      "packages/a/package.json": json({ name: "@x/a", dependencies: { left: "1.0.0", "@x/b": "1.0.0" } }),
      "packages/b/package.json": json({ name: "@x/b", version: "1.0.0" }),
      "packages/a/src/a.ts":
        'import left from "left";\nimport { b } from "@x/b";\nexport const a = [left, b];\n',
      "packages/b/src/b.ts": "export const b = 1;\n",
    },
  ],
  [
    "aliases of tsconfig, of its parent, and of a bundler",
    {
      ...needs,
      "tsconfig.base.json":
        '{ "compilerOptions": { "paths": { "~/*": ["./src/*"], "types": ["./src/types.d.ts"] } } }',
      "tsconfig.json": '{ "extends": "./tsconfig.base.json" /* as ever */, "include": ["src",], }',
      "vite.config.ts": 'export default { resolve: { alias: { "@app": "/src" } } };\n',
      "src/types.d.ts": "export interface A { a: 1 }\n",
      "src/a.ts":
        'import type { A } from "types";\nimport { b } from "~/deep/b.js";\nimport c from "@app/c";\nexport const a = [b, c] as unknown as A;\n',
      "src/deep/b.ts": "export const b = 1;\n",
    },
  ],
  [
    "the package's own map of imports",
    {
      ...needs,
      "package.json": json({
        name: "shop",
        imports: { "#rules/*.js": { types: "./src/rules/*.ts", default: "./dist/rules/*.js" } },
        dependencies: { left: "^1.0.0" },
        devDependencies: { vitest: "^4.0.0" },
      }),
      "src/a.ts": 'export * from "#rules/b.js";\n',
      "src/rules/b.ts": "export const b = 1;\n",
    },
  ],
  [
    "what a build makes, what a declaration file says, and types alone",
    {
      ...project({ devDependencies: { "@types/express": "5.0.0" } }),
      "src/a.ts":
        'import client from "../dist/client.js";\nimport logo from "./logo.svg";\nimport type { Request } from "express";\nexport const a: [unknown, unknown, Request?] = [client, logo];\n',
      "src/assets.d.ts":
        'declare module "*.svg" {\n  const text: string;\n  export default text;\n}\ndeclare module "virtual-thing";\n',
      "src/logo.svg": "<svg/>",
      "src/b.ts": 'export * from "virtual-thing";\n',
    },
  ],
  [
    "what lies behind a symbolic link or in a submodule",
    {
      ...needs,
      "shared/b.ts": "export const b = 1;\n",
      "src/shared": { link: "../shared" },
      "modules/other": { submodule: true },
      "src/a.ts": 'export * from "./shared/b.js";\nexport * from "../modules/other/c.js";\n',
    },
  ],
  [
    "lock files of yarn, pnpm and bun that agree",
    {
      ...ignore,
      "a/package.json": json({ name: "a", dependencies: { left: "^1.0.0" } }),
      "a/yarn.lock": '__metadata:\n  version: 8\n\n"left@npm:^1.0.0":\n  version: 1.2.0\n',
      "b/package.json": json({ name: "b", dependencies: { left: "^1.0.0", mine: "workspace:*" } }),
      "b/pnpm-lock.yaml":
        "lockfileVersion: '9.0'\n\nimporters:\n  .:\n    dependencies:\n      left:\n        specifier: ^1.0.0\n        version: 1.2.0\n      mine:\n        specifier: workspace:*\n        version: link:../mine\n",
      "c/package.json": json({ name: "c", dependencies: { left: "^1.0.0" } }),
      "c/bun.lock": '{ "workspaces": { "": { "dependencies": { "left": "^1.0.0", }, }, }, }',
    },
  ],
  [
    "manifests of other languages",
    {
      ".gitignore": "target/\n__pycache__/\nvendor/\n",
      "Cargo.toml":
        '[package] # ours\nname = "a"\nkeywords = [\n  "b", # c\n  "d",\n]\n[dependencies]\nserde = { version = "1", features = ["derive"] }\n"quoted.key" = \'\'\'\nlong "text"\n\'\'\'\n',
      "src/main.rs": "fn main() {}\n",
      "go.mod": "module example.com/a\n\ngo 1.22\n\nrequire (\n\texample.com/b v1.0.0 // indirect\n)\n",
      "main.go": "package main\n",
      "requirements.txt":
        "# ours\nflask[async]>=3.0,<4 ; python_version >= '3.9'\n-r more.txt\nuvicorn==0.30.1 \\\n    --hash=sha256:abc\n./local\npkg @ https://example.com/pkg.whl\n",
      "app.py": "import flask\n",
      "composer.json": '{ "name": "a/b" }\n',
      "index.php": "<?php\n",
    },
  ],
];

it.each(clean)("finds nothing in %s", async (_name, files) => {
  expect(await found({ "README.md": "# a\n" }, files)).toEqual([]);
});

it("goes by what is committed, also after a rename", async () => {
  const before = { ...needs, "src/a.ts": 'export * from "./b.js";\n', "src/b.ts": "export const b = 1;\n" };
  expect(
    await found(before, {
      "src/b.ts": undefined,
      "src/c.ts": "export const b = 1;\n",
      "src/a.ts": 'export * from "./c.js";\n',
    }),
  ).toEqual([]);
});
