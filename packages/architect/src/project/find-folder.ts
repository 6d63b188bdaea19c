import { existsSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { ToolError } from "../tool-error.js";

/** What shows that a folder is that of a project, before there is a blueprint. */
const marks = ["ai/memory-bank", "blueprint.ts", ".git", "package.json"];

/**
 * The folder of the project whose brief is meant: that of `blueprint` where it is given, else the nearest one upward that looks like a
 * project's, else the one to start from. A folder that has a `package.json` alone is a part of the project whose blueprint lies above it in the
 * same repository: every other verb takes that blueprint.
 *
 * @throws ToolError BLUEPRINT_NOT_FOUND where `blueprint` cannot be a file
 */
export function findFolder(from: string, blueprint?: string): string {
  const start = resolve(from);
  if (blueprint !== undefined) return folderOf(resolve(start, blueprint));
  let packaged: string | undefined;
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, "blueprint.ts"))) return folder;
    const mark = marks.find((one) => existsSync(join(folder, one)));
    if (mark !== undefined && mark !== "package.json") return packaged ?? folder;
    if (mark !== undefined) packaged ??= folder;
    if (folder === dirname(folder)) return packaged ?? start;
  }
}

/** The blueprint may be still to be written, its folder not. */
function folderOf(blueprint: string): string {
  const folder = dirname(blueprint);
  if (isFolder(folder) && !isFolder(blueprint)) return folder;
  throw new ToolError(
    "BLUEPRINT_NOT_FOUND",
    isFolder(blueprint) ? `${blueprint} is a folder.` : `There is no folder ${folder}.`,
    "Mend the path of --blueprint: it names a file such as blueprint.ts.",
    { where: "--blueprint", exitCode: 2 },
  );
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
