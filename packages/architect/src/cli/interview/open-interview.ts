import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import {
  amend,
  type Brief,
  emptyBrief,
  type Interview,
  interviewOf,
  openBrief,
  readName,
} from "../../brief/index.js";
import { ToolError } from "../../tool-error.js";

/** What an interview begins with. */
export interface Opened {
  /** Undefined where there is no brief yet. */
  readonly interview: Interview | undefined;
  /** What was edited by hand since it was written, as sentences. */
  readonly edits: readonly string[];
}

/**
 * The interview of a folder's brief as it stands, or of the amendment for a feature.
 *
 * @throws ToolError BRIEF_MISSING where a feature is meant and there is no brief, NAME_INVALID; any that `openBrief` throws
 */
export function openInterview(directory: string, feature: string | undefined): Opened {
  const stored = openBrief(directory);
  if (stored.state === "there") {
    const { brief, edits } = stored;
    return { interview: feature === undefined ? interviewOf(brief) : amendmentOf(brief, feature), edits };
  }
  if (feature === undefined) return { interview: undefined, edits: [] };
  throw new ToolError(
    "BRIEF_MISSING",
    `A feature is asked about in a project whose brief is there, and there is none in ${directory}.`,
    "lintel interview",
  );
}

/** The interview of a project of which nothing is known. */
export function beginInterview(name: string): Interview {
  return interviewOf(emptyBrief(name));
}

/** Goes on with the amendment of this name or title, or begins one. */
function amendmentOf(brief: Brief, feature: string): Interview {
  const name = feature
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+|-+$/g, "");
  const title = readName(feature);
  if (name === "" || name.length > LONGEST || "problem" in title) {
    throw new ToolError(
      "NAME_INVALID",
      `${JSON.stringify(feature)} cannot name a feature: it takes up to ${LONGEST} characters, and a letter of a to z.${"problem" in title ? ` ${title.problem}` : ""}`,
      'Say it so: lintel interview --feature "Refunds"',
      { where: "--feature", exitCode: 2 },
    );
  }
  return amend(brief, name, title.name);
}

const LONGEST = 60;

/** What a project is called where nobody has said it: as its package, or as its folder. */
export function usualName(directory: string): string {
  const read = readName(nameIn(directory));
  return "name" in read ? read.name : "project";
}

function nameIn(directory: string): string {
  try {
    const { name } = JSON.parse(readFileSync(join(directory, "package.json"), "utf8")) as { name?: unknown };
    if (typeof name === "string" && name.trim() !== "") return name.trim();
  } catch {
    // A folder without a package of its own.
  }
  return basename(directory);
}
