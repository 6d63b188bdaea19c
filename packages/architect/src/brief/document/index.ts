import type { Brief } from "../brief.js";

/** The brief for people, as Markdown. */
export function renderBrief(brief: Brief): string {
  throw new TypeError(`Nothing renders ${brief.name} yet.`);
}

/** What is put to a person before it is confirmed: a screen or two of plain text. */
export function summarise(brief: Brief): string {
  throw new TypeError(`Nothing summarises ${brief.name} yet.`);
}
