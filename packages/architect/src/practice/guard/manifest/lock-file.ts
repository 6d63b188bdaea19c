import { relative } from "node:path/posix";
import type { Snapshot } from "../git/index.js";
import { type Manifest, manifestAt, manifestPaths } from "../packages/index.js";
import { isAside } from "./languages.js";
import { lockingManifest } from "./workspaces.js";

export interface Locking {
  readonly manifest: Manifest;
  /** The folder in which the lock file has to be. */
  readonly folder: string;
  /** The package's folder as the lock file names it. */
  readonly within: string;
  readonly wanted: readonly (readonly [name: string, range: string])[];
}

/** Packages that need something and whose manifest, lock file or sources the change is about. */
export function lockings(snapshot: Snapshot): readonly Locking[] {
  return manifestPaths(snapshot).flatMap((path) => {
    const manifest = isAside(path) ? undefined : manifestAt(snapshot, path);
    if (!manifest) return [];
    const { dependencies, devDependencies, optionalDependencies } = manifest;
    const wanted = Object.entries({ ...devDependencies, ...optionalDependencies, ...dependencies });
    if (wanted.length === 0) return [];
    const { folder } = lockingManifest(snapshot, manifest);
    return [{ manifest, folder, within: relative(folder, manifest.folder) || ".", wanted }];
  });
}

/** Whether a change has anything to do with a folder. */
export function touches(snapshot: Snapshot, folder: string): boolean {
  return snapshot.changed.some(({ path }) => folder === "." || path.startsWith(`${folder}/`));
}
