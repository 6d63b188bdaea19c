import { basename, join } from "node:path/posix";
import type { Snapshot } from "../git/index.js";
import { manifestsAbove } from "../packages/index.js";
import type { Rule } from "../rule.js";
import { findFolders, foldersOf, isProjectRoot, untrack } from "./folders.js";

const anywhere = new Set([
  ".next",
  ".nuxt",
  ".output",
  ".turbo",
  ".parcel-cache",
  ".svelte-kit",
  ".nyc_output",
  ".lintel",
  ".serverless",
  ".aws-sam",
  ".terraform",
  "storybook-static",
  ".eggs",
]);
/** Names that also fit a folder of sources, such as one of build scripts. */
const atRoot = new Set(["build", "out", "target", "coverage", "htmlcov"]);
const written =
  /(?:(?<!\.d)\.[cm]?ts|\.tsx|\.sh|\.py|\.go|\.rs|\.md|\.ya?ml|\.tf|\.config\.[cm]?js|Dockerfile[\w.-]*|Makefile|\.env\S*)$/;
const madeFiles = /(?:\.tsbuildinfo|\.pyc|\.pyo|\.class|\.o|\.obj)$/;

/** What a build makes is made anew by a build. */
export const buildOutputCommitted: Rule = {
  id: "build-output-committed",
  says: "What a build or a run of tests made is in the commit: `dist`, `build`, `target`, `coverage`, `*.tsbuildinfo` and the like.",
  check: ({ snapshot }) => [
    ...findFolders(
      snapshot,
      (file) => folderOf(snapshot, file),
      (folder) => ({
        says: "A build or a run of tests makes it.",
        remedy: `${untrack(folder, `${folder.split("/").at(-1)}/`)} Where it has to be committed, allow it with a reason in package.json: lintel.guard.allow.`,
      }),
    ),
    ...findFolders(
      snapshot,
      (file) => (madeFiles.test(file) && !folderOf(snapshot, file) && !isInPackages(file) ? file : undefined),
      (file) => ({
        says: "A build makes it.",
        remedy: untrack(file, `*.${file.split(".").at(-1)}`),
      }),
    ),
  ],
};

function folderOf(snapshot: Snapshot, file: string): string | undefined {
  for (const { name, above, path } of foldersOf(file)) {
    if (anywhere.has(name) || name.endsWith(".egg-info")) return path;
    if (name === "dist" && (isProjectRoot(snapshot, above) || !/(?:^|\/)(?:src|lib|app)(?:\/|$)/.test(above)))
      return path;
    if (!atRoot.has(name) || !isProjectRoot(snapshot, above)) continue;
    if (name === "target" && snapshot.files.has(join(above, "Cargo.toml"))) return path;
    if (!written.test(basename(file)) && !isRun(snapshot, file)) return path;
  }
  return undefined;
}

/** What lies among installed packages is told of as such. */
function isInPackages(file: string): boolean {
  return foldersOf(file).some(({ name }) => name === "__pycache__" || name === "node_modules");
}

/** Whether a script of a package runs the file: somebody wrote it. */
function isRun(snapshot: Snapshot, file: string): boolean {
  return manifestsAbove(snapshot, file).some(({ scripts, folder }) => {
    const within = folder === "." ? file : file.slice(folder.length + 1);
    return Object.values(scripts).some((script) => script.includes(within));
  });
}
