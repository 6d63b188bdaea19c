import type { Gap } from "../brief/index.js";
import { ToolError } from "../tool-error.js";

/** How many things that are missing are told at once. */
const TOLD = 5;

/** What keeps a brief from being confirmed, and how to go on. */
export function incomplete(refused: string, gaps: readonly Gap[]): ToolError {
  const lines = gaps.slice(0, TOLD).map(({ question, says }) => `- ${question}: ${says}`);
  const more = gaps.length > TOLD ? [`and ${gaps.length - TOLD} more: lintel brief status`] : [];
  return new ToolError(
    "BRIEF_INCOMPLETE",
    [`${refused}, and the brief is not complete:`, ...lines, ...more].join("\n"),
    gaps.find(({ next }) => next.startsWith("lintel "))?.next ?? "lintel interview",
  );
}
