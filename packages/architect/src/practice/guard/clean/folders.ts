import { join } from "node:path/posix";
import type { Finding } from "../finding.js";
import type { Snapshot } from "../git/index.js";

const manifests = [
  "package.json",
  "Cargo.toml",
  "go.mod",
  "composer.json",
  "pyproject.toml",
  "requirements.txt",
  "setup.py",
  "pom.xml",
  "build.gradle",
  "build.gradle.kts",
  "Gemfile",
  "deno.json",
];

export interface Folder {
  readonly name: string;
  /** What it lies in; empty for the repository's own folder. */
  readonly above: string;
  readonly path: string;
}

/** The folders that a file lies in, the outermost first. */
export function foldersOf(file: string): readonly Folder[] {
  const parts = file.split("/").slice(0, -1);
  return parts.map((name, at) => ({
    name,
    above: parts.slice(0, at).join("/"),
    path: parts.slice(0, at + 1).join("/"),
  }));
}

/** Whether a project has its root in a folder: the repository's own, or one with a manifest. */
export function isProjectRoot(snapshot: Snapshot, folder: string): boolean {
  return folder === "" || manifests.some((name) => snapshot.files.has(join(folder, name)));
}

/** One finding for a folder, and not one for each of its thousand files. */
export function findFolders(
  snapshot: Snapshot,
  folderOf: (file: string) => string | undefined,
  words: (folder: string) => { readonly says: string; readonly remedy: string },
): readonly Omit<Finding, "rule">[] {
  const folders = new Map<string, { readonly file: string; count: number }>();
  for (const { path } of [...snapshot.changed, ...snapshot.passing]) {
    const folder = folderOf(path);
    if (folder === undefined) continue;
    const known = folders.get(folder);
    if (known) known.count += 1;
    else folders.set(folder, { file: path, count: 1 });
  }
  return [...folders].map(([folder, { file, count }]) => {
    const { says, remedy } = words(folder);
    return { file, says: count === 1 ? says : `${says} (${count} files of ${folder}/)`, remedy };
  });
}

/** How to take a file out of a commit, and keep it where it is. */
export function untrack(path: string, line: string): string {
  return `Take it out of the commit with \`git rm -r --cached -- ${quoted(path)}\`, and write ${line} into .gitignore.`;
}

/** A path as a shell takes it. */
export function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
