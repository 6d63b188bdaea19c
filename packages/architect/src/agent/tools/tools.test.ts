import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { briefFiles, confirm, interviewOf, openBrief, saveBrief } from "../../brief/index.js";
import { type Project, projectIn, readResource, tools } from "./index.js";

let project: Project;

beforeEach(() => {
  const directory = mkdtempSync(join(tmpdir(), "lintel-tools-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  project = projectIn(directory);
});

interface Told {
  readonly [name: string]: unknown;
  readonly isError: boolean;
  readonly text: string;
}

async function use(name: string, given: unknown = {}): Promise<Told> {
  const tool = tools.find((one) => one.name === name);
  if (!tool) throw new Error(name);
  const { structured, text, isError } = await tool.call(given, project);
  if (structured) expect(JSON.parse(text)).toEqual(structured);
  return { ...structured, text, isError };
}

const answer = (question: string, said: string, more = {}) =>
  use("answer_question", { question, answer: said, ...more });

function stored() {
  const found = openBrief(project.directory);
  if (found.state === "missing") throw new Error("There is no brief.");
  return found.brief;
}

describe("answers", () => {
  beforeEach(() => use("start_interview", { project: "Shop" }));

  it("that are clear are said back with their units, and kept", async () => {
    expect(await answer("performance.latency", "read p99 under 150 ms, write p99 under 0.4 s")).toMatchObject(
      {
        outcome: "clear",
        restated: expect.stringMatching(/150 ms.*400 ms/s),
        contradictions: [],
      },
    );
    expect(stored().answers["performance.latency"]?.value).toMatchObject({
      kind: "quantities",
      parts: { read: { value: 150, percentile: 99 }, write: { value: 400 } },
    });
  });

  it("that are vague come back with what is missing, and the question stays open", async () => {
    const told = await answer("performance.latency", "fast");
    expect(told).toMatchObject({
      outcome: "vague",
      isError: false,
      missing: expect.arrayContaining([expect.any(String)]),
    });
    expect(await use("explain_question", { question: "performance.latency" })).toMatchObject({
      question: { state: "vague", said: "fast", missing: told.missing },
    });
  });

  it("that cannot be answers change nothing, and say why", async () => {
    const before = stored();
    const told = await answer("deployment.recovery", "uptime 140 %, rpo 5 min, rto 1 h");
    expect(told).toMatchObject({
      outcome: "invalid",
      isError: true,
      problems: [{ message: expect.any(String) }],
    });
    expect(told.text).toContain("ANSWER_INVALID");
    expect(await answer("scope.problem", "a\u0000b")).toMatchObject({ outcome: "invalid", isError: true });
    expect(stored()).toEqual(before);
  });

  it("are taken as data, with the same value as when they are typed", async () => {
    const told = await use("answer_question", {
      question: "performance.load",
      data: { concurrent: 2000, usual: "50 rps", peak: "2k rps" },
    });
    expect(told).toMatchObject({ outcome: "clear" });
    expect(stored().answers["performance.load"]?.value).toMatchObject({
      parts: { concurrent: { value: 2000 }, usual: { value: 50 }, peak: { value: 2000 } },
    });
    const rows = [{ name: "Shopper", does: "Orders what the shop sells and follows the parcel." }];
    expect(await use("answer_question", { question: "scope.users", data: rows })).toMatchObject({
      outcome: "clear",
    });
  });

  it("that are at odds with others tell of it once, with ways out", async () => {
    await answer("deployment.topology", "one-machine");
    const told = await answer("deployment.recovery", "uptime 99.99 %, rpo 5 minutes, rto 10 minutes");
    const [first] = told.contradictions as readonly { questions: string[]; says: string; ways: string[] }[];
    expect(first?.questions).toContain("deployment.recovery");
    expect(first?.ways.length).toBeGreaterThan(0);
    expect(told.says).toContain("at odds");
    expect(await use("brief_status")).toMatchObject({ contradictions: [first] });
    expect(JSON.parse(readResource("lintel://contradictions", project)?.text ?? "")).toEqual([first]);
    expect(await answer("scope.kind", "commerce")).toMatchObject({ contradictions: [] });
  });

  it("that are not known get a recommendation that names what it follows from", async () => {
    await answer("scope.kind", "commerce");
    expect(await answer("architecture.style", "I don't know")).toMatchObject({ outcome: "unknown" });
    const explained = await use("explain_question", { question: "architecture.style" });
    expect(explained).toMatchObject({
      options: expect.arrayContaining([
        expect.objectContaining({ id: "modular-monolith", pros: expect.any(Array), cons: expect.any(Array) }),
      ]),
      recommendation: { answer: expect.any(String), reason: expect.any(String) },
    });
    expect(await use("accept_recommendation", { question: "architecture.style" })).toMatchObject({
      outcome: "clear",
    });
    expect(stored().answers["architecture.style"]?.accepted).toMatchObject({ reason: expect.any(String) });
    // Again it is the same; over an answer of one's own it is refused.
    expect(await use("accept_recommendation", { question: "architecture.style" })).toMatchObject({
      isError: false,
    });
    const refused = await use("accept_recommendation", { question: "scope.kind" });
    expect(refused.text).toContain("ANSWER_THERE");
  });

  it("that were given in part are not lost to what is not known or put off", async () => {
    await answer("scope.problem", "Clerks lose five hours a week.");
    const kept = stored().answers["scope.problem"];
    expect(kept).toMatchObject({ open: "vague" });
    expect((await answer("scope.problem", "I don't know")).says).toMatch(/^What was said before stays/);
    expect((await use("skip_question", { question: "scope.problem" })).says).toMatch(
      /^It stays as it was said/,
    );
    expect(stored().answers["scope.problem"]).toEqual(kept);
    const { questions } = (await use("next_questions", { count: 7 })) as unknown as {
      questions: readonly { id: string }[];
    };
    expect(questions.map(({ id }) => id)).not.toContain("scope.problem");
  });

  it("are changed with a reason, and the old one stays in the history", async () => {
    await answer("scope.kind", "commerce");
    expect((await answer("scope.kind", "saas")).text).toMatch(
      /^ANSWER_THERE: .*commerce\nNext: .*change_answer/,
    );
    expect(await answer("scope.kind", "commerce")).toMatchObject({ outcome: "clear" });
    const early = await use("change_answer", { question: "scope.problem", answer: "x", reason: "no reason" });
    expect(early.text).toContain("ANSWER_NOT_THERE");
    const vague = await use("change_answer", {
      question: "scope.kind",
      answer: "not sure",
      reason: "thinking",
    });
    expect(vague.says).toContain("still holds: commerce");
    expect(
      await use("change_answer", { question: "scope.kind", answer: "saas", reason: "Shops share it." }),
    ).toMatchObject({
      changed: { from: "commerce", to: "saas", reason: "Shops share it." },
      stale: [],
    });
    expect(stored().history).toMatchObject([
      { question: "scope.kind", from: "commerce", to: "saas", reason: "Shops share it." },
    ]);
    expect((await use("skip_question", { question: "scope.kind" })).text).toContain("ANSWER_THERE");
  });
});

describe("what a person edits in the files", () => {
  it("is read back with the next call, told, and not lost to the agent's answer", async () => {
    await use("start_interview", { project: "Shop" });
    await answer("scope.kind", "commerce");
    const { data } = briefFiles(project.directory);
    const edited = JSON.parse(readFileSync(data, "utf8")) as { name: string };
    writeFileSync(data, JSON.stringify({ ...edited, name: "Corner shop" }, null, 2));
    expect(await use("brief_status")).toMatchObject({ project: "Corner shop", edits: [expect.any(String)] });
    expect(await answer("architecture.style", "modular-monolith")).toMatchObject({
      outcome: "clear",
      edits: [expect.any(String)],
    });
    expect(stored().name).toBe("Corner shop");
    expect(await use("brief_status")).toMatchObject({ project: "Corner shop", edits: [] });
    expect(readResource("lintel://brief", project)?.text).toContain("Corner shop");
  });

  it("is told by line where it cannot be read, and nothing is written over it", async () => {
    await use("start_interview", { project: "Shop" });
    const { data } = briefFiles(project.directory);
    const broken = `<<<<<<< ours\n${readFileSync(data, "utf8")}`;
    writeFileSync(data, broken);
    const told = await answer("scope.kind", "commerce");
    expect(told).toMatchObject({
      isError: true,
      text: expect.stringMatching(/^BRIEF_\w+ \(.+:1\): .+\nNext: /s),
    });
    expect(readFileSync(data, "utf8")).toBe(broken);
  });
});

describe("features", () => {
  it("are amendments with a name of their own, and can be gone on with", async () => {
    await use("start_interview", { project: "Shop" });
    const begun = await use("start_interview", { feature: "Refunds & returns" });
    expect(begun).toMatchObject({ amendment: "refunds-returns", resumed: false });
    const { questions } = (await use("next_questions", { amendment: "refunds-returns" })) as unknown as {
      questions: { id: string }[];
    };
    expect(questions[0]?.id).toMatch(/^feature\./);
    const id = questions[0]?.id ?? "";
    expect(await use("skip_question", { question: id, amendment: "refunds-returns" })).toMatchObject({
      isError: false,
    });
    expect(await use("start_interview", { feature: "Refunds & returns" })).toMatchObject({ resumed: true });
    expect(stored().amendments["refunds-returns"]?.answers[id]).toMatchObject({ open: "skipped" });
    expect(await use("brief_status")).toMatchObject({
      amendments: [{ name: "refunds-returns", title: "Refunds & returns", answered: 0 }],
    });
    expect((await use("start_interview", { feature: "返金" })).text).toContain("TITLE_INVALID");
    expect(await use("start_interview", { feature: "Constructor" })).toMatchObject({
      amendment: "constructor",
      resumed: false,
    });
  });
});

describe("no sequence of calls", () => {
  it("confirms a brief", async () => {
    await use("start_interview", { project: "Shop" });
    for (let round = 0; round < 40; round += 1) {
      const { questions } = (await use("next_questions", { count: 7 })) as unknown as {
        questions: { id: string; example: string }[];
      };
      if (questions.length === 0) break;
      for (const { id, example } of questions) {
        const accepted = await use("accept_recommendation", { question: id });
        if (accepted.isError) await answer(id, example);
      }
    }
    const status = await use("brief_status");
    expect(status).toMatchObject({ state: "unconfirmed", gaps: [], contradictions: [] });
    const brief = stored();
    expect(brief.confirmation).toBeUndefined();
    expect(interviewOf(brief).open.map(({ id }) => id)).toEqual([]);
    const summary = await use("brief_summary");
    expect(summary).toMatchObject({ state: "unconfirmed", open: 0, confirm: "lintel brief confirm" });
    // A person confirms; one changed answer undoes it.
    saveBrief(project.directory, confirm(brief, { name: "Somebody", at: project.now() }));
    expect(await use("brief_status")).toMatchObject({ state: "confirmed" });
    expect(
      await use("change_answer", { question: "scope.kind", answer: "saas", reason: "They share it." }),
    ).toMatchObject({ isError: false });
    expect((await use("brief_status")).state).not.toBe("confirmed");
  });
});

describe("many calls at once", () => {
  it("wait for their turn, up to a number", async () => {
    await use("start_interview", { project: "Shop" });
    const told = await Promise.all(Array.from({ length: 100 }, () => use("brief_status")));
    const refused = told.filter(({ text }) => text.startsWith("TOO_MANY_CALLS"));
    expect(refused.length).toBe(36);
    expect(told.filter(({ isError }) => !isError).length).toBe(64);
    expect(await use("brief_status")).toMatchObject({ isError: false });
  });
});

describe("looking a pattern up", () => {
  it("needs no brief, gives the nearest first, and says how Lintel does it or that it does not", async () => {
    expect(
      await use("find_patterns", { question: "partner was sent an event twice, webhooks", count: 2 }),
    ).toMatchObject({
      isError: false,
      patterns: [{ id: "signed-webhooks", lintel: { words: expect.arrayContaining(["webhooks"]) } }, {}],
    });
    expect(await use("find_patterns", { question: "sharding", group: "data", count: 1 })).toMatchObject({
      patterns: [{ id: "sharding", lintel: { how: "not by Lintel yet" } }],
    });
    expect(await use("find_patterns", { question: "xyzzy" })).toMatchObject({ found: 0, patterns: [] });
    expect(await use("find_patterns", { group: "fashion" })).toMatchObject({ isError: true });
  });
});

describe("what was designed", () => {
  it("is told from the brief alone before a design: decisions, where each comes from, and what was there before", async () => {
    expect(await use("design_status")).toMatchObject({
      isError: true,
      text: expect.stringMatching(/^BRIEF_MISSING/),
    });
    expect(await use("explain", { subject: "style" })).toMatchObject({
      isError: true,
      text: expect.stringMatching(/^BRIEF_MISSING/),
    });
    await use("start_interview", { project: "Shop" });
    await answer("performance.load", "at once 50, usually 10 rps, peak 100 rps");
    const { decisions, ...status } = await use("design_status", { decision: "style" });
    expect(status).toMatchObject({ isDesigned: false, isError: false });
    expect(decisions).toMatchObject([
      { id: "style", chosen: expect.any(String), because: expect.any(Array) },
    ]);
    expect(await use("recall_designs")).toMatchObject({ isError: false, found: 0, nearest: [] });
    const told = await use("explain", { subject: "performance.load" });
    expect(told).toMatchObject({
      isError: false,
      isDesigned: false,
      explanation: {
        subject: { kind: "question" },
        origins: [{ question: { said: expect.stringContaining("100 rps") } }],
      },
    });
    expect(await use("explain", { subject: "consistncy --json; $(id)" })).toMatchObject({
      isError: true,
      text: expect.stringMatching(/^SUBJECT_UNKNOWN/),
    });
    expect(await use("explain", { subject: "--help" })).toMatchObject({
      isError: true,
      text: expect.stringMatching(/^SUBJECT_UNKNOWN/),
    });
  });

  it("has its documents as resources, and nothing beside them", async () => {
    const folder = join(project.directory, "docs/architecture/decisions");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "0001-one.md"), "# One\n");
    writeFileSync(join(project.directory, "secret.md"), "# Secret\n");
    const uri = "lintel://architecture/decisions/0001-one.md";
    expect(JSON.parse(readResource("lintel://architecture", project)?.text ?? "")).toEqual([
      { uri, title: "One", mimeType: "text/markdown" },
    ]);
    expect(readResource(uri, project)).toEqual({ mimeType: "text/markdown", text: "# One\n" });
    for (const path of [
      "../../secret.md",
      "decisions/../../../secret.md",
      "decisions",
      "",
      "/etc/hostname",
      "%2e%2e/secret.md",
    ])
      expect([path, readResource(`lintel://architecture/${path}`, project)]).toEqual([path, undefined]);
  });
});
