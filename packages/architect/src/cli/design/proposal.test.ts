import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  change,
  design,
  designedOnce,
  draftedIn,
  edit,
  filesOf,
  isThere,
  moreProducts,
  read,
} from "./scenario.js";

const copy = designedOnce();

interface Proposed {
  readonly kind: string;
  readonly path: string;
  readonly diff: string;
}
interface Result {
  readonly draft: { readonly outcome: string; readonly files: readonly Proposed[] };
}

/** What is proposed, as data; nothing is touched by asking. */
async function proposalIn(cwd: string): Promise<readonly Proposed[]> {
  const { draft } = (await design(cwd, "--json")).json<Result>();
  return draft.files ?? [];
}

/** The first line that a proposal takes out of a file. */
const takenOut = ({ diff }: Proposed) => /^-(?!--)(.*)$/m.exec(diff)?.[1] ?? "";

describe("a second lintel design", { timeout: 240_000 }, () => {
  it("proposes, touches no drafted file, and takes the proposal with --apply", async () => {
    const cwd = copy();
    moreProducts(cwd);
    const before = filesOf(cwd);
    const { code, stdout } = await design(cwd);
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/proposed[\s\S]*nothing was touched[\s\S]*lintel design --apply/),
    ]);
    expect(stdout).toMatch(/^--- a\/\S+\n\+\+\+ b\/\S+\n@@ /m);
    for (const path of draftedIn(cwd)) expect([path, read(cwd, path)]).toEqual([path, before[path]]);

    const dry = await design(cwd, "--apply", "--dry-run");
    expect(dry.stdout).toMatch(/would be applied/);
    const applied = await design(cwd, "--apply");
    expect([applied.code, applied.stdout]).toEqual([
      0,
      expect.stringContaining("changed, and nobody edited it"),
    ]);
    expect(draftedIn(cwd).some((path) => read(cwd, path) !== before[path])).toBe(true);
    expect(await proposalIn(cwd)).toEqual([]);
  });

  it("merges what a person edited elsewhere in the file", async () => {
    const cwd = copy();
    moreProducts(cwd);
    const [first] = await proposalIn(cwd);
    if (!first) return expect.unreachable("Nothing was proposed.");
    const edited = edit(cwd, first.path, (text) => `// A line of mine.\n\n\n\n${text}`);
    expect(await proposalIn(cwd)).toMatchObject([{ kind: "merge", path: first.path }]);
    expect(read(cwd, first.path)).toBe(edited);
    expect((await design(cwd, "--apply")).code).toBe(0);
    const merged = read(cwd, first.path);
    expect(merged.startsWith("// A line of mine.\n")).toBe(true);
    expect(merged).not.toContain(takenOut(first));
    expect(await proposalIn(cwd)).toEqual([]);
  });

  it("leaves what both changed, names file and line, and is settled by what the person does", async () => {
    const cwd = copy();
    moreProducts(cwd);
    const [first] = await proposalIn(cwd);
    if (!first) return expect.unreachable("Nothing was proposed.");
    const line = takenOut(first);
    const edited = edit(cwd, first.path, (text) => text.replace(line, `${line} // mine`));
    const at = edited.slice(0, edited.indexOf("// mine")).split("\n").length;

    const refused = await design(cwd, "--apply");
    expect([refused.code, refused.stdout]).toEqual([1, expect.stringContaining(`${first.path}:${at}`)]);
    expect(refused.stdout).toContain(`--keep ${first.path}`);
    expect(read(cwd, first.path)).toBe(edited);
    // It is told again until it is settled.
    expect(await proposalIn(cwd)).toMatchObject([{ kind: "both-changed", path: first.path }]);

    expect((await design(cwd, "--apply", "--keep", first.path)).code).toBe(0);
    expect(read(cwd, first.path)).toBe(edited);
    expect(await proposalIn(cwd)).toEqual([]);
  });

  it("leaves away what a person took away, and tells that its draft changed", async () => {
    const cwd = copy();
    moreProducts(cwd);
    const [first] = await proposalIn(cwd);
    if (!first) return expect.unreachable("Nothing was proposed.");
    const text = read(cwd, first.path);
    // The blueprint goes on without it.
    writeFileSync(join(cwd, "mine.ts"), text.replaceAll("../", "./"));
    rmSync(join(cwd, first.path));
    edit(cwd, "blueprint.ts", (blueprint) =>
      blueprint.replace(`./${first.path.replace(/\.ts$/, ".js")}`, "./mine.js"),
    );
    expect((await proposalIn(cwd)).find(({ path }) => path === first.path)).toMatchObject({
      kind: "taken-away",
    });
    expect((await design(cwd, "--apply")).code).toBe(1);
    expect(isThere(cwd, first.path)).toBe(false);
    await design(cwd, "--apply", "--keep", first.path);
    expect(isThere(cwd, first.path)).toBe(false);
    expect((await proposalIn(cwd)).filter(({ path }) => path === first.path)).toEqual([]);
  });

  it("drafts anew where a person took all of it away", async () => {
    const cwd = copy();
    const drafted = draftedIn(cwd);
    const before = filesOf(cwd);
    for (const path of drafted) rmSync(join(cwd, path));
    const { json } = await design(cwd, "--json");
    expect(json<Result>().draft).toMatchObject({ outcome: "written", files: drafted });
    expect(filesOf(cwd)).toEqual(before);
  });

  it("tells of decisions that changed, and keeps the records of those before", async () => {
    const cwd = copy();
    const before = filesOf(cwd);
    change(cwd, "deployment.recovery", (said) => said.replace(/99(\.\d+)? ?%/, "99.95 %"));
    expect((await design(cwd)).code).toBe(0);
    const after = filesOf(cwd);
    const records = Object.keys(before).filter((path) => /decisions\/\d{4}-/.test(path));
    expect(Object.keys(after)).toEqual(expect.arrayContaining(records));
    const changed = records.filter((path) => before[path] !== after[path]);
    expect(changed.length).toBeGreaterThan(0);
    expect(changed.length).toBeLessThan(records.length);
    for (const path of changed) expect(after[path]).toMatch(/## History\n\n- \d{4}-\d\d-\d\d: decided\.\n- /);
  });
});
