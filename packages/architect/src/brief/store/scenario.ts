import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished } from "vitest";
import { ToolError } from "../../tool-error.js";
import type { Question } from "../questions/question.js";
import type { Bank } from "./bank.js";

/** For tests: an empty folder of a project, taken away when the test is over. */
export function projectFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "lintel-brief-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** For tests: the error that something throws. */
export function errorOf(work: () => unknown): ToolError {
  try {
    work();
  } catch (error) {
    if (error instanceof ToolError) return error;
    throw error;
  }
  return expect.unreachable("Nothing was thrown.");
}

const asked = {
  category: "scope",
  number: 1,
  text: "What is asked here, and why?",
  reason: "It matters.",
  follows: "Much.",
  example: "This.",
  requirement: () => ({ statement: "THE SYSTEM SHALL be.", priority: "P0" as const }),
} as const;

const load: Question = {
  ...asked,
  id: "some.load",
  answer: {
    kind: "quantities",
    parts: [
      { id: "peak", title: "Peak", measure: "rate" },
      { id: "read", title: "Reading", measure: "latency", optional: true },
    ],
  },
};
const style: Question = {
  ...asked,
  id: "some.style",
  answer: {
    kind: "choice",
    many: true,
    options: ["one", "two"].map((id) => ({ id, title: id, pros: [], cons: [], fits: "Now and then." })),
  },
};
const things: Question = {
  ...asked,
  id: "some.things",
  answer: {
    kind: "table",
    row: "thing",
    columns: [
      { id: "name", title: "Name", cell: { kind: "name" } },
      { id: "criteria", title: "Criteria", optional: true, cell: { kind: "criteria" } },
      { id: "now", title: "Now", optional: true, cell: { kind: "quantity", measure: "count" } },
      { id: "level", title: "Level", optional: true, cell: { kind: "choice", options: ["low", "high"] } },
    ],
  },
};
const goal: Question = { ...asked, id: "some.goal", answer: { kind: "text", aspects: [] } };

/** For tests: a question of each kind. */
export const smallBank: Bank = {
  project: [load, style, things, goal],
  feature: [{ ...goal, id: "feature.goal" }],
};
