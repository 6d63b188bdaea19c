import { mkdirSync, readdirSync, renameSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { errnoOf, removeQuietly, syncFolder, writeThrough } from "../../durable/index.js";
import { processIdentity } from "../../embedded/process-identity.js";
import { fileFailure } from "./file-failure.js";

/**
 * Puts texts in the place of files of one folder, in this order, each at once or not at all. All are on the disk before the first takes its place, so
 * that a disk without room changes nothing.
 *
 * @throws ToolError BRIEF_DISK_FULL, BRIEF_NOT_WRITABLE
 */
export function writeFiles(files: readonly (readonly [file: string, text: string])[]): void {
  const made: string[] = [];
  let current = files[0]?.[0] ?? "";
  try {
    mkdirSync(dirname(current), { recursive: true });
    removeLeft(dirname(current));
    const ready = files.map(([file, text]) => {
      current = file;
      const temporary = `${file}.${process.pid}${temporaryEnding}`;
      made.push(temporary);
      writeThrough(temporary, text);
      return [temporary, file] as const;
    });
    for (const [temporary, file] of ready) {
      current = file;
      renameSync(temporary, file);
    }
    syncFolder(dirname(current));
  } catch (error) {
    for (const temporary of made) removeQuietly(temporary);
    throw errnoOf(error) === undefined ? error : fileFailure("BRIEF_NOT_WRITABLE", current, error);
  }
}

const temporaryEnding = ".writing";

/** What processes left that died while they wrote. */
function removeLeft(folder: string): void {
  for (const name of readdirSync(folder)) {
    const pid = /^project-brief\..*\.([0-9]+)\.writing$/.exec(basename(name))?.[1];
    if (pid !== undefined && processIdentity(Number(pid)) === undefined) removeQuietly(join(folder, name));
  }
}
