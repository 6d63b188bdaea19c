import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openBrief, requirementsOf, saveBrief } from "../../brief/index.js";
import { changed, completeBrief, confirmed } from "../../gate/scenario.js";
import { notebook, notes, projectFolder } from "../../practice/scenario.js";
import { lintel } from "../scenario.js";

const files = { "blueprint.ts": notebook, "services/notes.ts": `${notes};\n` };

function briefIn(folder: string) {
  const stored = openBrief(folder);
  if (stored.state === "missing") throw new Error("There is no brief.");
  return stored.brief;
}

describe("lintel tests", () => {
  it("is refused until a person has confirmed the brief", async () => {
    const cwd = projectFolder(files);
    expect((await lintel(["tests", "--json"], { cwd })).json()).toMatchObject({
      error: { code: "BRIEF_MISSING" },
    });
    saveBrief(cwd, completeBrief());
    const { code, stderr } = await lintel(["tests"], { cwd });
    expect([code, stderr]).toEqual([1, expect.stringContaining("BRIEF_UNCONFIRMED")]);
    expect((await lintel(["tests", "--record"], { cwd })).stderr).toContain("BRIEF_UNCONFIRMED");
  });

  it("covers what the brief and the blueprint ask for, and is stale when an answer changes", async () => {
    const cwd = projectFolder(files);
    saveBrief(cwd, confirmed(completeBrief()));
    const before = await lintel(["review", "--json"], { cwd });
    expect(before.code).toBe(1);
    expect(before.json<{ gaps: unknown[] }>().gaps.length).toBeGreaterThan(10);

    const first = await lintel(["tests"], { cwd });
    expect(first.stdout).toMatch(
      /created {4}acceptance\/notes-note\.test\.ts\n[\s\S]*next: lintel tests --record/,
    );
    const { derived } = briefIn(cwd);
    expect(derived).toMatchObject([
      { kind: "tests", path: "acceptance", from: { "scope.features": expect.any(String) } },
    ]);

    const data = readFileSync(join(cwd, "ai/memory-bank/project-brief.json"), "utf8");
    const again = await lintel(["tests", "--json"], { cwd });
    expect(again.json()).toMatchObject({ created: [], updated: [], kept: [], superseded: [] });
    expect(readFileSync(join(cwd, "ai/memory-bank/project-brief.json"), "utf8")).toBe(data);

    const after = await lintel(["review", "--json"], { cwd });
    expect(after.json()).toMatchObject({ gaps: [], stale: [], unreadable: [], derived: [] });
    expect(after.code).toBe(0);

    const brief = briefIn(cwd);
    const other = changed(brief, "performance.latency", "read p99 under 90 ms, write p99 under 400 ms");
    saveBrief(cwd, confirmed(other));
    const stale = await lintel(["review"], { cwd });
    expect(stale.code).toBe(1);
    expect(stale.stdout).toContain("tests in acceptance: performance.latency");
    await lintel(["tests"], { cwd });
    expect((await lintel(["review"], { cwd })).code).toBe(0);
    expect(requirementsOf(briefIn(cwd)).length).toBeGreaterThan(10);
  });

  it("takes what Vitest is told with --record alone", async () => {
    const { code, stderr } = await lintel(["tests", "acceptance/a.test.ts"], { cwd: projectFolder(files) });
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining("lintel tests --record -- acceptance/a.test.ts"),
    ]);
  });

  it("records what it sees, and ends with 1 where a test is green that was never red", async () => {
    const cwd = projectFolder({
      ...files,
      "blueprint.ts": notebook.replace("version: 1,", 'version: 1, brief: { off: "for a test" },'),
      "acceptance/a.test.ts":
        'import { expect, it } from "vitest";\nit("REQ-RULE-A/1: x", () => expect(1).toBe(2));\n',
      "acceptance/b.test.ts":
        'import { expect, it } from "vitest";\nit("REQ-RULE-B/1: x", () => expect(1).toBe(1));\n',
    });
    const red = await lintel(["tests", "--record", "--", "acceptance/a.test.ts"], { cwd });
    expect([red.code, red.stdout]).toEqual([
      0,
      expect.stringMatching(/^seen red\n {2}acceptance\/a\.test\.ts > REQ-RULE-A/),
    ]);
    const green = await lintel(["tests", "--record", "--json", "--", "acceptance/b.test.ts"], { cwd });
    expect(green.code).toBe(1);
    expect(green.json()).toMatchObject({ neverRed: [{ test: "acceptance/b.test.ts > REQ-RULE-B/1: x" }] });
  });
});
