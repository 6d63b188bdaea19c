import { expect, it } from "vitest";
import { guard } from "../index.js";
import { type Files, repositoryWith } from "../scenario.js";

const json = (value: object) => `${JSON.stringify(value, null, 2)}\n`;
const dependencies = { fastify: "5.0.0" };
const devDependencies = { vitest: "4.0.0", stripe: "1.0.0" };
const base: Files = {
  ".gitignore": "node_modules/\n.env\n",
  "package.json": json({ name: "shop", dependencies, devDependencies }),
  "package-lock.json": json({ lockfileVersion: 3, packages: { "": { dependencies, devDependencies } } }),
  "src/total.ts": "export const total = (prices: readonly number[]) => prices.length;\n",
  "src/mail.ts": "export const send = (text: string) => text;\n",
  "src/types.ts": "export interface Order { id: string }\n",
};

async function found(files: Files) {
  const { findings, unread } = await guard(repositoryWith(base, files));
  expect(unread).toEqual([]);
  return findings.map(({ rule, file, line }) =>
    [rule, file, ...(line === undefined ? [] : [line])].join(" "),
  );
}

const head = 'import { expect, it, vi } from "vitest";\nimport { total } from "../src/total.js";\n';
/** A test on line 3 with this body. */
const body = (...lines: readonly string[]) => ({
  "tests/total.test.ts": `${head}it("adds", async () => {\n${lines.join("\n")}\n});\nvoid [vi, total];\n`,
});
const nothing = "test-asserts-nothing tests/total.test.ts 3";

