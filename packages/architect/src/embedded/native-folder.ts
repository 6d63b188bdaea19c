import { accessSync, chmodSync, constants, lstatSync, readFileSync, symlinkSync } from "node:fs";
import { dirname, join, relative } from "node:path";

interface Link {
  source: string;
  target: string;
}

/**
 * Does what the npm package's postinstall would have done where install scripts are off: makes the
 * symbolic links of `pg-symlinks.json` and sets the programs' modes. Quick when there is nothing to do.
 *
 * @returns false when something is missing and the folder cannot be written.
 */
export function mendNativeFolder(root: string): boolean {
  try {
    for (const link of readLinks(root)) makeLink(link);
    for (const program of ["postgres", "initdb", "pg_ctl"]) makeExecutable(join(root, "bin", program));
    return true;
  } catch {
    return false;
  }
}

function readLinks(root: string): Link[] {
  const listed: unknown = readIfPresent(join(root, "pg-symlinks.json"));
  if (!Array.isArray(listed)) return [];
  // The list is relative to the package ("native/lib/..."), whose folder may have any name in a copy.
  const place = (path: string) => join(root, path.replace(/^native\//, ""));
  return listed.flatMap((entry: unknown) => {
    if (typeof entry !== "object" || entry === null) return [];
    const { source, target } = entry as Record<string, unknown>;
    if (typeof source !== "string" || typeof target !== "string") return [];
    return [{ source: place(source), target: place(target) }];
  });
}

function readIfPresent(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}

function makeLink({ source, target }: Link): void {
  if (lstatSync(target, { throwIfNoEntry: false }) !== undefined) return;
  symlinkSync(relative(dirname(target), source), target);
}

function makeExecutable(program: string): void {
  if (process.platform === "win32") return;
  try {
    accessSync(program, constants.X_OK);
  } catch {
    chmodSync(program, 0o755);
  }
}
