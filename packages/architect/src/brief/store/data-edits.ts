import type { Brief, Change } from "../brief.js";
import type { Data } from "./read-data.js";
import { allAnswers, partsOf, saidDigest, valueDigest } from "./written.js";

/** A brief with what was edited in its data by hand, and these edits as sentences. */
export interface Taken {
  readonly brief: Brief;
  readonly edits: readonly string[];
}

/** Looks for what was edited in the data since they were written. */
export function takeDataEdits({ brief, written }: Data, _at: string): Taken {
  if (!written) return { brief, edits: [] };
  const edits: string[] = [];
  const now = new Map(allAnswers(brief));
  for (const [key, given] of now) {
    const before = written.answers[key];
    if (before === undefined) edits.push(`${key}: answered in project-brief.json.`);
    else if (before !== `${saidDigest(given)}.${valueDigest(given)}`)
      edits.push(`${key}: changed in project-brief.json.`);
  }
  for (const key of Object.keys(written.answers)) {
    if (!now.has(key)) edits.push(`${key}: taken out of project-brief.json.`);
  }
  const is = partsOf(brief);
  for (const part of ["name", "titles", "concessions"] as const) {
    if (is[part] !== written.parts[part]) edits.push(`${part}: changed in project-brief.json.`);
  }
  const history: readonly Change[] = brief.history;
  return { brief: { ...brief, history }, edits };
}
