import { closeSync, fsyncSync, openSync } from "node:fs";
import { errnoOf } from "./errno.js";

/** So that the new names in a folder survive a power cut. Some systems cannot, and lose the last writing then, not the one before. */
export function syncFolder(folder: string): void {
  try {
    const handle = openSync(folder, "r");
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
  }
}
