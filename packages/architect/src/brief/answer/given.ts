import { quoted } from "../quantity/index.js";
import type { Problem } from "./reading.js";

/** Characters of an answer at most, by its kind: it would be read by nobody. */
export const longestAnswer = Object.freeze({ quantities: 2_000, choice: 2_000, text: 20_000, table: 20_000 });

/** Characters of an answer as data, at most. */
const longestData = 200_000;

/** Why data are too large, or no data at all, to be an answer. */
export function dataProblem(given: object): string | undefined {
  try {
    const { length } = JSON.stringify(given) ?? "";
    return length > longestData ? `The data have ${length} characters: ${longestData} at most.` : undefined;
  } catch {
    return "These are no data: they cannot be written as JSON.";
  }
}

/** A text that may be kept: no control characters but tabs and line ends, nothing that reorders letters, no half of a letter. */
export function textProblem(
  text: string,
  at: string,
  longest: number = longestAnswer.text,
): Problem | undefined {
  if (text.length > longest)
    return { at, message: `A text of ${text.length} characters is too long: ${longest} at most.` };
  const found = /[\p{Cs}\u202a-\u202e\u2066-\u2069\ufeff]|[^\P{Cc}\t\n\r]/u.exec(text);
  if (!found) return undefined;
  const shown = quoted(text.slice(Math.max(0, found.index - 10), found.index + 10));
  return {
    at,
    message: `There is a character that cannot be seen, at ${found.index + 1} in ${shown}: type it anew.`,
  };
}

/** On one line. */
export function oneLine(text: string): string {
  return text.normalize("NFC").replace(/\s+/g, " ").trim();
}

/** A paragraph or several, without spaces at the ends of lines. */
export function paragraphs(text: string): string {
  const lines = text.normalize("NFC").split(/\r\n|\r|\n/);
  return lines
    .map((line) => line.trimEnd())
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

/** What was given, shortened, for a message. */
export function shown(given: unknown): string {
  if (typeof given === "string") return quoted(given);
  if (given === null || typeof given !== "object") return quoted(String(given));
  return Array.isArray(given) ? `a list of ${given.length}` : "a mapping";
}

/** A mapping as a YAML or JSON file has it. */
export function isMapping(given: unknown): given is { readonly [key: string]: unknown } {
  return typeof given === "object" && given !== null && !Array.isArray(given);
}

/** The value that a mapping has of itself. */
export function own(mapping: { readonly [key: string]: unknown }, key: string): unknown {
  return Object.hasOwn(mapping, key) ? mapping[key] : undefined;
}

/** Words as names compare: in small letters, joined by hyphens. */
export function slug(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-|-$/g, "");
}
