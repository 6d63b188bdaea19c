import { copyFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { beforeEach, describe, expect, it } from "vitest";
import type { Brief } from "../brief.js";
import { standingOf } from "../confirmation.js";
import { gathered, withBlock } from "../document/scenario.js";
import { type BriefFiles, briefFiles, openBrief, saveBrief } from "./index.js";
import { errorOf, projectFolder } from "./scenario.js";

const brief = gathered();
let folder: string;
let files: BriefFiles;

beforeEach(() => {
  folder = projectFolder();
  files = briefFiles(folder);
  saveBrief(folder, brief);
});

function opened(): { readonly brief: Brief; readonly edits: readonly string[] } {
  const stored = openBrief(folder);
  return stored.state === "there" ? stored : expect.unreachable("No brief is there.");
}

function edit(file: "document" | "data", change: (text: string) => string): void {
  const before = readFileSync(files[file], "utf8");
  const after = change(before);
  expect(after).not.toBe(before);
  writeFileSync(files[file], after);
}

const dataOf = (change: (data: { answers: { [id: string]: { said?: string; value?: unknown } } }) => void) =>
  edit("data", (text) => {
    const data = JSON.parse(text);
    change(data);
    return JSON.stringify(data, null, 2);
  });

const latency = "read: p99 within 120 ms; write: p99 within 300 ms";
const latencyEdit =
  "performance.latency: read 99 of 100 answers within 120 ms (was 99 of 100 answers within 150 ms)";

describe("a brief whose document was edited", () => {
  it("has the edit in it, in its history too, and is as it was written once it is saved", () => {
    edit("document", (text) => withBlock(text, "performance.latency", latency));

    const { brief: edited, edits } = opened();

    expect(edits).toEqual([latencyEdit]);
    expect(edited.answers["performance.latency"]?.value).toMatchObject({ parts: { read: { value: 120 } } });
    expect(edited.history.at(-1)).toMatchObject({
      question: "performance.latency",
      from: brief.answers["performance.latency"]?.said,
      to: latency,
      reason: "Edited in project-brief.md.",
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    });
    saveBrief(folder, edited);
    expect(opened()).toEqual({ state: "there", brief: edited, edits: [] });
    expect(readFileSync(files.document, "utf8")).toContain("99 of 100 answers within 120 ms");
  });

  it("is the same however often it is opened before it is saved", () => {
    edit("document", (text) => withBlock(text, "performance.latency", latency));

    expect(opened()).toEqual(opened());
  });

  it("is confirmed no more", () => {
    const confirmed = { name: "Ada", at: "2026-11-30T09:00:00Z", digest: "not that of the edited one" };
    saveBrief(folder, { ...brief, confirmation: confirmed });
    edit("document", (text) => withBlock(text, "performance.latency", latency));

    const { brief: edited } = opened();

    expect(edited.confirmation).toEqual(confirmed);
    expect(standingOf(edited).state).not.toBe("confirmed");
  });

  it("opens a question again where the edit is vague", () => {
    edit("document", (text) => withBlock(text, "performance.load", "rather a lot"));

    const { brief: edited, edits } = opened();

    expect(edited.answers["performance.load"]).toMatchObject({ said: "rather a lot", open: "vague" });
    expect(edits).toEqual([expect.stringMatching(/^performance\.load: open again, as the answer is vague/)]);
    expect(edited.history.at(-1)?.from).toBe(brief.answers["performance.load"]?.said);
  });

  it("is refused with the line where something else was edited, and nothing is overwritten", () => {
    edit("document", (text) => text.replace("| Peak load | 400 a second", "| Peak load | 900 a second"));
    const before = readFileSync(files.document, "utf8");

    const error = errorOf(() => openBrief(folder));

    expect(error.code).toBe("BRIEF_EDIT_UNREADABLE");
    expect(error.where).toMatch(/^ai\/memory-bank\/project-brief\.md:\d+$/);
    expect(errorOf(() => saveBrief(folder, brief)).code).toBe("BRIEF_CHANGED_MEANWHILE");
    expect(readFileSync(files.document, "utf8")).toBe(before);
  });

  it("is refused with marks of a merge", () => {
    edit("document", (text) =>
      text.replace("## Features", "<<<<<<< HEAD\n## Features\n=======\n>>>>>>> other"),
    );

    expect(errorOf(() => openBrief(folder)).code).toBe("BRIEF_MERGE_CONFLICT");
  });

  it("gives back what the data lost, where these are those of an earlier writing", () => {
    edit("document", (text) => withBlock(text, "performance.latency", latency));
    saveBrief(folder, opened().brief);
    copyFileSync(files.previous, files.data);

    const { brief: found, edits } = opened();

    expect(edits).toEqual([latencyEdit]);
    expect(found.answers["performance.latency"]?.value).toMatchObject({ parts: { read: { value: 120 } } });
    saveBrief(folder, found);
    expect(opened().edits).toEqual([]);
  });

  it("gives back a row too, whose id the earlier data do not know", () => {
    const { data, previous, document } = files;
    const early = readFileSync(data, "utf8");
    edit("document", (text) =>
      text.replace(/^(\| Orders lost \|.*)$/m, "$1\n| Orders a day | 200 | orders placed, by day | P1 |  |"),
    );
    saveBrief(folder, opened().brief);
    expect(readFileSync(document, "utf8")).toContain("`REQ-METRIC-ORDERS-A-DAY`");
    expect(readFileSync(previous, "utf8")).toBe(early);
    copyFileSync(previous, data);

    expect(opened().edits).toEqual(['scope.metrics: "Orders a day" is new']);
  });

  it("is written anew where it is gone", () => {
    rmSync(files.document);

    expect(opened()).toMatchObject({ brief, edits: ["project-brief.md is not there, and is written anew"] });
    saveBrief(folder, opened().brief);
    expect(opened().edits).toEqual([]);
  });
});

describe("a brief whose data were edited", () => {
  it("takes what was said, and reads it", () => {
    dataOf(({ answers }) => {
      answers["performance.latency"] = { ...answers["performance.latency"], said: latency };
    });

    const { brief: edited, edits } = opened();

    expect(edits).toEqual([latencyEdit]);
    expect(edited.answers["performance.latency"]).toMatchObject({
      said: latency,
      value: { parts: { read: { value: 120 } } },
    });
    expect(edited.history.at(-1)).toMatchObject({ reason: "Edited in project-brief.json." });
    saveBrief(folder, edited);
    expect(opened().edits).toEqual([]);
  });

  it("takes the value, and says it", () => {
    dataOf(({ answers }) => {
      answers["architecture.style"] = {
        ...answers["architecture.style"],
        value: { kind: "choice", chosen: ["services"] },
      };
    });

    expect(opened()).toMatchObject({
      edits: ["architecture.style: services (was modular-monolith)"],
      brief: { answers: { "architecture.style": { said: "services" } } },
    });
  });

  it("is refused where what was said is no answer, or is not what its value is", () => {
    dataOf(({ answers }) => {
      answers["architecture.style"] = { ...answers["architecture.style"], said: "spaghetti" };
    });
    expect(errorOf(() => openBrief(folder))).toMatchObject({
      code: "BRIEF_INVALID",
      message: expect.stringContaining("architecture.style"),
    });
    dataOf(({ answers }) => {
      answers["architecture.style"] = { said: "serverless", value: { kind: "choice", chosen: ["services"] } };
    });
    expect(errorOf(() => openBrief(folder)).message).toContain("are not the same");
  });

  it("tells of an answer that was taken out, and keeps it in the history", () => {
    dataOf(({ answers }) => {
      delete answers["testing.coverage"];
    });

    const { brief: edited, edits } = opened();

    expect(edits).toEqual([expect.stringMatching(/^testing\.coverage: taken back, and open again \(was /)]);
    expect(edited.history.at(-1)?.from).toContain("85");
  });

  it("does not count a confirmation that was written by hand", () => {
    edit("data", (text) => {
      const data = JSON.parse(text);
      data.confirmation = { name: "Agent", at: "2026-11-30T09:00:00Z", digest: "00" };
      return JSON.stringify(data);
    });

    const { brief: edited, edits } = opened();

    expect(edited.confirmation).toBeUndefined();
    expect(edits).toEqual([expect.stringContaining("confirmation: written by hand")]);
  });

  it("tells of another name", () => {
    edit("data", (text) => text.replace('"name": "shop"', '"name": "Market"'));

    expect(opened()).toMatchObject({ brief: { name: "Market" }, edits: ["name: Market"] });
  });
});

describe("a brief of which both files were edited", () => {
  it("has both edits where they are of different answers", () => {
    edit("document", (text) => withBlock(text, "performance.latency", latency));
    dataOf(({ answers }) => {
      answers["architecture.style"] = { ...answers["architecture.style"], said: "services" };
    });

    const { brief: edited, edits } = opened();

    expect([...edits].sort()).toEqual(["architecture.style: services (was modular-monolith)", latencyEdit]);
    expect(edited.history).toHaveLength(2);
    saveBrief(folder, edited);
    expect(opened()).toMatchObject({ brief: edited, edits: [] });
  });

  it("has both where a row was renamed in one, whose id the other still has", () => {
    edit("document", (text) => withBlock(text, "performance.latency", latency));
    dataOf(({ answers }) => {
      answers["scope.metrics"] = {
        said: "Orders gone | count: 0 | orders acknowledged against orders kept | P0",
      };
    });

    expect(opened().edits).toEqual([
      expect.stringMatching(/^scope\.metrics: "Orders gone" is new/),
      latencyEdit,
    ]);
  });

  it("has the edit once where it is the same in both", () => {
    edit("document", (text) => withBlock(text, "architecture.style", "services"));
    dataOf(({ answers }) => {
      answers["architecture.style"] = { ...answers["architecture.style"], said: "services" };
    });

    expect(opened().edits).toHaveLength(1);
  });

  it("is refused where they say different things, and shows both", () => {
    edit("document", (text) => withBlock(text, "architecture.style", "services"));
    dataOf(({ answers }) => {
      answers["architecture.style"] = { ...answers["architecture.style"], said: "serverless" };
    });

    const error = errorOf(() => openBrief(folder));

    expect(error.code).toBe("BRIEF_EDITED_TWICE");
    expect(error.message).toMatch(/project-brief\.json: serverless\nproject-brief\.md: services/);
  });
});