const faults: readonly (readonly [string, Files, string])[] = [
  ["no assertion", body("total([]);"), nothing],
  ["expect without a matcher", body("expect(total([]));"), nothing],
  ["expect with a matcher that is not called", body("expect(total([])).toBe;"), nothing],
  ["what always holds", body("expect(true).toBe(true);"), nothing],
  ["what always holds of a number", body('expect("a").toEqual("a");', "total([]);"), nothing],
  [
    "a plan of none",
    {
      "tests/total.test.ts": `${head}it("adds", (t) => {\n  t.plan(0);\n  total([]);\n});\nvoid [vi, expect];\n`,
    },
    nothing,
  ],
  [
    "a helper of CommonJS that asserts nothing",
    {
      "tests/support.cjs": "exports.run = run;\nfunction run(sum) {\n  return sum;\n}\n",
      "tests/total.test.ts": `${head}import { run } from "./support.cjs";\nit("adds", () => {\n  run(total([]));\n});\nvoid [vi, expect];\n`,
    },
    "test-asserts-nothing tests/total.test.ts 4",
  ],
  ["the same on both sides", body("const sum = total([]);", "expect(sum).toBe(sum);"), nothing],
  [
    "an assertion in a catch only",
    body("try {", "  total([]);", "} catch (error) {", "  expect(error).toBeDefined();", "}"),
    nothing,
  ],
  [
    "an assertion in the catch of a promise",
    body("await Promise.resolve(total([])).catch((error) => expect(error).toBeDefined());"),
    nothing,
  ],
  ["an assertion after return", body("return void total([]);", "expect(total([])).toBe(0);"), nothing],
  [
    "an assertion in a function that nobody calls",
    body("const check = () => expect(total([])).toBe(0);", "void check;"),
    nothing,
  ],
  [
    "an assertion in a comment and a text",
    body(
      "// expect(total([])).toBe(0);".replace("expect", "the expect"),
      'void "expect(1).toBe(2)";',
      "total([]);",
    ),
    nothing,
  ],
  ["an assertion where it is never true", body("if (false) {", "  expect(total([])).toBe(0);", "}"), nothing],
  ["only the number of assertions", body("expect.assertions(0);", "total([]);"), nothing],
  [
    "assert of what is always true",
    {
      "tests/total.test.ts":
        'import assert from "node:assert";\nimport { it } from "vitest";\nimport { total } from "../src/total.js";\nit("adds", () => {\n  total([]);\n  assert.ok(true);\n});\n',
    },
    "test-asserts-nothing tests/total.test.ts 4",
  ],
  [
    "a helper of another file that asserts nothing",
    {
      "tests/total.test.ts": `${head}import { look } from "./support.js";\nit("adds", () => look(total([])));\nvoid [vi, expect];\n`,
      "tests/support.ts": "export const look = (value: number) => value;\n",
    },
    "test-asserts-nothing tests/total.test.ts 4",
  ],
  [
    "skip",
    {
      "tests/total.test.ts": `${head}it.skip("adds", () => {\n  expect(total([])).toBe(0);\n});\nvoid vi;\n`,
    },
    "test-skipped tests/total.test.ts 3",
  ],
  [
    "only",
    {
      "tests/total.test.ts": `${head}it.only("adds", () => {\n  expect(total([])).toBe(0);\n});\nvoid vi;\n`,
    },
    "test-skipped tests/total.test.ts 3",
  ],
  [
    "a group that is skipped",
    {
      "tests/total.test.ts": `import { describe } from "vitest";\n${head}describe.skip("sums", () => {\n  it("adds", () => expect(total([])).toBe(0));\n});\nvoid vi;\n`,
    },
    "test-skipped tests/total.test.ts 4",
  ],
  [
    "todo",
    { "tests/total.test.ts": `${head}it.todo("adds");\nvoid [vi, total, expect];\n` },
    "test-skipped tests/total.test.ts 3",
  ],
  [
    "an empty body",
    { "tests/total.test.ts": `${head}it("adds", () => {});\nvoid [vi, total, expect];\n` },
    "test-skipped tests/total.test.ts 3",
  ],
  [
    "a test of jest's name that is left out",
    { "tests/total.test.ts": `${head}xit("adds", () => expect(total([])).toBe(0));\nvoid [vi, it];\n` },
    "test-skipped tests/total.test.ts 3",
  ],
  [
    "a mock of the module that it is named after",
    {
      "tests/total.test.ts": `${head}import { send } from "../src/mail.js";\nvi.mock("../src/total.js", () => ({ total: () => 3 }));\nit("adds", () => {\n  send("a");\n  expect(total).toBeDefined();\n});\n`,
    },
    "test-mocks-subject tests/total.test.ts 4",
  ],
  [
    "a mock of all that it imports",
    {
      "tests/order.test.ts": `${head}vi.mock("../src/total");\nit("adds", () => {\n  expect(total).toBeDefined();\n});\n`,
    },
    "test-mocks-subject tests/order.test.ts 3",
  ],
  [
    "a mock whose answers it expects",
    {
      "tests/order.test.ts": `${head}import { send } from "../src/mail.js";\nvi.mock(import("../src/total.js"), () => ({ total: () => 3 }));\nit("adds", () => {\n  send("a");\n  expect(total([1])).toBe(3);\n});\n`,
    },
    "test-mocks-subject tests/order.test.ts 4",
  ],
  [
    "a mock of jest",
    {
      "tests/total.test.ts": `import { expect, it } from "vitest";\nconst { total } = require("../src/total.js");\njest.mock("../src/total.js");\nit("adds", () => expect(total).toBeDefined());\n`,
    },
    "test-mocks-subject tests/total.test.ts 3",
  ],
  [
    "a test that imports nothing",
    {
      "tests/a.test.ts":
        'import { expect, it } from "vitest";\nconst add = (a: number) => a + 1;\nit("adds", () => expect(add(1)).toBe(2));\n',
    },
    "test-imports-nothing-real tests/a.test.ts 1",
  ],
  [
    "a test that imports types alone",
    {
      "tests/a.test.ts":
        'import { expect, it } from "vitest";\nimport type { Order } from "../src/types.js";\nit("is", () => {\n  const order: Order = { id: "a" };\n  expect(order.id.length).toBe(1);\n});\n',
    },
    "test-imports-nothing-real tests/a.test.ts 1",
  ],
  [
    "a test that imports a package alone",
    {
      "tests/a.test.ts":
        'import fastify from "fastify";\nimport { expect, it } from "vitest";\nit("is", () => expect(fastify).toBeDefined());\n',
    },
    "test-imports-nothing-real tests/a.test.ts 1",
  ],
  [
    "a test that imports its own support alone",
    {
      "tests/a.test.ts":
        'import { expect, it } from "vitest";\nimport { one } from "./support.js";\nit("is", () => expect(one()).toBe(1));\n',
      "tests/support.ts": "export const one = () => 1;\n",
    },
    "test-imports-nothing-real tests/a.test.ts 1",
  ],
];

