import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";

/** A file of the project's, which is edited: its content alone says whether it is what it was. */
export interface ProjectFile {
  readonly path: string;
  readonly digest: string;
}

/** A file of an installed package: one that has its size and its time is what it was, or else its content decides. */
export interface PackageFile extends ProjectFile {
  readonly size: number;
  readonly modified: number;
}

/** Whether a file still is what it was. */
export function isUnchanged(file: ProjectFile | PackageFile): boolean {
  try {
    if ("size" in file) {
      const { size, mtimeMs } = statSync(file.path);
      if (size !== file.size) return false;
      if (mtimeMs === file.modified) return true;
    }
    return digestOf(readFileSync(file.path)) === file.digest;
  } catch {
    return false;
  }
}

export function digestOf(content: Uint8Array | string): string {
  return createHash("sha256").update(content).digest("base64url");
}
