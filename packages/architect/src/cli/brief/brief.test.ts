import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Brief, briefFiles, openBrief, saveBrief, standingOf } from "../../brief/index.js";
import { completeBrief, confirmed, without } from "../../gate/scenario.js";
import { lintel, projectWith } from "../scenario.js";
import { CTRL_C, hasPseudoTerminal, session } from "../session.js";

function projectOf(brief?: Brief): string {
  const cwd = projectWith({});
  if (brief) saveBrief(cwd, brief);
  return cwd;
}

function briefIn(cwd: string): Brief {
  const stored = openBrief(cwd);
  if (stored.state === "missing") throw new Error(`There is no brief in ${cwd}.`);
  return stored.brief;
}

const verb = (cwd: string, ...words: readonly string[]) => lintel(["brief", ...words], { cwd });

describe("lintel brief confirm", () => {
  it("is not satisfied by a pipe, an option or a variable", async () => {
    const cwd = projectOf(completeBrief());
    const piped = await lintel(["brief", "confirm", "--name", "A person"], {
      cwd,
      input: "confirmed\nconfirmed\n",
    });
    expect([piped.code, piped.stdout]).toEqual([2, ""]);
    expect(piped.stderr).toMatch(/PERSON_MISSING[\s\S]*Only a person confirms a brief/);
    expect((await verb(cwd, "confirm", "--yes")).code).toBe(2);
    const set = await lintel(["brief", "confirm"], {
      cwd,
      env: { LINTEL_YES: "1", CI: "1", FORCE_TTY: "1" },
    });
    expect(set.code).toBe(2);
    expect(standingOf(briefIn(cwd)).state).toBe("unconfirmed");
  });

  describe.skipIf(!hasPseudoTerminal())("at a terminal (skipped without util-linux's script)", () => {
    it("shows the summary, and takes the word of a person who is named", { timeout: 240_000 }, async () => {
      const cwd = projectOf(completeBrief("Reading room"));
      const person = session(["brief", "confirm", "--name", "A librarian"], { cwd });
      await person.sees(/^Reading room\n/);
      await person.sees(/A librarian, is this what is to be built\? Type "confirmed" to say so: $/);
      person.types("confirmed");
      await person.sees(/confirmed {2}Reading room, by A librarian/);
      expect(await person.ended).toBe(0);
      expect(standingOf(briefIn(cwd))).toMatchObject({
        state: "confirmed",
        confirmation: { name: "A librarian" },
      });
      expect((await verb(cwd, "status")).code).toBe(0);

      const again = session(["brief", "confirm"], { cwd });
      await again.sees(/is confirmed by A librarian/);
      expect(await again.ended).toBe(0);
    });

    it("confirms nothing by any other word, nor by standard input that is led elsewhere", {
      timeout: 240_000,
    }, async () => {
      const cwd = projectOf(completeBrief());
      const person = session(["brief", "confirm"], { cwd });
      await person.sees(/Your name.*: $/);
      person.types("A librarian");
      await person.sees(/to say so: $/);
      person.types("yes");
      await person.sees(/Nothing was confirmed/);
      expect(await person.ended).toBe(1);

      const program = session(["brief", "confirm", "--json", "--name", "A librarian"], { cwd });
      await program.sees(/to say so: $/);
      program.presses(CTRL_C);
      await program.sees(/"confirmed": false/);
      expect(await program.ended).toBe(1);

      const hidden = session(["brief", "confirm", "--name", "A\u202elibrarian"], { cwd });
      await hidden.sees(/NAME_INVALID[\s\S]*cannot be seen/);
      expect(await hidden.ended).toBe(2);

      const agent = session(["brief", "confirm"], { cwd, env: { CLAUDECODE: "1" } });
      await agent.sees(/PERSON_MISSING[\s\S]*this runs under Claude Code/);
      expect(await agent.ended).toBe(2);
      expect(standingOf(briefIn(cwd)).state).toBe("unconfirmed");
    });

    it("refuses a brief in which something is open", { timeout: 240_000 }, async () => {
      const cwd = projectOf(without(completeBrief(), "scope.users"));
      const person = session(["brief", "confirm"], { cwd });
      await person.sees(/BRIEF_INCOMPLETE[\s\S]*- scope\.users: [\s\S]*next: lintel interview/);
      expect(await person.ended).toBe(1);
    });
  });
});

