import { expect, it } from "vitest";
import { findTests } from "../../suite/index.js";
import { guard } from "../index.js";
import { type Files, repositoryWith } from "../scenario.js";

const json = (value: object) => JSON.stringify(value, null, 2);
const dependencies = { "@lintel/runtime": "1.0.0" };
const devDependencies = { vitest: "4.0.0" };
const service = (
  entities: string,
  operations = "",
) => `import { anyone, entity, nobody, open, service, text } from "@lintel/runtime";

const open_ = { read: anyone, write: nobody };
const note = entity({ body: text() }, { access: open_ });
export const notes = service("notes", { entities: { note${entities} } })${operations};
`;
const base: Files = {
  ".gitignore": "node_modules/\n.env\n.lintel/\n",
  "package.json": json({ name: "shop", dependencies, devDependencies }),
  "package-lock.json": json({ lockfileVersion: 3, packages: { "": { dependencies, devDependencies } } }),
  "services/notes.ts": service(""),
  "tests/notes.test.ts": "",
};
const finish = '.command("finishAll", {\n  access: open("all may"),\n  async run() {},\n})';
const withFinish = { "services/notes.ts": service("", finish) };
const red = (test: string, more: object = {}) => ({
  requirement: "",
  test,
  digest: "a".repeat(32),
  red: { commit: "c", at: "2026-01-01T00:00:00Z", reason: "missing" },
  ...more,
});
const ledger = (...entries: readonly object[]): Files => ({
  "ai/memory-bank/test-ledger.json": json({ format: 1, entries }),
});
const test = (title: string, body: string): Files => ({
  "tests/notes.test.ts": `import { expect, it } from "vitest";\nimport { notes } from "../services/notes.js";\nconst app = { command: (one: unknown, name: string) => [one, name], get: (path: string) => path };\nconst asks = () => app.command(notes, "finishAll");\nit("${title}", () => {\n  ${body}\n});\nvoid asks;\n`,
});

/** A test, and the ledger that has it as seen red. */
const seen = (files: Files, title: string, more: object = {}): Files => {
  const [written] = findTests("tests/notes.test.ts", String(files["tests/notes.test.ts"])).tests;
  return {
    ...files,
    ...ledger(red(`tests/notes.test.ts > ${title}`, { digest: written?.digest, ...more })),
  };
};
const finishes = 'expect(app.command(notes, "finishAll")).toHaveLength(2);';
const named = test("ACCESS notes.finishAll: allows everyone", finishes);

async function found(...steps: readonly Files[]) {
  const { findings } = await guard(repositoryWith(...steps));
  return findings.map(({ rule, file, line, says }) => `${rule} ${file} ${line} ${says.split(" is new")[0]}`);
}

it.each([
  ["a command", withFinish, "5 The command notes.finishAll"],
  [
    "a query",
    { "services/notes.ts": service("", finish.replace("command", "query")) },
    "5 The query notes.finishAll",
  ],
  [
    "an entity",
    { "services/notes.ts": service(", tag: entity({ name: text() }, { access: open_ })") },
    "5 The entity notes.tag",
  ],
  [
    "an entity of a spread",
    { "services/notes.ts": service(", ...{ tag: entity({ name: text() }) }") },
    "5 The entity notes.tag",
  ],
  [
    "an access rule",
    { "services/notes.ts": service("").replace("write: nobody", 'write: open("all may")') },
    "3 The rule who may write the entity notes.note",
  ],
  [
    "an access rule for one more operation",
    { "services/notes.ts": service("").replace("write: nobody", "write: nobody, delete: anyone") },
    "3 The rule who may delete the entity notes.note",
  ],
  [
    "a command that another file defines",
    {
      "services/finish.ts": "export const finish = { async run() {} };\n",
      "services/notes.ts": `import { finish } from "./finish.js";\n${service("", '.command("finishAll", finish)')}`,
    },
    "6 The command notes.finishAll",
  ],
  [
    "a command whose test is in the ledger under another name",
    { ...withFinish, ...ledger(red("tests/notes.test.ts > ACCESS notes.start: allows")) },
    "5 The command notes.finishAll",
  ],
  [
    "a command of which a test was seen green only",
    {
      ...withFinish,
      ...ledger({ ...red("tests/notes.test.ts > ACCESS notes.finishAll: allows"), red: undefined }),
    },
    "5 The command notes.finishAll",
  ],
  [
    "a command whose test is gone",
    { ...withFinish, ...ledger(red("tests/gone.test.ts > finishes")) },
    "5 The command notes.finishAll",
  ],
  [
    "a command with a ledger that is cut off",
    { ...withFinish, "ai/memory-bank/test-ledger.json": '{ "format": 1, "entries": [' },
    "5 The command notes.finishAll",
  ],
] as const)("finds %s that no red test came before", async (_name, files, expected) => {
  expect(await found(base, files)).toEqual([`feature-without-red-test services/notes.ts ${expected}`]);
});

it.each([
  [
    "a test that bears its name",
    { ...withFinish, ...seen(named, "ACCESS notes.finishAll: allows everyone") },
  ],
  [
    "a test of its requirement",
    {
      ...withFinish,
      ...seen(test("x", "expect(notes).toBeDefined();"), "x", { requirement: "REQ-FEAT-FINISH-ALL/2" }),
    },
  ],
  [
    "a test that calls it",
    {
      ...withFinish,
      ...seen(test("finishes", finishes), "finishes"),
    },
  ],
  [
    "a test that calls it through a function",
    {
      ...withFinish,
      ...seen(test("finishes", "expect(asks()).toHaveLength(2);"), "finishes"),
    },
  ],
  [
    "a test that asks for its path",
    {
      ...withFinish,
      ...seen(test("finishes", 'expect(app.get("/v1/notes/finish-all")).toBe("/");'), "finishes", {
        green: { commit: "d", at: "2026-01-02T00:00:00Z" },
      }),
    },
  ],
  [
    "a test of an entity's path",
    {
      "services/notes.ts": service(", category: entity({ name: text() })"),
      ...seen(test("lists", 'expect(app.get("/v1/categories?q=a")).toBe("/");'), "lists"),
    },
  ],
] as const)("is content with %s", async (_name, files) => {
  expect(await found(base, files)).toEqual([]);
});

