import { quoted } from "../quantity/index.js";
import type { Aspect } from "../questions/question.js";
import { paragraphs, shown, textProblem } from "./given.js";
import type { Reading } from "./reading.js";
import { saysNone } from "./said.js";

/** Words below which a text says nothing, unless it speaks of all that is asked for. */
const fewest = 3;

/** Reads a text: clear where it speaks of every aspect. */
export function readText(aspects: readonly Aspect[], given: unknown): Reading {
  if (typeof given !== "string")
    return {
      outcome: "invalid",
      problems: [{ at: "", message: `${shown(given)} is no text: write it in words.` }],
    };
  const problem = textProblem(given, "");
  if (problem) return { outcome: "invalid", problems: [problem] };
  const text = paragraphs(given);
  const missing = aspects.filter(({ isIn }) => !isIn(text)).map(({ ask }) => ask);
  if (missing.length > 0) return { outcome: "vague", missing: missing.slice(0, 3) };
  const words = text.match(/[\p{L}\p{N}]+/gu) ?? [];
  if (aspects.length === 0 && words.length < fewest && !saysNone(text))
    return { outcome: "vague", missing: [`What does ${quoted(text)} mean here? Say it in a sentence.`] };
  return { outcome: "clear", value: { kind: "text", text }, restated: restateText(text) };
}

/** The text itself, or its beginning. */
export function restateText(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return line.length > 300 ? `${line.slice(0, 297).replace(/[\ud800-\udbff]$/, "")}...` : line;
}
