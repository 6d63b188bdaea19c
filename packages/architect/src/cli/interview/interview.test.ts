import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Brief, openBrief, saveBrief } from "../../brief/index.js";
import { completeBrief, without } from "../../gate/scenario.js";
import { lintel, projectWith, until } from "../scenario.js";
import { CTRL_C, hasPseudoTerminal, session } from "../session.js";

const project = () => projectWith({ "package.json": '{ "name": "reading-room", "type": "module" }' });

/** A project of whose brief only these questions are open. */
function openAre(...questions: readonly string[]): string {
  const cwd = project();
  saveBrief(cwd, without(completeBrief("Reading room"), ...questions));
  return cwd;
}

function briefIn(cwd: string): Brief {
  const stored = openBrief(cwd);
  if (stored.state === "missing") throw new Error(`There is no brief in ${cwd}.`);
  return stored.brief;
}

describe.skipIf(!hasPseudoTerminal())(
  "an interview at a terminal (skipped without util-linux's script)",
  () => {
    it("is answered, gone back in, taken from a recommendation, stopped, gone on with and confirmed", {
      timeout: 120_000,
    }, async () => {
      const cwd = openAre("scope.problem", "architecture.style", "deployment.topology");
      const first = session(["interview"], { cwd });
      await first.sees(/Project scope and goals +4 of 5/);
      await first.sees(/Question 2 of \d+ \(Project scope and goals, 2 of 5\)/);
      await first.sees(/Why it matters: .*[\s\S]*For example: /);
      await first.answers("Loans are lost.");
      await first.sees(/this is still missing:\n {2}- /);
      await first.answers(
        "Librarians of a school lose 40 loans a week on paper. The goal is that each is found at once.",
      );
      await first.sees(/Understood: /);

      await first.sees(/Question \d+ of \d+ \(Technical stack and architecture/);
      await first.answers("back");
      await first.sees(/Question 2 of [\s\S]*You said: [\s\S]*Enter alone keeps it/);
      await first.answers("");
      await first.sees(/Technical stack and architecture[\s\S]*1\. modular-monolith: /);
      await first.answers("why");
      await first.sees(/What follows: /);
      await first.answers("I don't know");
      await first.sees(/Recommended: [\s\S]*Type "accept"/);
      await first.answers("accept");
      await first.sees(/Understood: /);
      await first.sees(/Deployment and infrastructure/);
      await first.answers("stop");
      await first.sees(/Saved: \d+ of \d+ answered\.\nnext: lintel interview/);
      expect(await first.ended).toBe(0);
      const { answers } = briefIn(cwd);
      expect(answers["scope.problem"]?.said).toContain("40 loans a week");
      expect(answers["architecture.style"]?.accepted?.reason).toMatch(/\S/);
      expect(answers["deployment.topology"]).toBeUndefined();

      const second = session(["interview"], { cwd });
      await second.sees(/Deployment and infrastructure, 1 of/);
      await second.answers("2");
      await second.sees(/Understood: /);
      expect(await second.ended).toBe(0);
      expect(briefIn(cwd).answers["deployment.topology"]?.value).toEqual({
        kind: "choice",
        chosen: ["one-region"],
      });
    });

    it("asks in place for what is missing, and puts a question off until the others are answered", {
      timeout: 120_000,
    }, async () => {
      const cwd = openAre("performance.load", "testing.coverage");
      const { sees, answers, ended, shown } = session(["interview", "--batch", "1"], { cwd });
      await sees(/\(Performance and scale, 1 of/);
      await answers("skip");
      await sees(/\(Testing and quality, 1 of/);
      await answers("help");
      await sees(/stop {3}end here/);
      await answers("very high");
      await answers("85 %");
      await sees(/Understood: /);
      await sees(/\(Performance and scale, 1 of/);
      await answers("skip");
      await sees(/still open:\n {2}- performance\.load: It was put off/);
      expect(await ended).toBe(0);
      for (const line of shown().split("\n")) expect(line.length).toBeLessThanOrEqual(80);
      expect(briefIn(cwd).answers["performance.load"]).toMatchObject({ open: "skipped" });
    });

    it("puts together what is typed part by part, and keeps it where the rest is not known", {
      timeout: 120_000,
    }, async () => {
      const cwd = openAre("performance.load", "testing.coverage");
      const { sees, answers, ended } = session(["interview"], { cwd });
      await answers("concurrent 400");
      await sees(/still missing:\n.*Usual load[\s\S]*Peak load/);
      await answers("usual 20 per second");
      await sees(/still missing:\n.*Peak load/);
      await answers("?");
      await answers("");
      await sees(/\(Testing and quality, 1 of/);
      await answers("stop");
      expect(await ended).toBe(0);
      expect(briefIn(cwd).answers["performance.load"]).toMatchObject({
        said: "concurrent: 400; usual 20 per second",
        open: "vague",
      });
    });

    it("asks for a name that can be one, and for nothing else than that", { timeout: 120_000 }, async () => {
      const cwd = project();
      const { sees, types, answers, ended } = session(["interview"], { cwd });
      await sees(/called\? \[reading-room\] $/);
      types("back");
      await sees(/Type a name[\s\S]*called\? \[reading-room\] $/);
      types("Reading\u202eroom");
      await sees(/cannot be seen[\s\S]*called\? \[reading-room\] $/);
      types("Reading room");
      await answers("stop");
      expect(await ended).toBe(0);
      expect(briefIn(cwd).name).toBe("Reading room");
    });

    it("changes an answer only with a reason, and not where the person stops", {
      timeout: 120_000,
    }, async () => {
      const cwd = openAre();
      const { sees, types, ended } = session(["brief", "change", "testing.coverage"], { cwd });
      await sees(/Why does it change\? $/);
      types("");
      await sees(/kept with its reason[\s\S]*Why does it change\? $/);
      types("stop");
      await sees(/Nothing was changed/);
      expect(await ended).toBe(1);
      const held = session(["brief", "change", "testing.coverage", "--reason", "More."], { cwd });
      await held.answers("very high");
      await held.sees(/Not taken, and the answer before it holds/);
      await held.answers("stop");
      expect(await held.ended).toBe(1);
      expect(briefIn(cwd).history).toEqual([]);

      const inParts = session(["brief", "change", "performance.load", "--reason", "More."], { cwd });
      await inParts.answers("concurrent 900, usual 40 per second");
      await inParts.sees(/Not taken[\s\S]*Peak load/);
      await inParts.answers("peak 200 per second");
      await inParts.sees(/Understood: In use at once: 900/);
      expect(await inParts.ended).toBe(0);
    });

    it("begins with the project's name, and loses no answer to Ctrl-C or to a kill", {
      timeout: 120_000,
    }, async () => {
      const cwd = project();
      const first = session(["interview"], { cwd });
      await first.sees(/What is the project called\? \[reading-room\] $/);
      first.types("Reading room");
      await first.sees(/0 of \d+ answered/);
      await first.answers("content");
      await first.sees(/Understood: [\s\S]*Question 2 of/);
      first.presses(CTRL_C);
      await first.sees(/Saved: 1 of/);
      expect(await first.ended).toBe(0);

      const second = session(["interview"], { cwd });
      await second.sees(/Question 2 of/);
      await second.answers(
        "Librarians of a school lose 40 loans a week. The goal is that each is found at once.",
      );
      await second.sees(/Understood: [\s\S]*Question 3 of/);
      const { pid } = JSON.parse(readFileSync(join(cwd, "ai/memory-bank/project-brief.lock"), "utf8"));
      process.kill(pid, "SIGKILL");
      await second.ended;
      expect(Object.keys(briefIn(cwd).answers)).toEqual(["scope.kind", "scope.problem"]);

      const busy = session(["interview"], { cwd });
      await busy.sees(/Question 3 of/);
      const other = await lintel(["interview", "--from", "-"], { cwd, input: "scope.kind: saas\n" });
      expect([other.code, other.stderr]).toEqual([1, expect.stringContaining("BRIEF_BUSY")]);
      busy.types("stop");
      expect(await busy.ended).toBe(0);
      await until("the lock to be gone", async () =>
        existsSync(join(cwd, "ai/memory-bank/project-brief.lock")) ? undefined : true,
      );
    });

    it("has one of two answers that are at odds answered anew, with the reason kept", {
      timeout: 120_000,
    }, async () => {
      const cwd = openAre("deployment.backups");
      const { sees, answers, ended } = session(["interview"], { cwd });
      await answers("none");
      await sees(/Two answers are at odds\.\n[\s\S]*2\. Answer anew: How is what it keeps/);
      await answers("2");
      await sees(/You said: none/);
      await answers("continuous");
      await sees(/Understood: [\s\S]*Nothing is open\.\nnext: lintel brief confirm/);
      expect(await ended).toBe(0);
      expect(briefIn(cwd).history).toMatchObject([
        {
          question: "deployment.backups",
          from: "none",
          to: "continuous",
          reason: expect.stringMatching(/^To settle: /),
        },
      ]);
    });

    it("puts answers that are at odds to the person as soon as they are", { timeout: 120_000 }, async () => {
      const cwd = openAre("deployment.backups");
      const { sees, answers, ended } = session(
        ["brief", "change", "deployment.recovery", "--reason", "Try."],
        {
          cwd,
        },
      );
      await answers("uptime: 99.9 %; rpo: 0 s; rto: 1 h");
      await sees(/changed/);
      expect(await ended).toBe(0);
      const talk = session(["interview"], { cwd });
      await talk.sees(/\(Deployment and infrastructure/);
      await talk.answers("nightly");
      await talk.sees(/Two answers are at odds\.\n[\s\S]*1\. Answer anew: [\s\S]*"live"/);
      await talk.answers("live");
      await talk.sees(/Why is it right as it is\? $/);
      talk.types("stop");
      await talk.sees(/Saved: /);
      expect(await talk.ended).toBe(0);
      expect(Object.values(briefIn(cwd).concessions)).toEqual(["An example."]);
      const again = session(["interview"], { cwd });
      await again.sees(/Two answers are at odds/);
      await again.answers("live");
      await again.sees(/Why is it right as it is\? $/);
      again.types("The other system keeps a copy.");
      await again.sees(/Kept, with your reason/);
      expect(await again.ended).toBe(0);
      expect(Object.values(briefIn(cwd).concessions)).toContain("The other system keeps a copy.");
    });
  },
);

it("refuses where there is no terminal to ask at, and says how else", async () => {
  const cwd = project();
  const { code, stdout, stderr } = await lintel(["interview"], { cwd, input: "content\n" });
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toMatch(/TERMINAL_MISSING[\s\S]*next: .*lintel interview --from answers\.yaml/);
  expect(existsSync(join(cwd, "ai"))).toBe(false);
});
