import { basename, relative, sep } from "node:path";
import type { Project } from "../project/index.js";

/** Editors write a file in several steps: this long after the last of them the file counts as saved. */
const QUIET_MS = 25;

const ignored = new Set(["node_modules", "dist", "migrations", ".lintel", ".git", "coverage"]);

/** Tells of every saved source file of the project. Resolves, when it watches, to what ends it. */
export async function watchProject(
  project: Project,
  saved: (files: readonly string[]) => void,
): Promise<() => Promise<void>> {
  const { watch } = await import("chokidar");
  const watcher = watch(project.directory, {
    ignoreInitial: true,
    ignored: (path, stats) => {
      if (path === project.directory) return false;
      const parts = relative(project.directory, path).split(sep);
      // Answers are kept there one by one, and none of them is a reason to load anything anew.
      if (parts[0] === "ai" && parts[1] === "memory-bank") return true;
      return parts.some((part) => ignored.has(part)) || (stats?.isFile() === true && !isSource(path));
    },
  });
  let changed: string[] = [];
  let timer: NodeJS.Timeout | undefined;
  watcher.on("all", (_event, path) => {
    if (!isSource(path)) return;
    changed.push(relative(project.directory, path));
    clearTimeout(timer);
    timer = setTimeout(() => {
      const files = [...new Set(changed)];
      changed = [];
      saved(files);
    }, QUIET_MS);
  });
  await new Promise<void>((resolve) => watcher.once("ready", () => resolve()));
  return async () => {
    clearTimeout(timer);
    await watcher.close();
  };
}

/** What a blueprint can be made of. Tests and seeds are none of the running version's business. */
function isSource(path: string): boolean {
  const name = basename(path);
  return (
    /\.(?:[cm]?[jt]s|json)$/.test(name) &&
    !/\.test\.[cm]?[jt]s$/.test(name) &&
    !/^(?:vitest\.config|seed)\./.test(name)
  );
}
