import { type Brief, openBrief } from "../../brief/index.js";
import { ToolError } from "../../tool-error.js";

/** A brief that is there, and what was edited by hand since it was written. */
export interface RequiredBrief {
  readonly brief: Brief;
  readonly edits: readonly string[];
}

/**
 * The brief of a folder.
 *
 * @throws ToolError BRIEF_MISSING; any that `openBrief` throws
 */
export function requiredBrief(directory: string): RequiredBrief {
  const stored = openBrief(directory);
  if (stored.state === "there") return stored;
  throw new ToolError(
    "BRIEF_MISSING",
    `There is no brief in ${directory}.`,
    "lintel interview, or lintel brief adopt where the backend is there already",
  );
}
