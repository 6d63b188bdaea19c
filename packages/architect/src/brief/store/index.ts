import type { Brief } from "../brief.js";

/** A brief as it lies in a project's folder. */
export type Stored =
  | { readonly state: "missing" }
  | {
      readonly state: "there";
      /** With what a person edited by hand since it was last written. */
      readonly brief: Brief;
      /** What was edited by hand, as sentences; none where both files are as they were written. */
      readonly edits: readonly string[];
    };

/** Where the files of a project's brief lie: `ai/memory-bank/project-brief.md`, and the same as data beside it. */
export interface BriefFiles {
  readonly document: string;
  readonly data: string;
  /** The data as they were before the last writing. */
  readonly previous: string;
}

export function briefFiles(directory: string): BriefFiles {
  throw new TypeError(`Nothing knows of files in ${directory} yet.`);
}

/**
 * Reads the brief of a project's folder, from either file.
 *
 * @throws ToolError with a code that begins with `BRIEF_`: it names file, line and remedy
 */
export function openBrief(directory: string): Stored {
  throw new TypeError(`Nothing reads ${directory} yet.`);
}

/** Writes both files, each at once or not at all, and keeps the data as they were. */
export function saveBrief(directory: string, brief: Brief): void {
  throw new TypeError(`Nothing writes ${brief.name} to ${directory} yet.`);
}

/**
 * Does something while no other process may write the brief.
 *
 * @throws ToolError BRIEF_BUSY, which names who holds it
 */
export async function withBriefLock<T>(directory: string, work: () => Promise<T>): Promise<T> {
  throw new TypeError(`Nothing locks ${directory} yet: ${work.name}`);
}
