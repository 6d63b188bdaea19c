import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openBrief, saveBrief, staleOf } from "../../brief/index.js";
import { completeBrief, confirmed, without } from "../../gate/scenario.js";
import { projectWith } from "../scenario.js";
import { begun, change, design, draftedIn, edit, filesOf, isThere, read } from "./scenario.js";

const own = `import { anyone, entity, role, service, system, text } from "@lintel/runtime";
const book = entity({ title: text({ max: 200 }) }, { rows: 5_000, access: { read: anyone, write: role("librarian") } });
export default system("library", { version: 1, services: [service("books", { entities: { book } })] });
`;

interface Result {
  readonly dryRun: boolean;
  readonly services: readonly string[];
  readonly decisions: readonly { readonly id: string; readonly chosen: string; readonly record?: number }[];
  readonly provisional: readonly { readonly question: string }[];
  readonly draft: {
    readonly outcome: string;
    readonly files: readonly string[];
    readonly madeRoom: readonly string[];
  };
  readonly documents: { readonly written: readonly string[]; readonly foreign: readonly string[] };
}

describe("the first lintel design", { timeout: 240_000 }, () => {
  it("decides, drafts a blueprint in the place of the example that nobody touched, and renders the documents", async () => {
    const cwd = begun();
    const { code, stdout, stderr } = await design(cwd);
    expect([code, stderr]).toEqual([0, expect.stringContaining("rendering documents")]);
    expect(stdout).toMatch(/designed {2}Corner shop: \d+ services? \(/);
    expect(stdout).toMatch(/style: [a-z-]+/);
    expect(stdout).toMatch(/instances {2}\d+ of one program/);
    expect(stdout).toMatch(/costs .* a month/);
    expect(stdout).toMatch(/next:\n {2}lintel check/);
    expect(read(cwd, "seed.ts")).toContain("defineSeed([])");
    for (const gone of ["services/tasks.ts", "tests/tasks.test.ts"]) expect(isThere(cwd, gone)).toBe(false);
    for (const path of draftedIn(cwd)) expect(isThere(cwd, path)).toBe(true);
    expect(Object.keys(filesOf(cwd))).toEqual(
      expect.arrayContaining([
        "ai/memory-bank/design.json",
        "ai/memory-bank/prices.yaml",
        "blueprint.ts",
        "docs/architecture/README.md",
        "docs/architecture/decisions/README.md",
        "docs/architecture/system.md",
      ]),
    );
    const before = filesOf(cwd);
    const again = await design(cwd, "--json");
    expect(again.json<Result>()).toMatchObject({
      draft: { outcome: "unchanged" },
      documents: { written: [] },
    });
    expect(filesOf(cwd)).toEqual(before);
  });

  it("says what is full within a year, and what costs more than is allowed", async () => {
    const brief = completeBrief("Corner shop", {
      "performance.load": "concurrent 900,000, usual 200,000 per second, peak 900,000 per second",
      "constraints.plan": "release 2027-10-01, people 6, budget 90 EUR a month",
    });
    const { code, stdout } = await design(begun(confirmed(brief)));
    expect(code).toBe(0);
    expect(stdout).toMatch(/too much {3}it costs more than the brief allows/);
    expect(stdout).toMatch(/full {7}within a year; what to do then: docs\/architecture\/capacity\.md/);
    expect(stdout).toMatch(/\n {2}PostgreSQL, its processors: now\n/);
  });

  it("is noted in the brief, which tells when it has become stale", async () => {
    const cwd = begun();
    await design(cwd);
    const stale = () => {
      const stored = openBrief(cwd);
      return stored.state === "there" ? staleOf(stored.brief) : [];
    };
    expect(stale()).toEqual([]);
    change(cwd, "performance.load", (said) => said.replace("peak 100", "peak 110"));
    expect(stale()).toMatchObject([
      { derived: { kind: "design", path: "docs/architecture" }, questions: ["performance.load"] },
    ]);
    expect((await design(cwd)).code).toBe(0);
    expect(stale()).toEqual([]);
  });

  it("drafts nothing where the blueprint is a person's own, and renders documents from it", async () => {
    const cwd = projectWith({ "blueprint.ts": own });
    saveBrief(cwd, confirmed(completeBrief()));
    const result = (await design(cwd, "--json")).json<Result>();
    expect([result.services, result.draft]).toEqual([["books"], { outcome: "own" }]);
    expect([read(cwd, "blueprint.ts"), draftedIn(cwd)]).toEqual([own, []]);
    expect(isThere(cwd, "docs/architecture/system.md")).toBe(true);
    expect((await design(cwd)).stdout).toContain("it is your own: nothing is drafted");
  });

  it("takes the example for a person's own once it was edited", async () => {
    const cwd = begun();
    const text = edit(cwd, "services/tasks.ts", (before) => `// mine\n${before}`);
    expect((await design(cwd, "--json")).json<Result>().draft).toEqual({ outcome: "own" });
    expect(read(cwd, "services/tasks.ts")).toBe(text);
  });

  it("writes nothing where a person's file is in the way of a part of the draft, or with --dry-run", async () => {
    const cwd = begun();
    const before = filesOf(cwd);
    const dry = await design(cwd, "--dry-run", "--json");
    expect(dry.json<Result>()).toMatchObject({ dryRun: true, draft: { outcome: "written" } });
    expect((await design(cwd, "--dry-run")).stdout).toMatch(/would design[\s\S]*would be drafted/);
    expect(filesOf(cwd)).toEqual(before);
    for (const path of ["blueprint.ts", "services/tasks.ts"]) rmSync(join(cwd, path));
    const taken = dry.json<Result>().draft.files.find((path) => path.startsWith("services/")) ?? "";
    mkdirSync(join(cwd, "services"), { recursive: true });
    writeFileSync(join(cwd, taken), "// mine\n");
    const refused = await design(cwd);
    expect([refused.code, refused.stderr]).toEqual([
      1,
      expect.stringMatching(/FILES_EXIST[\s\S]*services\//),
    ]);
    expect([read(cwd, taken), isThere(cwd, "ai/memory-bank/design.json")]).toEqual(["// mine\n", false]);
  });

  it("leaves a person's own documents, and says so", async () => {
    const cwd = begun();
    mkdirSync(join(cwd, "docs/architecture"), { recursive: true });
    writeFileSync(join(cwd, "docs/architecture/system.md"), "mine\n");
    writeFileSync(join(cwd, "docs/architecture/notes.md"), "mine\n");
    const { stdout } = await design(cwd);
    expect(stdout).toContain("docs/architecture/system.md is your own, and stays");
    expect([read(cwd, "docs/architecture/system.md"), read(cwd, "docs/architecture/notes.md")]).toEqual([
      "mine\n",
      "mine\n",
    ]);
  });
});

describe("lintel design", { timeout: 240_000 }, () => {
  it("is refused without a confirmed brief, and for what is not there", async () => {
    const cwd = begun(without(completeBrief(), "performance.load"));
    expect((await design(cwd)).stderr).toMatch(/BRIEF_INCOMPLETE[\s\S]*`lintel design` builds on/);
    saveBrief(cwd, completeBrief());
    expect((await design(cwd)).stderr).toMatch(/BRIEF_UNCONFIRMED[\s\S]*next: lintel brief confirm/);
    saveBrief(cwd, confirmed(completeBrief()));
    expect((await design(cwd, "--apply")).stderr).toMatch(/DESIGN_MISSING[\s\S]*next: lintel design/);
    expect((await design(cwd, "--keep", "blueprint.ts")).code).toBe(2);
    expect((await design(cwd, "--apply", "--documents")).code).toBe(2);
    expect(isThere(cwd, "docs")).toBe(false);
  });

  it("lets names of a project mean themselves, whatever they are", async () => {
    const name = '`$" + "{"x"}` */ <script> | # "\' 数据库';
    const cwd = begun(confirmed(completeBrief(name)));
    const { code, stderr } = await design(cwd);
    expect([code, stderr]).toEqual([0, expect.not.stringContaining("error")]);
    expect(read(cwd, "docs/architecture/README.md")).not.toMatch(/(?<!\\)<script/);
  });
});
