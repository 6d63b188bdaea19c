import type { Brief } from "../brief.js";

/** The brief for people, as Markdown. */
export function renderBrief(brief: Brief): string {
  return `# ${brief.name}: project brief\n`;
}
