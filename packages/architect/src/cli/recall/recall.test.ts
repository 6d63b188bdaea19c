import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { saveBrief } from "../../brief/index.js";
import { decided } from "../../design/decisions/fixture.js";
import { needsOf } from "../../design/index.js";
import { completeBrief, confirmed } from "../../gate/scenario.js";
import { homeFiles, rememberDesign } from "../../memory/store/index.js";
import { lintel, projectWith } from "../scenario.js";
import { hasPseudoTerminal, session } from "../session.js";

let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "lintel-home-"));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
});

function project(): string {
  const cwd = projectWith({});
  saveBrief(cwd, confirmed(completeBrief("Reading room")));
  return cwd;
}

/** As `lintel design` notes it. */
function design(cwd: string): Promise<readonly string[]> {
  const needs = needsOf(completeBrief("Reading room"));
  const files = homeFiles({ XDG_DATA_HOME: home });
  return rememberDesign(cwd, { needs, decisions: decided(needs) }, "2026-12-01T09:00:00Z", files);
}

const recall = (cwd: string, words: readonly string[], env: { readonly [name: string]: string } = {}) =>
  lintel(["recall", ...words], { cwd, env: { XDG_DATA_HOME: home, ...env } });

describe("lintel recall", () => {
  it("keeps nothing across projects until a person says so, and then says exactly what", async () => {
    const one = project();
    expect(await design(one)).toEqual([]);
    expect(readdirSync(home)).toEqual([]);
    const first = await recall(project(), []);
    expect([first.code, first.stdout]).toEqual([
      0,
      expect.stringMatching(/^No earlier design is near[\s\S]*lintel recall --share on/),
    ]);

    const agreed = await recall(one, ["--share", "on"]);
    expect([agreed.code, agreed.stdout]).toEqual([
      0,
      expect.stringMatching(/for you alone[\s\S]*the kind of project[\s\S]*No name of the project/),
    ]);
    const noted = await recall(one, [
      "note",
      "Nobody missed the cache.",
      "--went",
      "well",
      "--decision",
      "cache",
    ]);
    expect([noted.code, noted.stdout]).toEqual([0, expect.stringContaining("learned.json")]);

    const other = await recall(project(), []);
    expect(other.stdout).toMatch(
      /^100 % alike: a project of the kind \w+, designed\n? *on 2026-12-01[\s\S]*alike in[\s\S]*kind of project[\s\S]*decisions, all as here[\s\S]*went well \(cache\): Nobody missed the cache\./,
    );
    for (const line of other.stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
    expect((await recall(project(), ["--json"])).json()).toMatchObject({
      found: 1,
      sharing: { choice: "on" },
      nearest: [{ distance: 0, isOwn: false, far: [], notes: [{ went: "well" }] }],
    });

    expect((await recall(one, ["--share", "off", "--json"])).json()).toMatchObject({
      choice: "off",
      chosen: true,
    });
    expect((await recall(project(), [])).stdout).toMatch(/^No earlier design/);
  });

  it("takes no agent's word for a person's, and lets one switch it off", async () => {
    const cwd = project();
    const agent = await recall(cwd, ["--share", "on"], { CLAUDECODE: "1" });
    expect([agent.code, agent.stderr]).toEqual([
      2,
      expect.stringMatching(/PERSON_MISSING[\s\S]*Claude Code[\s\S]*lintel recall --share on/),
    ]);
    expect(readdirSync(home)).toEqual([]);
    expect((await recall(cwd, ["--share", "off"], { CLAUDECODE: "1" })).code).toBe(0);
  });

  it("tells of files in the home folder that are none of Lintel's, and goes on", async () => {
    const one = project();
    await recall(one, ["--share", "on"]);
    await design(one);
    writeFileSync(join(home, "lintel/memory/mine.txt"), "mine");
    const { code, stdout, stderr } = await recall(project(), []);
    expect([code, stdout, stderr]).toEqual([
      0,
      expect.stringMatching(/^100 % alike/),
      expect.stringMatching(/mine\.txt is left out and left alone/),
    ]);
    expect(readFileSync(join(home, "lintel/memory/mine.txt"), "utf8")).toBe("mine");
  });

  it.each([
    [["note", "two\nlines", "--went", "well"], "NOTE_INVALID"],
    [["note", "It went.", "--went", "so so"], "NOTE_INVALID"],
    [["note", "It went.", "--went", "well", "--decision", "styles"], "DECISION_UNKNOWN"],
    [["--share", "maybe"], "OPTION_MISPLACED"],
  ])("refuses %j", async (words, code) => {
    const cwd = project();
    const told = await recall(cwd, words);
    expect([told.code, told.stdout, told.stderr]).toEqual([2, "", expect.stringContaining(code)]);
    expect(readdirSync(join(cwd, "ai/memory-bank")).filter((name) => name.startsWith("learned"))).toEqual([]);
  });

  it("needs a brief, and says where what was learned cannot be read", async () => {
    expect((await recall(projectWith({}), [])).stderr).toContain("BRIEF_MISSING");
    const cwd = project();
    mkdirSync(join(cwd, "ai/memory-bank"), { recursive: true });
    writeFileSync(join(cwd, "ai/memory-bank/learned.json"), "{");
    const told = await recall(cwd, []);
    expect([told.code, told.stderr]).toEqual([0, expect.stringContaining("LEARNED_UNREADABLE")]);
    expect((await recall(cwd, ["note", "It went.", "--went", "well"])).code).toBe(1);
  });
});

describe.skipIf(!hasPseudoTerminal())("at a terminal (skipped without util-linux's script)", () => {
  it("asks once, and takes nothing but a yes for one", { timeout: 120_000 }, async () => {
    const cwd = project();
    const asked = session(["recall"], { cwd, env: { XDG_DATA_HOME: home } });
    await asked.sees(/kept for you alone[\s\S]*Type "yes" to agree: $/);
    asked.types("");
    await asked.sees(/Noted: off/);
    expect(await asked.ended).toBe(0);
    const again = session(["recall"], { cwd, env: { XDG_DATA_HOME: home } });
    await again.sees(/No earlier design/);
    expect(again.shown()).not.toContain("to agree");
    expect(await again.ended).toBe(0);
  });
});
