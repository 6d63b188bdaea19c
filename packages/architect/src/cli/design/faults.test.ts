import { spawnSync } from "node:child_process";
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { openBrief, withBriefLock } from "../../brief/index.js";
import { lintel } from "../scenario.js";
import { begun, change, design, designedOnce, edit, filesOf, moreProducts } from "./scenario.js";

const copy = designedOnce();

/** Options of Node by which a process kills itself before it puts a file in its place for the nth time. */
function dyingAt(renaming: number): { readonly NODE_OPTIONS: string } {
  const program = `
    import fs from "node:fs";
    import { syncBuiltinESMExports } from "node:module";
    const real = fs.renameSync;
    let times = 0;
    fs.renameSync = (...given) => {
      if (++times === ${renaming}) process.kill(process.pid, "SIGKILL");
      return real(...given);
    };
    syncBuiltinESMExports();`;
  return { NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(program)}` };
}

describe("lintel design that is cut short", { timeout: 240_000 }, () => {
  // The journal, a file of the draft, the data of the design, documents, the brief.
  it.each([2, 6, 40])("is finished by the next, killed before renaming %i", async (renaming) => {
    const whole = filesOf(copy());
    const cwd = begun();
    const cut = await lintel(["design"], { cwd, env: dyingAt(renaming) });
    expect(cut.code).toBe(null);
    expect(openBrief(cwd)).toMatchObject({ state: "there", edits: [] });
    const next = await design(cwd, "--json");
    expect([next.code, next.stderr]).toEqual([0, ""]);
    expect(filesOf(cwd)).toEqual(whole);
    expect(readdirSync(join(cwd, ".lintel"))).toEqual([".gitignore"]);
  });

  it("applies a proposal whole, and keeps what a person edited, killed amid it", async () => {
    const cwd = copy();
    moreProducts(cwd);
    edit(cwd, "blueprint.ts", (text) => `// Mine.\n${text}`);
    const other = mkdtempSync(join(tmpdir(), "lintel-apply-"));
    onTestFinished(() => rmSync(other, { recursive: true, force: true }));
    cpSync(cwd, other, { recursive: true, verbatimSymlinks: true });
    expect((await lintel(["design", "--apply"], { cwd, env: dyingAt(2) })).code).toBe(null);
    expect((await design(cwd, "--apply")).code).toBe(0);
    expect((await design(other, "--apply")).code).toBe(0);
    expect(filesOf(cwd)).toEqual(filesOf(other));
    expect(filesOf(cwd)["blueprint.ts"]).toMatch(/^\/\/ Mine\.\n/);
  });
});

describe("lintel design", { timeout: 240_000 }, () => {
  it("waits for nobody: while another writes, it says who, and changes nothing", async () => {
    const cwd = copy();
    change(cwd, "performance.load", (said) => said.replace("peak 100", "peak 110"));
    const before = filesOf(cwd);
    await withBriefLock(cwd, async () => {
      const { code, stderr } = await design(cwd);
      expect([code, stderr]).toEqual([1, expect.stringContaining(`process ${process.pid}`)]);
      expect(stderr).toContain("BRIEF_BUSY");
    });
    const { "ai/memory-bank/project-brief.lock": _, ...after } = filesOf(cwd);
    expect(after).toEqual(before);
  });

  it("comes to one design where two run at once", async () => {
    const cwd = begun();
    const both = await Promise.all([design(cwd), design(cwd)]);
    for (const { code, stderr } of both)
      expect([code, code === 0 || stderr.includes("BRIEF_BUSY")]).toEqual([code, true]);
    expect(both.some(({ code }) => code === 0)).toBe(true);
    expect((await design(cwd)).code).toBe(0);
    expect(filesOf(cwd)).toEqual(filesOf(copy()));
  });

  it("refuses data that were changed by hand, by line, and touches nothing", async () => {
    const cwd = copy();
    edit(cwd, "ai/memory-bank/design.json", (text) =>
      text.replace('"status": "accepted"', '"status": "withdrawn"'),
    );
    const before = filesOf(cwd);
    const { code, stderr } = await design(cwd);
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/DESIGN_EDITED {2}ai\/memory-bank\/design\.json:\d+/),
    ]);
    expect((await lintel(["check"], { cwd })).stderr).toContain("DESIGN_EDITED");
    appendFileSync(join(cwd, "ai/memory-bank/design.json"), "x");
    expect((await design(cwd, "--documents")).stderr).toContain("DESIGN_UNREADABLE");
    edit(cwd, "ai/memory-bank/design.json", () => before["ai/memory-bank/design.json"] ?? "");
    expect(filesOf(cwd)).toEqual(before);
  });

  it("says that nothing was changed only where that is so", async () => {
    const cwd = begun();
    writeFileSync(join(cwd, "docs"), "A person's own file.\n");
    const first = await design(cwd);
    expect([first.code, first.stderr]).toEqual([1, expect.stringContaining("DESIGN_NOT_WRITABLE")]);
    expect(first.stderr.replace(/\s+/g, " ")).toContain("Some files are in their places");
    expect(existsSync(join(cwd, "ai/memory-bank/design.json"))).toBe(true);
    const before = filesOf(cwd);
    const second = await design(cwd);
    expect(second.stderr.replace(/\s+/g, " ")).toContain("Nothing was changed.");
    expect(filesOf(cwd)).toEqual(before);
    rmSync(join(cwd, "docs"));
    expect((await design(cwd)).code).toBe(0);
    expect(filesOf(cwd)).toEqual(filesOf(copy()));
  });

  it("changes nothing on a disk that is full, and goes on when there is room", async ({ skip }) => {
    const source = begun();
    const cwd = mkdtempSync(join(tmpdir(), "lintel-full-"));
    onTestFinished(() => rmSync(cwd, { recursive: true, force: true }));
    const mount = (...options: readonly string[]) => spawnSync("mount", [...options, cwd]).status;
    if (mount("-t", "tmpfs", "-o", "size=420k", "tmpfs") !== 0) return skip("mounting a tmpfs needs root");
    onTestFinished(() => void spawnSync("umount", ["--lazy", cwd]));
    cpSync(source, cwd, { recursive: true, verbatimSymlinks: true });
    mkdirSync(join(cwd, "docs"), { recursive: true });
    const { code, stderr } = await design(cwd);
    expect([code, stderr]).toEqual([1, expect.stringMatching(/DISK_FULL[\s\S]*df -h/)]);
    expect(openBrief(cwd)).toMatchObject({ state: "there", edits: [] });
    expect(existsSync(join(cwd, ".lintel/design-writing"))).toBe(false);
    expect(mount("-o", "remount,size=64m")).toBe(0);
    expect((await design(cwd)).code).toBe(0);
    expect(filesOf(cwd)).toEqual(filesOf(copy()));
  });
});
