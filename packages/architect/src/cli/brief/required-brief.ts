import { type Brief, openBrief } from "../../brief/index.js";
import { ToolError } from "../../tool-error.js";

/** A brief that is there, and what was edited by hand since it was written. */
export interface RequiredBrief {
  readonly brief: Brief;
  readonly edits: readonly string[];
}

const OLD_DOCUMENT =
  "project-brief.md is as it was before the last writing, and is written anew from project-brief.json";

/**
 * The brief of a folder.
 *
 * @throws ToolError BRIEF_MISSING; any that `openBrief` throws
 */
export function requiredBrief(directory: string): RequiredBrief {
  const stored = openBrief(directory);
  if (stored.state === "there") {
    const { brief, edits, isDocumentOld } = stored;
    return { brief, edits: isDocumentOld ? [...edits, OLD_DOCUMENT] : edits };
  }
  throw new ToolError(
    "BRIEF_MISSING",
    `There is no brief in ${directory}.`,
    "lintel interview, or lintel brief adopt where the backend is there already",
  );
}
