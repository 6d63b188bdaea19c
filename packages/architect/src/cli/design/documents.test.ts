import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openDesign, storedText } from "../../design/store/index.js";
import { lintel } from "../scenario.js";
import { change, design, designedOnce, edit, filesOf, isThere, moreProducts, read } from "./scenario.js";

const copy = designedOnce();
const check = (cwd: string) => lintel(["check"], { cwd });

describe("documents of a design", { timeout: 240_000 }, () => {
  it("are found stale by lintel check once the brief says something else, and rendered again", async () => {
    const cwd = copy();
    expect((await check(cwd)).code).toBe(0);
    change(cwd, "performance.load", (said) => said.replace("peak 100", "peak 110"));
    const stale = await check(cwd);
    expect([stale.code, stale.stdout]).toEqual([
      1,
      expect.stringMatching(
        /error {2}DOCUMENT_STALE[\s\S]*docs\/architecture\/[\s\S]*fix: lintel design --documents/,
      ),
    ]);
    expect((await design(cwd, "--documents")).code).toBe(0);
    expect((await check(cwd)).code).toBe(0);
  });

  it("are found stale once the blueprint says something else", async () => {
    const cwd = copy();
    edit(cwd, "blueprint.ts", (text) => text.replace(/version: 1/, "version: 2"));
    const { code, stdout } = await check(cwd);
    expect([code, stdout]).toEqual([1, expect.stringContaining("DOCUMENT_STALE")]);
  });

  it("are found missing, edited and left over, and rendered again without touching anything else", async () => {
    const cwd = copy();
    const before = filesOf(cwd);
    rmSync(join(cwd, "docs/architecture/system.md"));
    const edited = edit(cwd, "docs/architecture/README.md", (text) => `${text}\nMine.\n`);
    writeFileSync(join(cwd, "docs/architecture/notes.md"), "Mine.\n");
    const { code, stdout } = await check(cwd);
    expect([code, stdout]).toEqual([1, expect.stringMatching(/DOCUMENT_MISSING[\s\S]*system\.md/)]);
    expect(stdout).toMatch(/DOCUMENT_EDITED[\s\S]*README\.md/);
    expect(stdout).not.toContain("notes.md");
    const json = (await lintel(["check", "--json"], { cwd })).json<{
      errors: number;
      findings: { path: string }[];
    }>();
    expect([json.errors, json.findings.map(({ path }) => path).sort()]).toEqual([
      2,
      ["docs/architecture/README.md", "docs/architecture/system.md"],
    ]);

    expect((await design(cwd, "--documents")).stdout).toContain("docs/architecture/README.edited.md");
    expect(filesOf(cwd)).toEqual({
      ...before,
      "docs/architecture/README.edited.md": edited,
      "docs/architecture/notes.md": "Mine.\n",
    });
    expect((await check(cwd)).code).toBe(0);
  });

  it("take the words of another version for the same answers, and their records note nothing", async () => {
    const cwd = copy();
    const now = read(cwd, "ai/memory-bank/design.json");
    const stored = openDesign(cwd);
    if (!stored) throw new Error("Nothing is designed.");
    const before = stored.records.map((record) => ({
      ...record,
      decision: { ...record.decision, because: [{ says: "As it was once told.", from: [] }] },
    }));
    edit(cwd, "ai/memory-bank/design.json", () => storedText({ ...stored, records: before }));
    expect((await design(cwd, "--documents")).code).toBe(0);
    expect(read(cwd, "ai/memory-bank/design.json")).toBe(now);
    expect((await check(cwd)).code).toBe(0);
  });

  it("are rendered without a word on the draft", async () => {
    const cwd = copy();
    moreProducts(cwd);
    const blueprint = read(cwd, "blueprint.ts");
    const { stdout } = await design(cwd, "--documents");
    expect(stdout).not.toContain("proposed");
    expect(read(cwd, "blueprint.ts")).toBe(blueprint);
    expect(isThere(cwd, "docs/architecture/system.md")).toBe(true);
  });
});