it("is content with a test that an earlier commit saw red, but for a rule with one that was not green yet", async () => {
  const title = "ACCESS notes.note.write: allows everyone";
  const written = test(title, 'expect(app.get("/v1/notes")).toBe("/");');
  const green = { green: { commit: "d", at: "2026-01-02T00:00:00Z" } };
  const opened = { "services/notes.ts": service("").replace("write: nobody", 'write: open("all may")') };
  expect(
    await found({ ...base, ...seen(written, title) }, { ...opened, ...seen(written, title, green) }),
  ).toEqual([]);
  expect(await found({ ...base, ...seen(written, title, green) }, opened)).toHaveLength(1);
  const command = seen(named, "ACCESS notes.finishAll: allows everyone", green);
  expect(await found({ ...base, ...command }, withFinish)).toEqual([]);
});

it("is not content with a test that says something else than what was seen red, or is left out of runs", async () => {
  const title = "ACCESS notes.finishAll: allows everyone";
  const entry = seen(named, title);
  const expected = ["feature-without-red-test services/notes.ts 5 The command notes.finishAll"];
  const emptied = test(title, "expect(notes).toBeDefined();");
  expect(await found(base, { ...withFinish, ...entry, ...emptied })).toEqual(expected);
  const renamed = { "tests/notes.test.ts": String(named["tests/notes.test.ts"]).replace(title, "finishes") };
  expect(await found(base, { ...withFinish, ...entry, ...renamed })).toEqual(expected);
  const anew = String(named["tests/notes.test.ts"]).replace(
    finishes,
    `// As before.\n  (${finishes.slice(0, -1)});`,
  );
  expect(await found(base, { ...withFinish, ...entry, "tests/notes.test.ts": anew })).toEqual([]);
});

it.each([
  [
    "what is only laid out anew, or whose rule is written otherwise",
    {
      "services/notes.ts": service("").replace(
        "const open_ = { read: anyone, write: nobody };\n",
        "const both = nobody;\nconst open_ = {\n  write: both,\n  read: anyone,\n};\n",
      ),
    },
  ],
  ["what moves to another file", { "services/notes.ts": undefined, "services/deep/notes.ts": service("") }],
  [
    "what is taken out",
    {
      "services/notes.ts":
        'import { service } from "@lintel/runtime";\nexport const notes = service("notes", { entities: {} });\n',
    },
  ],
  [
    "commands of other libraries",
    {
      "src/main.ts":
        'import { text } from "@lintel/runtime";\nconst program = { command: (name: string, words: string) => [name, words] };\nexport const a = [program.command("finish", "ends it"), text];\n',
    },
  ],
  [
    "words in comments and texts",
    {
      "src/a.ts":
        'import { text } from "@lintel/runtime";\n// notes.command is told elsewhere\nexport const a = [text, \'service("a", { entities: { b } }).command("c", { run() {} })\'];\n',
    },
  ],
] as const)("finds nothing new in %s", async (_name, files) => {
  const before = { ...base, "services/notes.ts": service("") };
  expect(await found({ ...before, "tests/notes.test.ts": undefined }, files)).toEqual([]);
});

it("finds a command in a file that takes all from others", async () => {
  const files = {
    "services/rules.ts": 'import { open } from "@lintel/runtime";\nexport const all = open("all may");\n',
    "services/more.ts":
      'import { notes } from "./notes.js";\nimport { all } from "./rules.js";\nexport const more = notes.command("finishAll", { access: all, async run() {} });\n',
  };
  const expected = ["feature-without-red-test services/more.ts 3 The command finishAll"];
  expect(await found(base, files)).toEqual(expected);
  const required = files["services/more.ts"]
    .replace('import { notes } from "./notes.js"', 'const { notes } = require("./notes.js")')
    .replace('import { all } from "./rules.js"', 'const { open: all } = require("@lintel/runtime")')
    .replace("export const more", "module.exports");
  expect(await found(base, { "services/more.cjs": required.replace("access: all, ", "") })).toEqual([
    expected[0]?.replace("more.ts", "more.cjs"),
  ]);
  const program =
    'import { program } from "commander";\nprogram.command("finish", { access: "all", run() {} });\n';
  const other = json({ name: "shop", dependencies: { commander: "1.0.0" } });
  const lock = json({ lockfileVersion: 3, packages: { "": { dependencies: { commander: "1.0.0" } } } });
  expect(
    await found(
      {},
      {
        ".gitignore": "node_modules/\n.env\n",
        "package.json": other,
        "package-lock.json": lock,
        "src/main.ts": program,
      },
    ),
  ).toEqual([]);
});

it("is content with a test whose name is only whole when it runs", async () => {
  const text = String(test("finishes", finishes)["tests/notes.test.ts"]).replace(
    '"finishes"',
    `\`finishes \${String(1)} of them\``,
  );
  const written = seen({ "tests/notes.test.ts": text }, "finishes … of them");
  expect(await found(base, { ...withFinish, ...written })).toEqual([]);
});
