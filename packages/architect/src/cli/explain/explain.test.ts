import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { saveBrief } from "../../brief/index.js";
import { completeBrief, confirmed } from "../../gate/scenario.js";
import { lintel, projectWith } from "../scenario.js";

const blueprint = `import { anyone, entity, service, system, text } from "@lintel/runtime";
const books = service("books", { entities: { book: entity({ title: text() }, { access: { read: anyone } }) } });
export default system("reading-room", { version: 1, services: [books] });
`;

function project(files: { readonly [path: string]: string } = {}): string {
  const cwd = projectWith(files);
  saveBrief(cwd, confirmed(completeBrief("Reading room")));
  return cwd;
}

const explain = (cwd: string, ...words: readonly string[]) => lintel(["explain", ...words], { cwd });

describe("lintel explain", () => {
  it("explains from the brief alone, with what is typed next, in lines that fit", async () => {
    const { code, stdout } = await explain(project(), "REQ-PERF-001");
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^REQ-PERF-001 {2}requirement[\s\S]*Where it comes from[\s\S]*answered: [\s\S]*Confirmed by A person[\s\S]*What would change it[\s\S]*lintel brief change performance\.load/,
    );
    for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  });

  it("tells a name of the blueprint with its line, and documents that name it", async () => {
    const cwd = project({ "blueprint.ts": blueprint });
    mkdirSync(join(cwd, "docs/architecture"), { recursive: true });
    writeFileSync(join(cwd, "docs/architecture/database.md"), "# The database\n\nThe table books.books.\n");
    const { code, stdout } = await explain(cwd, "table", "books");
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/^books\.book {2}entity[\s\S]*blueprint\.ts:2[\s\S]*database\.md: Names it/),
    ]);
  });

  it("goes on without a blueprint that cannot be read, and says so", async () => {
    const cwd = project({ "blueprint.ts": "export default 5 +;\n" });
    const { code, stdout, stderr } = await explain(cwd, "style");
    expect([code, stdout, stderr]).toEqual([
      0,
      expect.stringMatching(/^style {2}decision/),
      expect.stringMatching(/The blueprint cannot be read.*BLUEPRINT_SYNTAX \(blueprint\.ts:1/),
    ]);
  });

  it("gives all of it as JSON", async () => {
    const { code, json } = await lintel(["explain", "performance.load", "--json"], { cwd: project() });
    expect(code).toBe(0);
    expect(json()).toMatchObject({
      found: "one",
      isDesigned: false,
      explanation: {
        subject: { kind: "question", id: "performance.load" },
        dependents: expect.arrayContaining([expect.objectContaining({ kind: "decisions" })]),
      },
    });
  });

  it("lists what is spelled alike or meant as well, and ends with 2", async () => {
    const cwd = project();
    const unknown = await explain(cwd, "consistncy");
    expect([unknown.code, unknown.stdout, unknown.stderr]).toEqual([
      2,
      "",
      expect.stringMatching(
        /SUBJECT_UNKNOWN[\s\S]*decision consistency[\s\S]*next: lintel explain decision consistency/,
      ),
    ]);
    const several = await explain(cwd, "identity");
    expect([several.code, several.stderr]).toEqual([
      2,
      expect.stringMatching(/SUBJECT_AMBIGUOUS[\s\S]*identity people[\s\S]*identity machines/),
    ]);
    const json = await lintel(["explain", "\u001b[31mxyzzy", "--json"], { cwd });
    expect(json.json()).toMatchObject({ error: { code: "SUBJECT_UNKNOWN" } });
    expect((await explain(cwd, "\u001b[31mxyzzy")).stderr).not.toContain("\u001b");
  });

  it("says what to type where there is no brief, and shows examples", async () => {
    const missing = await explain(projectWith({}), "style");
    expect([missing.code, missing.stderr]).toEqual([1, expect.stringContaining("BRIEF_MISSING")]);
    const help = await explain(project(), "--help");
    expect(help.stdout).toMatch(/Examples:\n {2}lintel explain REQ-PERF-002/);
    expect((await explain(project())).code).toBe(2);
  });
});
