import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { guard } from "../guard/index.js";
import {
  commitAll,
  complaints,
  makeTestsIn,
  notebook,
  notes,
  projectFolder,
  put,
  requirement,
} from "../scenario.js";
import { findTests } from "../suite/index.js";

const placeOrder = requirement("REQ-FEAT-PLACE-ORDER", 'THE SYSTEM SHALL offer "Place order": buys.', [
  "WHEN a customer places an order THE SYSTEM SHALL reserve its stock",
  "IF stock is short THEN THE SYSTEM SHALL refuse the order",
]);
const notebookFiles = { "blueprint.ts": notebook, "services/notes.ts": `${notes};\n` };
const read = (folder: string, file: string) => readFileSync(join(folder, file), "utf8");
const namesIn = (folder: string, file: string) =>
  findTests(file, read(folder, file)).tests.map(({ titles }) => titles.at(-1));

describe("lintel tests", () => {
  it("writes a file a feature and a subject, that compile and are laid out", async () => {
    const folder = projectFolder(notebookFiles);
    const { created } = await makeTestsIn(folder, [
      placeOrder,
      requirement("REQ-RULE-STOCK", "x", ["THE SYSTEM SHALL never sell more than there is"]),
      requirement("REQ-METRIC-ORDERS-LOST", "THE SYSTEM SHALL lose no order"),
      { ...requirement("REQ-FEAT-GIFTS", 'NOT "Gifts": x', ["a"]), priority: "P3" },
      { ...requirement("REQ-PLAN-001", "THE SYSTEM SHALL be released"), category: "constraints" },
    ]);
    expect(created).toEqual([
      "acceptance/place-order.test.ts",
      "acceptance/rules.test.ts",
      "acceptance/metrics.test.ts",
      "acceptance/notes-note.test.ts",
    ]);
    expect(await complaints(folder)).toBe("");
    expect(namesIn(folder, "acceptance/place-order.test.ts")).toEqual([
      `REQ-FEAT-PLACE-ORDER/1: ${placeOrder.criteria[0]}`,
      `REQ-FEAT-PLACE-ORDER/2: ${placeOrder.criteria[1]}`,
    ]);
    expect(namesIn(folder, "acceptance/metrics.test.ts")).toEqual([
      "REQ-METRIC-ORDERS-LOST: THE SYSTEM SHALL lose no order",
    ]);
    const names = namesIn(folder, "acceptance/notes-note.test.ts");
    expect(names).toEqual(
      expect.arrayContaining([
        "ACCESS notes.note.read: allows anonymous",
        "ACCESS notes.note.create: refuses anonymous",
        "ACCESS notes.note.create: refuses somebody else who is signed in",
        "ACCESS notes.note.create: allows whoever has the role editor",
        "LIMIT notes.note.body: takes 1 character",
        "LIMIT notes.note.body: refuses an empty text",
        "LIMIT notes.note.body: takes 20 characters",
        "LIMIT notes.note.body: refuses 21 characters",
      ]),
    );
    expect(new Set(names).size).toBe(names.length);
  });

  it("writes what the guard lets pass", async () => {
    const dependencies = { "@lintel/runtime": "0.1.0", vitest: "4.1.12" };
    const folder = projectFolder({
      ...notebookFiles,
      "package.json": JSON.stringify({ type: "module", dependencies }),
    });
    await makeTestsIn(folder, [
      placeOrder,
      requirement("REQ-METRIC-ORDERS-LOST", "THE SYSTEM SHALL lose no order"),
    ]);
    await commitAll(folder);
    const { findings } = await guard(folder, { kind: "all" });
    expect(findings.filter(({ file }) => file.startsWith("acceptance/"))).toEqual([]);
  });

  it("escapes whatever names and criteria hold", async () => {
    const hostile = [
      "quotes \" and ' and ` and both \"'",
      "back\\slash, $" + "{process.exit(1)} and */ /* // <!--",
      "two\nlines\r\nand\u2028more\u0000\u0007",
      "\u202eright to left\u202c \ud800 half",
      "名前 и имя \u{1f600}",
      "x".repeat(5_000),
    ];
    const folder = projectFolder(notebookFiles);
    await makeTestsIn(
      folder,
      hostile.map((text, at) =>
        requirement(`REQ-FEAT-F${at}`, `THE SYSTEM SHALL offer "${text}": x`, [text, `WHEN ${text}`]),
      ),
    );
    expect(await complaints(folder)).toBe("");
    const { created } = await makeTestsIn(folder, []);
    expect(created).toEqual([]);
  });

  it("changes nothing the second time, and keeps edited files byte for byte", async () => {
    const folder = projectFolder(notebookFiles);
    const first = await makeTestsIn(folder, [placeOrder]);
    const again = await makeTestsIn(folder, [placeOrder]);
    expect([again.created, again.updated, again.unchanged]).toEqual([[], [], first.created]);

    const file = "acceptance/place-order.test.ts";
    const edited = read(folder, file).replace(
      / {2}throw new Error\([\s\S]*?\n {2}\);/,
      "  expect(1).toBe(1);",
    );
    put(folder, file, edited);
    const more = {
      ...placeOrder,
      criteria: [...placeOrder.criteria, "WHEN it is dark THE SYSTEM SHALL glow"],
    };
    const third = await makeTestsIn(folder, [more]);
    expect(read(folder, file)).toBe(edited);
    const beside = "acceptance/place-order-2.test.ts";
    expect(third.created).toEqual([beside]);
    expect(third.kept).toEqual([
      { file, missing: ["REQ-FEAT-PLACE-ORDER/3: WHEN it is dark THE SYSTEM SHALL glow"], to: beside },
    ]);
    expect(namesIn(folder, beside)).toEqual(third.kept[0]?.missing);
    const fourth = await makeTestsIn(folder, [more]);
    expect([fourth.created, fourth.updated]).toEqual([[], []]);
    expect(await complaints(folder)).toBe("");
  });

  it("leaves a person's file of the same name alone, and counts what it tests already, wherever that is", async () => {
    const folder = projectFolder(notebookFiles);
    const own = 'import { it } from "vitest";\n\nit("REQ-FEAT-PLACE-ORDER/2: my way", () => {});\n';
    put(folder, "acceptance/notes-note.test.ts", own);
    const { created } = await makeTestsIn(folder, [placeOrder]);
    expect(read(folder, "acceptance/notes-note.test.ts")).toBe(own);
    expect(created).toEqual(["acceptance/place-order.test.ts", "acceptance/notes-note-2.test.ts"]);
    expect(namesIn(folder, "acceptance/place-order.test.ts")).toHaveLength(1);
  });

  it("makes anew what nobody edited, and tells of files that nothing asks for any more", async () => {
    const folder = projectFolder(notebookFiles);
    await makeTestsIn(folder, [placeOrder]);
    const reworded = { ...placeOrder, criteria: ["WHEN asked THE SYSTEM SHALL do it"] };
    const { updated, created } = await makeTestsIn(folder, [reworded]);
    expect([updated, created]).toEqual([["acceptance/place-order.test.ts"], []]);
    const { superseded } = await makeTestsIn(folder, []);
    expect(superseded).toEqual(["acceptance/place-order.test.ts"]);
  });

  it("takes a file with other line ends for unedited", async () => {
    const folder = projectFolder(notebookFiles);
    const { created } = await makeTestsIn(folder);
    const [file = ""] = created;
    put(folder, file, read(folder, file).replaceAll("\n", "\r\n"));
    expect((await makeTestsIn(folder)).unchanged).toEqual(created);
  });

  it("says where a file of tests cannot be read, and writes nothing", async () => {
    const folder = projectFolder(notebookFiles);
    put(folder, "acceptance/mine.test.ts", '\n\nit("a", () => {');
    await expect(makeTestsIn(folder)).rejects.toMatchObject({
      code: "TESTS_UNREADABLE",
      where: expect.stringMatching(/^acceptance\/mine\.test\.ts:\d$/),
    });
  });

  it("says which service has no name to be imported by", async () => {
    const folder = projectFolder({
      "blueprint.ts": notebook
        .replace("[notes]", '[notes, service("other", { entities: {} })]')
        .replace("{ system }", "{ service, system }"),
      "services/notes.ts": `${notes};\n`,
    });
    await expect(makeTestsIn(folder)).rejects.toMatchObject({
      code: "SERVICE_NOT_EXPORTED",
      message: expect.stringContaining('"other"'),
    });
  });
});

it("the tests of a project as it is begun, and of a shop, compile and are laid out", async () => {
  const shop = "examples/commerce";
  const parts = ["blueprint.ts", "services", "rules", "data", "seed.ts"].map((part) => `${shop}/${part}`);
  const begun = "packages/architect/templates/project";
  const folders = [
    projectFolder({ "package.json": '{ "type": "module" }' }, [`${begun}/services`, `${begun}/blueprint.ts`]),
    projectFolder({}, parts),
  ];
  const [template = "", commerce = ""] = folders;
  writeFileSync(
    join(template, "blueprint.ts"),
    read(template, "blueprint.ts")
      .replaceAll("{{name}}", "begun")
      .replace(/\{\{brief\}\}/g, ""),
  );
  mkdirSync(join(commerce, "acceptance"), { recursive: true });
  for (const folder of folders) {
    expect((await makeTestsIn(folder)).created.length).toBeGreaterThan(2);
    expect(await complaints(folder)).toBe("");
  }
});
