import { join } from "node:path";

/** Where the files of a project's brief lie: `ai/memory-bank/project-brief.md`, and the same as data beside it. */
export interface BriefFiles {
  /** Of both. */
  readonly folder: string;
  readonly document: string;
  readonly data: string;
  /** The data as they were before the last writing. */
  readonly previous: string;
  /** There while somebody may write. */
  readonly lock: string;
}

export function briefFiles(directory: string): BriefFiles {
  const folder = join(directory, "ai", "memory-bank");
  return Object.freeze({
    folder,
    document: join(folder, "project-brief.md"),
    data: join(folder, "project-brief.json"),
    previous: join(folder, "project-brief.previous.json"),
    lock: join(folder, "project-brief.lock"),
  });
}

/** How a file is named to a person: from the project's folder, and with a line. */
export function placeOf(file: string, line?: number): string {
  const name = `ai/memory-bank/${file.replaceAll("\\", "/").split("/").at(-1)}`;
  return line === undefined ? name : `${name}:${line}`;
}