describe("lintel brief", () => {
  it("says what to type where there is none", async () => {
    const cwd = projectOf();
    for (const words of [[], ["status"], ["show"], ["change", "scope.kind", "--to", "saas"]]) {
      const { code, stderr } = await verb(cwd, ...words);
      expect([words, code, stderr]).toEqual([
        words,
        1,
        expect.stringMatching(/BRIEF_MISSING[\s\S]*lintel interview/),
      ]);
    }
  });

  it("reads an edit by hand back, shows it, and tells that it is to be confirmed anew", async () => {
    const cwd = projectOf(confirmed(completeBrief("Reading room")));
    const { data } = briefFiles(cwd);
    writeFileSync(data, readFileSync(data, "utf8").replace('"name": "Reading room"', '"name": "Library"'));
    expect((await verb(cwd, "status", "--json")).json()).toMatchObject({
      state: "changed",
      edits: [expect.any(String)],
    });
    const { code, stdout } = await verb(cwd);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /read back\n {2}\S.*\n.*Library was changed since A person confirmed it[\s\S]*next: lintel brief confirm/,
    );
    expect((await verb(cwd)).stdout).toMatch(/^Nothing was edited by hand/);
    expect(readFileSync(briefFiles(cwd).document, "utf8")).toContain("# Library");
  });

  it("takes no lost or broken file for a brief, and says where it is broken", async () => {
    const cwd = projectOf(completeBrief());
    const { data } = briefFiles(cwd);
    const whole = readFileSync(data, "utf8");
    writeFileSync(data, whole.slice(0, whole.length / 2));
    const { code, stderr } = await verb(cwd, "status");
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/BRIEF_\w+ {2}ai\/memory-bank\/project-brief\.json:\d+/),
    ]);
    expect(readFileSync(data, "utf8")).toBe(whole.slice(0, whole.length / 2));
  });

  it("tells with status how far it is, also as JSON, and ends with 1 until it is confirmed", async () => {
    const cwd = projectOf(without(completeBrief(), "performance.load"));
    const { code, stdout } = await verb(cwd, "status");
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /incomplete[\s\S]*Performance and scale[\s\S]*performance\.load: [\s\S]*Next: lintel interview/,
    );
    for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
    const { gaps, progress } = (await verb(cwd, "status", "--json")).json<{
      gaps: readonly { question: string }[];
      progress: { answered: number; asked: number };
    }>();
    expect(gaps.map(({ question }) => question)).toEqual(["performance.load"]);
    expect(progress.asked - progress.answered).toBe(1);
  });

  it("shows the document, the summary, and the requirements as data", async () => {
    const cwd = projectOf(completeBrief("Reading room"));
    expect((await verb(cwd, "show")).stdout).toMatch(/^# Reading room/);
    const summary = (await verb(cwd, "show", "--summary")).stdout;
    expect(summary).toMatch(/^Reading room\n/);
    const { requirements } = (await verb(cwd, "show", "--json")).json<{
      requirements: readonly { id: string }[];
    }>();
    expect(requirements.map(({ id }) => id)).toContain("REQ-PERF-001");
  });
});

