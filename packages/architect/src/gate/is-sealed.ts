import { lstatSync, readFileSync } from "node:fs";
import { digestOfText } from "../brief/store/digest.js";
import { briefFiles } from "../brief/store/files.js";
import { sealOf } from "../brief/store/seal.js";

/**
 * Whether a folder's brief was confirmed when it was written, and neither file has changed since. What it costs is reading and two digests: the bank of
 * questions, and all that judges answers, is not loaded. False also where only a longer look could tell.
 */
export function isSealed(directory: string): boolean {
  const files = briefFiles(directory);
  try {
    // What a longer look refuses is not let through by a short one.
    if (![files.data, files.document].every((file) => lstatSync(file).isFile())) return false;
    const data = JSON.parse(readFileSync(files.data, "utf8")) as {
      readonly written?: { readonly document?: unknown; readonly confirmed?: unknown };
    };
    return (
      data.written?.confirmed === sealOf(data) &&
      data.written.document === digestOfText(readFileSync(files.document, "utf8"))
    );
  } catch {
    return false;
  }
}
