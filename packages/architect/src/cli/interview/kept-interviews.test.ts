import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { briefFiles, gapsOf, openBrief, saveBrief, standingOf } from "../../brief/index.js";
import { keptFile, keptInterviews, takenFrom } from "./fixture.js";

describe.each(keptInterviews)("the interview $name", (kept) => {
  it("has a clear answer to every question that is asked, and to no other", async () => {
    const { interview, problems, unasked } = await takenFrom(kept);
    expect(problems).toEqual([]);
    expect(unasked).toEqual([]);
    expect(interview.open.map(({ id }) => id)).toEqual([]);
  });

  it("can be confirmed, and nobody has", async () => {
    const { interview } = await takenFrom(kept);
    expect(gapsOf(interview.brief)).toEqual([]);
    expect(standingOf(interview.brief)).toEqual({ state: "unconfirmed" });
  });

  it("yields the brief that lies beside it: run this test with -u where the bank or the document has changed", async () => {
    const { interview } = await takenFrom(kept);
    const folder = mkdtempSync(join(tmpdir(), "lintel-kept-interview-"));
    saveBrief(folder, interview.brief);
    const { document, data } = briefFiles(folder);
    const read = (path: string) => readFileSync(path, "utf8");
    await expect(read(document)).toMatchFileSnapshot(keptFile(kept.name, "project-brief.md"));
    await expect(read(data)).toMatchFileSnapshot(keptFile(kept.name, "project-brief.json"));
    expect(openBrief(folder)).toEqual({ state: "there", brief: interview.brief, edits: [] });
  });
});

it("takes some recommendations, and in two of them a contradiction is conceded with a reason", async () => {
  const briefs = await Promise.all(
    keptInterviews.map(async (kept) => (await takenFrom(kept)).interview.brief),
  );
  const accepted = briefs.flatMap(({ answers }) => Object.values(answers)).filter((one) => one.accepted);
  expect(accepted.length).toBeGreaterThan(20);
  const conceding = briefs.filter(({ concessions }) => Object.keys(concessions).length > 0);
  expect(conceding).toHaveLength(2);
  for (const brief of conceding) {
    const gaps = gapsOf({ ...brief, concessions: {} });
    expect(gaps.map(({ kind }) => kind)).toEqual(Object.keys(brief.concessions).map(() => "contradiction"));
    for (const code of Object.keys(brief.concessions))
      expect(gaps.some(({ says }) => says.includes(`(${code})`))).toBe(true);
  }
});
