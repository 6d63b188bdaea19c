import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readLedger } from "../ledger/index.js";
import { commitAll, makeTestsIn, notebook, notes, projectFolder, put, requirement } from "../scenario.js";
import { recordClosed, recordTests } from "./index.js";

const feature = requirement("REQ-FEAT-ARCHIVE-NOTE", 'THE SYSTEM SHALL offer "Archive note": puts it away.', [
  "WHEN an editor archives a note THE SYSTEM SHALL say that it is archived",
]);
const file = "acceptance/archive-note.test.ts";
const test = `${file} > REQ-FEAT-ARCHIVE-NOTE/1: ${feature.criteria[0]}`;

/** As a person would write the criterion, before there is a command. */
const written = `expect(there, missing).toContain(feature);
  const app = await testSystem(blueprint);
  const { body } = await app.as({ roles: ["editor"] }).post("/v1/notes/archive-note", {});
  await app.stop();
  expect(body.data).toEqual({ archived: true });`;

const command = `.command("archiveNote", {
  access: role("editor"),
  output: { archived: boolean() },
  async run() {
    return { archived: true };
  },
})`;

/** One folder for all: each test goes on from where the one before it came to. */
describe("a feature that comes after its test", () => {
  let folder = "";
  const at: { red: string; green: string } = { red: "", green: "" };
  const record = (...given: readonly string[]) => recordTests(folder, given, { isSilent: true });
  const edit = (path: string, change: (content: string) => string) =>
    put(folder, path, change(readFileSync(join(folder, path), "utf8")));

  let remove = () => {};
  beforeAll(() => {
    folder = projectFolder(
      {
        "blueprint.ts": notebook,
        "services/notes.ts": `${notes};\n`,
        "vitest.config.ts":
          "export default { resolve: { preserveSymlinks: true }, test: { testTimeout: 60_000 } };\n",
      },
      [],
      (whenOver) => {
        remove = whenOver;
      },
    );
  });
  afterAll(() => remove());

  it("is told to be missing by name, which is red for the right reason", async () => {
    await makeTestsIn(folder, [feature]);
    put(
      folder,
      "acceptance/broken.test.ts",
      'import "./gone.js";\nimport { it } from "vitest";\nit("REQ-RULE-A/1: x", () => {});\n',
    );
    put(
      folder,
      "acceptance/breaks.test.ts",
      'import { it } from "vitest";\nit("REQ-RULE-B/1: x", () => { JSON.parse("{"); });\n',
    );
    put(
      folder,
      "acceptance/unwritten.test.ts",
      'import { it } from "vitest";\nit("REQ-RULE-C/1: x", () => { throw new Error("Not written yet: REQ-RULE-C/1"); });\nit.todo("REQ-RULE-C/2");\n',
    );
    put(
      folder,
      "tests/other.test.ts",
      'import { it } from "vitest";\nit("is no requirement\'s", () => {});\n',
    );
    edit(file, (source) =>
      source
        .replace(/expect\(there, missing\)[\s\S]*?\n {2}\);/, written)
        .replace("() => {\n  expect(there", "async () => {\n  expect(there")
        .replace(
          "import blueprint",
          'import { testSystem } from "@lintel/runtime/testing";\nimport blueprint',
        ),
    );
    at.red = await commitAll(folder);
    const recorded = await record(
      "acceptance/archive-note",
      "acceptance/br",
      "acceptance/unwritten",
      "tests",
    );
    expect(recorded).toMatchObject({
      commit: at.red,
      red: [
        {
          test,
          reason: expect.stringContaining(
            "REQ-FEAT-ARCHIVE-NOTE: the blueprint has nothing called archiveNote",
          ),
        },
      ],
      green: [],
      neverRed: [],
      unwritten: [{ test: expect.stringContaining("REQ-RULE-C/1") }],
      skipped: [{ test: expect.stringContaining("REQ-RULE-C/2") }],
    });
    expect(recorded.wrong.map((one) => one.test)).toEqual([
      "acceptance/breaks.test.ts > REQ-RULE-B/1: x",
      "acceptance/broken.test.ts > REQ-RULE-A/1: x",
    ]);
    expect(recorded.wrong[1]?.reason).toMatch(/gone/);
    expect(readLedger(folder).entries).toMatchObject([{ test, red: { commit: at.red } }]);
  });

  it("is green when it is there: the ledger has red at X and green at Y", async () => {
    put(folder, "services/notes.ts", `${notes.replace("{ anyone,", "{ anyone, boolean,")}${command};\n`);
    at.green = await commitAll(folder);
    const recorded = await record("acceptance/archive-note");
    expect(recorded).toMatchObject({ commit: at.green, red: [], green: [{ test }], neverRed: [], wrong: [] });
    expect(readLedger(folder).entries).toMatchObject([
      {
        requirement: "REQ-FEAT-ARCHIVE-NOTE/1",
        test,
        red: { commit: at.red, reason: expect.stringContaining("AssertionError") },
        green: { commit: at.green },
      },
    ]);
    expect(at.red).not.toBe(at.green);
  });

  it("changes nothing in the ledger when it is seen again, and tells of what is not committed", async () => {
    const before = readFileSync(join(folder, "ai/memory-bank/test-ledger.json"), "utf8");
    put(folder, "notes.txt", "not committed");
    const recorded = await record("acceptance/archive-note");
    expect(recorded).toMatchObject({ commit: `${at.green}+`, red: [], green: [], neverRed: [] });
    expect(readFileSync(join(folder, "ai/memory-bank/test-ledger.json"), "utf8")).toBe(before);
  });

  it("has to be seen red again when its test says something else, and so has a test that was only ever green", async () => {
    edit(
      file,
      (source) =>
        `${source.replace("archived: true", "archived: true as unknown")}\nit("REQ-RULE-D/1: new", () => {\n  expect(1).toBe(1);\n});\n`,
    );
    const { neverRed, green } = await record("acceptance/archive-note");
    expect(green).toEqual([]);
    expect(neverRed).toMatchObject([
      { test, changed: true },
      { test: expect.stringContaining("REQ-RULE-D/1"), changed: false },
    ]);
    expect(readLedger(folder).entries).toHaveLength(1);
  });
});

