import type { Brief } from "../brief.js";

/** What is put to a person before it is confirmed: a screen or two of plain text. */
export function summarise(brief: Brief): string {
  return brief.name;
}
