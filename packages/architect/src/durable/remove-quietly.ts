import { rmSync } from "node:fs";
import { errnoOf } from "./errno.js";

/** Takes a file or a folder away where that can be done: what is only left over is no reason to fail. */
export function removeQuietly(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
  }
}