it("sees tests of the blueprint red with every address closed, and no test of a requirement", async () => {
  const folder = projectFolder({
    "blueprint.ts": notebook,
    "services/notes.ts": `${notes};\n`,
    "vitest.config.ts":
      "export default { resolve: { preserveSymlinks: true }, test: { testTimeout: 60_000 } };\n",
  });
  await makeTestsIn(folder);
  const file = "acceptance/notes-note.test.ts";
  const source = readFileSync(join(folder, file), "utf8");
  const [, own = ""] = /it\("ACCESS notes\.note\.read: allows anonymous"([\s\S]*?\n\}\);)/.exec(source) ?? [];
  put(folder, file, `${source}\nit("REQ-RULE-A/1, ACCESS notes.note.read: for all"${own}\n`);
  const { red, green } = await recordClosed(folder, [], { isSilent: true });
  expect(red.length).toBeGreaterThan(15);
  expect(green).toEqual([]);
  const { entries } = readLedger(folder);
  expect(entries.filter(({ test }) => test.includes("REQ-"))).toEqual([]);
  expect(entries[0]?.red.reason).toMatch(/^With every address closed: AssertionError/);

  const then = await recordTests(folder, [], { isSilent: true });
  expect(then.green).toHaveLength(red.length);
  expect(then.neverRed).toMatchObject([{ test: expect.stringContaining("REQ-RULE-A/1") }]);
});

describe("what cannot be recorded", () => {
  it("is told where the project has no tests to run", async () => {
    const folder = projectFolder({});
    await expect(recordTests(folder, ["--bogus-option"], { isSilent: true })).rejects.toMatchObject({
      code: "TESTS_DID_NOT_RUN",
      message: expect.stringMatching(/bogus/i),
    });
  });
});
