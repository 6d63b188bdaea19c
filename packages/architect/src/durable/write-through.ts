import { closeSync, fsyncSync, openSync, rmSync, writeFileSync } from "node:fs";

/** Writes a new file in the place of one that may be there, and returns once it is on the disk. Errors of the system are thrown. */
export function writeThrough(file: string, text: string, mode = 0o644): void {
  rmSync(file, { force: true });
  const handle = openSync(file, "wx", mode);
  try {
    writeFileSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
