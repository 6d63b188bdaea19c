import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { lintel, projectWith } from "../scenario.js";

const caseAt = (name: string) =>
  readFileSync(fileURLToPath(new URL(`../../brief/import/cases/${name}`, import.meta.url)), "utf8");

it("fills in a brief, says from which line each was taken, confirms nothing, and says what will be asked", async () => {
  const cwd = projectWith({ "docs/spec.md": caseAt("plain-shop.md") });
  const { code, stdout, stderr } = await lintel(["import-brief", "docs/spec.md"], { cwd });
  expect([code, stderr]).toEqual([0, ""]);
  const line = stdout.replace(/\s+/g, " ");
  expect(line).toContain("Read as plain Markdown: docs/spec.md");
  expect(line).toContain(
    "performance.load: In use at once: 400. Usual load: 20 a second. Peak load: 100 a second. (docs/spec.md:51, 52)",
  );
  expect(line).toContain("integration.systems (docs/spec.md:47)");
  expect(line).toContain('docs/spec.md:20 "it should be quick"');
  expect(line).toMatch(/The interview will ask \d+ questions: scope.kind: /);
  expect(stdout).toMatch(/next:.* lintel interview\n$/);
  const document = readFileSync(join(cwd, "ai/memory-bank/project-brief.md"), "utf8");
  expect(document).toContain("Bicycle Shop Backend");
  expect(document).toContain("Place an order");

  const status = (await lintel(["brief", "status", "--json"], { cwd })).json();
  expect(JSON.stringify(status)).not.toContain('"confirmed":true');
});

it("never writes over an answer, and shows where the two differ", async () => {
  const cwd = projectWith({
    "spec.md": caseAt("plain-shop.md"),
    "answers.yaml": "performance.load: concurrent 1, usual 2 rps, peak 3 rps\n",
  });
  await lintel(["interview", "--from", "answers.yaml", "--partial"], { cwd });
  const first = (await lintel(["import-brief", ".", "--json"], { cwd })).json<{
    differing: unknown[];
    written: boolean;
  }>();
  expect(first).toMatchObject({
    written: true,
    differing: [{ question: "performance.load", brief: expect.stringContaining("3 per second") }],
  });
  const before = readFileSync(join(cwd, "ai/memory-bank/project-brief.md"), "utf8");
  const second = (await lintel(["import-brief", ".", "--json"], { cwd })).json();
  expect(second).toMatchObject({ written: false, taken: [] });
  expect(readFileSync(join(cwd, "ai/memory-bank/project-brief.md"), "utf8")).toBe(before);
});

it("reads every specification of a folder, and writes nothing where it is only asked", async () => {
  const cwd = projectWith({
    ".kiro/specs/booking/requirements.md": caseAt("kiro-booking.md"),
    ".kiro/specs/stock/requirements.md": caseAt("kiro-warehouse.md"),
    "node_modules/other/spec.md": "## Features\n- Nothing: of ours (P0)",
  });
  const told = (await lintel(["import-brief", ".", "--dry-run", "--json"], { cwd })).json();
  expect(told).toMatchObject({
    form: "kiro",
    written: false,
    files: [".kiro/specs/booking/requirements.md", ".kiro/specs/stock/requirements.md"],
    taken: expect.arrayContaining([
      expect.objectContaining({
        question: "scope.features",
        restated: expect.stringContaining("5 features"),
      }),
    ]),
  });
  expect((await lintel(["brief", "status"], { cwd })).code).not.toBe(0);
});

it("says what is wrong with a path and with what lies there", async () => {
  const cwd = projectWith({ "empty.md": "# Nothing\n\nreally", "folder/a.txt": "" });
  writeFileSync(join(cwd, "bytes.md"), Buffer.from([0xff, 0xfe, 0x00]));
  writeFileSync(join(cwd, "large.md"), "x".repeat(1_100_000));
  for (const [path, code, says] of [
    ["nowhere.md", "SPECIFICATION_UNREADABLE", "ENOENT"],
    ["folder", "SPECIFICATION_UNREADABLE", "no Markdown"],
    ["bytes.md", "SPECIFICATION_UNREADABLE", "UTF-8"],
    ["large.md", "SPECIFICATION_UNREADABLE", "1100000 bytes"],
    ["empty.md", "SPECIFICATION_UNKNOWN", "Nothing was recognised"],
  ] as const) {
    const told = (await lintel(["import-brief", path, "--json"], { cwd })).json();
    expect(told).toMatchObject({ error: { code, message: expect.stringContaining(says) } });
  }
});
