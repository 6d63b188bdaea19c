import { randomUUID } from "node:crypto";
import { renameSync } from "node:fs";
import { dirname, join } from "node:path";
import { removeQuietly } from "./remove-quietly.js";
import { syncFolder } from "./sync-folder.js";
import { writeThrough } from "./write-through.js";

/**
 * Puts a text in the place of a file at once: who reads sees the whole of the old one or of the new one, and the new one is on the disk. Errors of the
 * system are thrown, and leave nothing behind.
 */
export function writeAtOnce(file: string, text: string, mode: number): void {
  const temporary = join(dirname(file), `.writing-${randomUUID()}`);
  try {
    writeThrough(temporary, text, mode);
    renameSync(temporary, file);
    syncFolder(dirname(file));
  } catch (error) {
    removeQuietly(temporary);
    throw error;
  }
}
