import { type Brief, openBrief, type Standing, standingOf } from "../brief/index.js";

/** How the brief of a project's folder stands, and what it says where there is one. */
export type BriefStanding = { readonly state: "missing" } | (Standing & { readonly brief: Brief });

/**
 * Reads how the brief of a folder stands, with what was edited by hand since it was written.
 *
 * @throws ToolError with a code that begins with `BRIEF_`, where its files cannot be read
 */
export function briefStanding(directory: string): BriefStanding {
  const stored = openBrief(directory);
  if (stored.state === "missing") return { state: "missing" };
  const { brief } = stored;
  return { ...standingOf(brief), brief };
}
