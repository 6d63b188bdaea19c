import { type Dirent, lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { DocumentFile } from "../design/index.js";

const mostDocuments = 1_000;
const largest = 5_000_000;
const most = 50_000_000;
const endings = /\.(?:md|mmd|json|ya?ml|csv|svg)$/;

/**
 * The documents that lie in a folder and in those below it, sorted by path. What is no file of text, is too large or cannot be read is left out, and links are
 * not followed.
 */
export function readDocuments(folder: string): readonly DocumentFile[] {
  const paths = pathsIn(folder, "").sort().slice(0, mostDocuments);
  let left = most;
  return paths.flatMap((path) => {
    try {
      const { size } = lstatSync(join(folder, path));
      if (size > largest || size > left) return [];
      left -= size;
      return [{ path, text: readFileSync(join(folder, path), "utf8") }];
    } catch {
      return [];
    }
  });
}

function pathsIn(folder: string, below: string): string[] {
  if (below.split("/").length > 8) return [];
  return entriesOf(join(folder, below)).flatMap((entry) => {
    const path = below === "" ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) return pathsIn(folder, path);
    return entry.isFile() && endings.test(entry.name) ? [path] : [];
  });
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
