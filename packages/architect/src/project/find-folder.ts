import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

/** What shows that a folder is that of a project, before there is a blueprint. */
const marks = ["ai/memory-bank", "blueprint.ts", "package.json", ".git"];

/**
 * The folder of the project whose brief is meant: that of `blueprint` where it is given, else the nearest one upward that looks like a
 * project's, else the one to start from.
 */
export function findFolder(from: string, blueprint?: string): string {
  const start = resolve(from);
  if (blueprint !== undefined) return dirname(resolve(start, blueprint));
  for (let folder = start; ; folder = dirname(folder)) {
    if (marks.some((mark) => existsSync(join(folder, mark)))) return folder;
    if (folder === dirname(folder)) return start;
  }
}