it.each(faults)("finds %s, and nothing else", async (_name, files, finding) => {
  expect(await found(files)).toEqual([finding]);
});

const clean: readonly (readonly [string, Files])[] = [
  [
    "a helper of the file that asserts",
    body("const sums = (value: number) => {", "  expect(value).toBe(0);", "};", "sums(total([]));"),
  ],
  [
    "a helper of another file that asserts",
    {
      "tests/total.test.ts": `${head}import { isNothing } from "./support.js";\nit("adds", () => isNothing(total([])));\nvoid [vi, expect];\n`,
      "tests/support.ts":
        'import { expect } from "vitest";\nexport function isNothing(value: number): void {\n  expect(value).toBe(0);\n}\n',
    },
  ],
  [
    "a helper that is passed on and throws",
    {
      "tests/total.test.ts": `${head}import { settled } from "./support/index.js";\nit("adds", async () => {\n  await settled(() => total([]) === 0);\n});\nvoid [vi, expect];\n`,
      "tests/support/index.ts": 'export * from "./settled.js";\n',
      "tests/support/settled.ts":
        'export async function settled(ask: () => boolean): Promise<void> {\n  if (!ask()) throw new Error("never");\n}\n',
    },
  ],
  [
    "an assertion in a loop, a callback and a promise",
    {
      "tests/total.test.ts": `${head}it("loops", () => {\n  for (const one of [1]) expect(total([one])).toBe(1);\n});\nit("calls", () => {\n  [1].forEach((one) => expect(total([one])).toBe(1));\n});\nit("waits", () => Promise.resolve(total([])).then((sum) => expect(sum).toBe(0)));\nit("polls", async () => {\n  await expect.poll(() => total([])).toBe(0);\n  await expect(Promise.resolve(total([]))).resolves.toBe(0);\n});\nvoid vi;\n`,
    },
  ],
  [
    "an assertion in a catch that is counted",
    body(
      "expect.assertions(1);",
      "try {",
      "  total([]);",
      '  throw new Error("never");',
      "} catch (error) {",
      "  expect(error).toBeDefined();",
      "}",
    ),
  ],
  [
    "an assertion in a catch of what must fail",
    body(
      "try {",
      "  total([]);",
      "  expect.unreachable();",
      "} catch (error) {",
      "  expect(error).toBeDefined();",
      "}",
    ),
  ],
  [
    "cases of each, and a condition",
    {
      "tests/total.test.ts": `${head}it.each([[1], [2]])("adds %s", (one) => {\n  expect(total([one])).toBe(1);\n});\nit.skipIf(process.platform === "win32")("adds", () => expect(total([])).toBe(0));\nvoid vi;\n`,
    },
  ],
  [
    "assert of Node, and its own runner",
    {
      "tests/total.test.ts":
        'import assert from "node:assert/strict";\nimport test from "node:test";\nimport { total } from "../src/total.js";\ntest("adds", () => assert.equal(total([]), 0));\ntest("adds up", (t) => {\n  t.assert.equal(total([]), 0);\n});\n',
    },
  ],
  [
    "an assertion in a catch of a test that plans it, in a project of CommonJS",
    {
      "main.js": "module.exports = () => 1;\n",
      "package.json": json({ name: "shop", main: "main.js", dependencies, devDependencies }),
      "tests/total.test.js":
        'const { test } = require("node:test");\nconst shop = require("..");\ntest("adds", async (t) => {\n  t.plan(1);\n  try {\n    await shop();\n  } catch (error) {\n    t.assert.ok(error);\n  }\n});\n',
    },
  ],
  [
    "an assertion that is handed to a helper of CommonJS",
    {
      "tests/support.js":
        'const assert = require("node:assert");\nfunction holds(sum) {\n  assert.equal(sum, 1);\n}\nfunction both(is, sum) {\n  is(sum, 1);\n}\nmodule.exports = { holds, both };\n',
      "tests/total.test.js":
        'const test = require("node:test");\nconst assert = require("node:assert");\nconst { total } = require("../src/total.js");\nconst { holds, both } = require("./support.js");\ntest("adds", () => holds(total([1])));\ntest("adds up", () => {\n  both(assert.equal, total([1]));\n});\n',
    },
  ],
  [
    "a mock of a third party",
    {
      "tests/total.test.ts": `${head}import stripe from "stripe";\nvi.mock("stripe");\nit("adds", () => {\n  expect(total([])).toBe(0);\n  expect(stripe).toBeDefined();\n});\n`,
    },
  ],
  [
    "a mock of a neighbour whose calls are counted",
    {
      "tests/total.test.ts": `${head}import { send } from "../src/mail.js";\nvi.mock("../src/mail.js");\nit("adds", () => {\n  expect(total([])).toBe(0);\n  expect(send).not.toHaveBeenCalled();\n});\n`,
    },
  ],
  [
    "a spy that keeps what is real",
    {
      "tests/total.test.ts": `${head}vi.mock("../src/total.js", { spy: true });\nit("adds", () => {\n  expect(total([])).toBe(0);\n});\n`,
    },
  ],
  [
    "a system that is asked over HTTP",
    {
      "tests/api.test.ts":
        'import { expect, it } from "vitest";\nit("answers", async () => {\n  const { status } = await fetch("http://127.0.0.1:4400/health/live");\n  expect(status).toBe(200);\n});\n',
    },
  ],
  [
    "a program that is run",
    {
      "tests/cli.test.ts":
        'import { execFileSync } from "node:child_process";\nimport { expect, it } from "vitest";\nit("runs", () => expect(String(execFileSync("node", ["main.js"]))).toBe("ok"));\n',
    },
  ],
  [
    "support that imports what is real",
    {
      "tests/a.test.ts":
        'import { expect, it } from "vitest";\nimport { one } from "./support.js";\nit("is", () => expect(one()).toBe(1));\n',
      "tests/support.ts": 'import { total } from "../src/total.js";\nexport const one = () => total([1]);\n',
    },
  ],
  [
    "what is imported later, and by the package's own name",
    {
      "tests/a.test.ts":
        'import { expect, it } from "vitest";\nit("is", async () => {\n  const { total } = await import("../src/total.js");\n  expect(total([])).toBe(0);\n});\n',
      "tests/b.test.ts":
        'import { expect, it } from "vitest";\nimport { total } from "shop/total";\nit("is", () => expect(total).toBeDefined());\n',
    },
  ],
  [
    "tests of types",
    {
      "tests/a.test-d.ts":
        'import type { Order } from "../src/types.js";\nexport const order: Order = { id: "a" };\n',
    },
  ],
  [
    "functions that are called it and test, and are none of a framework",
    {
      "src/check.ts":
        'const it = (text: string, run: () => void) => [text, run];\nexport const a = it("a", () => {});\nexport const isNumber = /1/.test("1");\n',
    },
  ],
  [
    "tests with options, contexts and hooks",
    {
      "tests/total.test.ts": `import { beforeEach, test as base } from "vitest";\n${head}const test = base.extend({});\nbeforeEach(() => {});\ntest("adds", { timeout: 10 }, ({ expect }) => {\n  expect(total([])).toBe(0);\n});\nit("adds", () => {\n  expect(total([])).toBe(0);\n}, 10_000);\nvoid vi;\n`,
    },
  ],
];

it.each(clean)("finds nothing in %s", async (_name, files) => {
  expect(await found(files)).toEqual([]);
});
