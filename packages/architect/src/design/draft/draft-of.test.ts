import { parseSync } from "oxc-parser";
import { describe, expect, it } from "vitest";
import { keptInterviews, takenFrom } from "../../cli/interview/fixture.js";
import { cutOf } from "../cut/index.js";
import { decisionsOf } from "../decisions/index.js";
import { demandOf } from "../index.js";
import { needsOf } from "../needs/index.js";
import { draftOf } from "./index.js";

describe("a draft", () => {
  it.each(keptInterviews)("of $name parses, and is the same each time", async (kept) => {
    const needs = needsOf((await takenFrom(kept)).interview.brief);
    const cut = cutOf(needs);
    const decisions = decisionsOf({ needs, cut, demand: demandOf(needs) });
    const files = draftOf({ needs, cut, decisions });
    expect(files.map(({ path }) => path)).toContain("blueprint.ts");
    for (const { path, text } of files) expect([path, parseSync(path, text).errors]).toEqual([path, []]);
    expect(draftOf({ needs, cut: cutOf(needs), decisions })).toEqual(files);
  });
});
