import { join } from "node:path/posix";
import type { Snapshot } from "../git/index.js";
import type { Rule } from "../rule.js";
import { findFolders, foldersOf, isProjectRoot, untrack } from "./folders.js";

const anywhere = new Set([
  "node_modules",
  "bower_components",
  "jspm_packages",
  ".venv",
  "virtualenv",
  "site-packages",
  "__pycache__",
  ".tox",
  ".pnpm-store",
  ".gradle",
  ".bundle",
  "Pods",
]);

/** Packages of others: a lock file says which, and everybody installs them. */
export const dependencyCommitted: Rule = {
  id: "dependency-committed",
  says: "Installed packages are in the commit: `node_modules`, `vendor`, `.venv`, `__pycache__` and the like.",
  check: ({ snapshot }) =>
    findFolders(
      snapshot,
      (file) => dependencyFolder(snapshot, file),
      (folder) => ({
        says: "It is an installed package, or made by its interpreter.",
        remedy: untrack(folder, `${folder.split("/").at(-1)}/`),
      }),
    ),
};

/** The folder of installed packages that a file lies in. */
export function dependencyFolder(snapshot: Snapshot, file: string): string | undefined {
  for (const { name, above, path } of foldersOf(file)) {
    if (anywhere.has(name)) return path;
    // A shop has vendors too: `src/vendor/` is a subject, `vendor/` beside a manifest holds packages.
    if (name === "vendor" && isProjectRoot(snapshot, above)) return path;
    if ((name === "venv" || name === "env") && snapshot.files.has(join(path, "pyvenv.cfg"))) return path;
    if (name === "venv" && isProjectRoot(snapshot, above)) return path;
    if (/(?:^|\/)\.yarn\/(?:cache|unplugged)$/.test(path)) return path;
  }
  return undefined;
}
