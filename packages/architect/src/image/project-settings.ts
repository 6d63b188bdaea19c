import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import type { Project } from "../project/project.js";
import { NoImage } from "./source-text.js";
import { digestOf, type ProjectFile } from "./stamp.js";

/**
 * The files that say how a project's files are read: the nearest package.json and tsconfig.json, and what that extends.
 *
 * @throws NoImage where one extends what is not found
 */
export function projectSettings({ directory }: Project): readonly ProjectFile[] {
  const found: ProjectFile[] = [];
  const add = (path: string): string => {
    const content = readFileSync(path, "utf8");
    found.push({ path, digest: digestOf(content) });
    return content;
  };
  const manifest = nearest(directory, "package.json");
  if (manifest) add(manifest);
  const waiting = [nearest(directory, "tsconfig.json")];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (found.some((file) => file.path === path)) continue;
    const [, list = ""] = /"extends"\s*:\s*(\[[^\]]*\]|"[^"]*")/.exec(add(path)) ?? [];
    for (const [, name = ""] of list.matchAll(/"([^"]*)"/g)) waiting.push(extended(path, name));
  }
  return found;
}

function extended(from: string, name: string): string {
  const beside = resolve(dirname(from), name);
  const all = name.startsWith(".") ? [beside, `${beside}.json`] : [];
  const file = all.find((path) => existsSync(path));
  if (file) return file;
  for (const path of [name, `${name}/tsconfig.json`]) {
    try {
      return createRequire(from).resolve(path);
    } catch {
      // The next form of the name, or the refusal below.
    }
  }
  throw new NoImage(`${from} extends ${name}, which is not found`);
}

function nearest(directory: string, name: string): string | undefined {
  for (let folder = directory; ; folder = dirname(folder)) {
    const path = join(folder, name);
    if (existsSync(path)) return path;
    if (dirname(folder) === folder) return undefined;
  }
}
