import { randomUUID } from "node:crypto";
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Puts a text in the place of a file at once: who reads sees the whole of the old one or of the new one. Errors of the system are thrown, and leave nothing behind. */
export function writeAtOnce(file: string, text: string, mode: number): void {
  const temporary = join(dirname(file), `.writing-${randomUUID()}`);
  try {
    const handle = openSync(temporary, "wx", mode);
    try {
      writeFileSync(handle, text);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