describe("lintel brief change", () => {
  it("keeps old, new and reason, and lists what was made from the old one", async () => {
    const brief: Brief = {
      ...confirmed(completeBrief()),
      derived: [{ kind: "tests", path: "tests/load.test.ts", from: { "testing.coverage": "0000" } }],
    };
    const cwd = projectOf(brief);
    const old = brief.answers["testing.coverage"]?.said;
    const { code, stdout } = await verb(
      cwd,
      "change",
      "testing.coverage",
      "--to",
      "93 %",
      "--reason",
      "Audit.",
    );
    expect(code).toBe(0);
    expect(stdout).toContain(`old: ${old}`);
    expect(stdout).toMatch(
      /new: 93 %\n {2}why: Audit\.\nstale {2}tests tests\/load\.test\.ts: testing\.coverage\n/,
    );
    expect(stdout).toMatch(/was changed since A person confirmed it[\s\S]*next: lintel brief confirm/);
    expect(briefIn(cwd).history).toMatchObject([
      { question: "testing.coverage", from: old, to: "93 %", reason: "Audit." },
    ]);
    const same = await verb(
      cwd,
      "change",
      "testing.coverage",
      "--to",
      "93 %",
      "--reason",
      "Again.",
      "--json",
    );
    expect(same.json()).toMatchObject({ question: "testing.coverage", from: "93 %", to: "93 %" });
    expect(briefIn(cwd).history).toHaveLength(1);
  });

  it.each([
    ["an unknown question", ["scope.bogus", "--to", "x", "--reason", "y"], "QUESTION_UNKNOWN"],
    ["an unknown feature", ["refunds/feature.data", "--to", "x", "--reason", "y"], "QUESTION_UNKNOWN"],
    ["no reason", ["testing.coverage", "--to", "93 %"], "REASON_MISSING"],
    ["an answer that is none", ["testing.coverage", "--to", "very high", "--reason", "y"], "ANSWER_UNCLEAR"],
    ["an answer that is not known", ["testing.coverage", "--to", "?", "--reason", "y"], "ANSWER_UNCLEAR"],
    ["nobody to ask", ["testing.coverage"], "TERMINAL_MISSING"],
  ])("refuses %s, and changes nothing", async (_what, words, told) => {
    const cwd = projectOf(completeBrief());
    const before = readFileSync(briefFiles(cwd).data, "utf8");
    const { code, stderr } = await verb(cwd, "change", ...words);
    expect([code, stderr]).toEqual([2, expect.stringContaining(told)]);
    expect(readFileSync(briefFiles(cwd).data, "utf8")).toBe(before);
  });
});

it("tells of a document that was put back, and writes it anew", async () => {
  const cwd = projectOf(completeBrief());
  const { document } = briefFiles(cwd);
  const before = readFileSync(document, "utf8");
  await verb(cwd, "change", "testing.coverage", "--to", "93 %", "--reason", "More.");
  const after = readFileSync(document, "utf8");
  writeFileSync(document, before);
  expect((await verb(cwd, "status")).stdout).toContain(
    "project-brief.md is as it was before the last writing",
  );
  const read = await verb(cwd);
  expect([read.code, read.stdout]).toEqual([0, expect.stringContaining("is written anew")]);
  expect(readFileSync(document, "utf8")).toBe(after);
  expect((await verb(cwd)).stdout).toContain("Nothing was edited by hand");
});

it("tells how a feature's answer is changed, with the feature's name", async () => {
  const cwd = projectOf(completeBrief());
  await lintel(["interview", "--feature", "Refunds", "--from", "-", "--partial"], {
    cwd,
    input: "feature.behaviour: x\n",
  });
  const { code, stderr } = await verb(cwd, "change", "refunds/feature.behaviour");
  expect([code, stderr]).toEqual([
    2,
    expect.stringContaining("lintel brief change refunds/feature.behaviour --to"),
  ]);
});

it("tells of edits by hand also where another answer is given", async () => {
  const cwd = projectOf(completeBrief());
  const { document } = briefFiles(cwd);
  const edit = (to: string) =>
    writeFileSync(
      document,
      readFileSync(document, "utf8").replace(/(```answer testing\.coverage\n).*/, `$1${to}`),
    );
  edit("97 %");
  const changed = await verb(cwd, "change", "architecture.style", "--to", "services", "--reason", "It grew.");
  expect([changed.code, changed.stderr]).toEqual([
    0,
    expect.stringMatching(/^Edited by hand: testing\.coverage: .*97 %/),
  ]);
  edit("98 %");
  const filed = await lintel(["interview", "--from", "-"], { cwd, input: "scope.kind:\n" });
  expect(filed.stderr).toMatch(/^Edited by hand: testing\.coverage: .*98 %/);
});
