import { randomUUID } from "node:crypto";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative, sep } from "node:path";

/** More than any such file has; one that is larger is left alone. */
const LARGEST_BYTES = 1_048_576;

/** A file of the project, as it is. */
export type Place =
  | { readonly state: "missing"; readonly file: string }
  | { readonly state: "there"; readonly file: string; readonly text: string }
  /** It is nothing that may be written to. */
  | { readonly state: "unusable"; readonly why: string };

/** Looks at a file; a symbolic link is followed, as long as it stays in the project's folder. */
export function lookAt(directory: string, path: string): Place {
  const file = join(directory, path);
  try {
    const root = realpathSync(directory);
    const nearest = nearestThere(file);
    const real = realpathSync(nearest);
    if (real !== root && !real.startsWith(`${root}${sep}`))
      return { state: "unusable", why: `it leads out of the project, to ${real}` };
    const target = join(real, relative(nearest, file));
    if (nearest !== file) {
      if (!statSync(real).isDirectory())
        return { state: "unusable", why: `${relative(root, real)} is no folder` };
      return { state: "missing", file: target };
    }
    const about = statSync(target);
    if (!about.isFile()) return { state: "unusable", why: "it is no file" };
    if (about.size > LARGEST_BYTES)
      return { state: "unusable", why: `it has ${about.size} bytes, more than ${LARGEST_BYTES}` };
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(readFileSync(target));
    return { state: "there", file: target, text };
  } catch (error) {
    if (error instanceof TypeError) return { state: "unusable", why: "it is not UTF-8" };
    return { state: "unusable", why: error instanceof Error ? error.message : String(error) };
  }
}

/** The file, or the nearest folder above it that is there. A link that leads nowhere is there, and fails later. */
function nearestThere(file: string): string {
  let at = file;
  while (!existsSync(at) && lstatSync(at, { throwIfNoEntry: false }) === undefined) at = dirname(at);
  return at;
}

/** Writes a file at once or not at all; one that is there keeps its mode. */
export function writeWhole(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const mode = statSync(file, { throwIfNoEntry: false })?.mode;
  const beside = `${file}.${randomUUID()}.tmp`;
  try {
    writeFileSync(beside, text, { flag: "wx", ...(mode === undefined ? {} : { mode: mode & 0o777 }) });
    renameSync(beside, file);
  } finally {
    rmSync(beside, { force: true });
  }
}

export function removeFile(file: string): void {
  rmSync(file, { force: true });
}
