import { dirname } from "node:path/posix";
import { type Snapshot, textOf } from "../git/index.js";
import { globBody } from "./glob.js";

interface Line {
  readonly expression: RegExp;
  readonly keeps: boolean;
  readonly folders: boolean;
}

const known = new WeakMap<Snapshot, Map<string, readonly Line[]>>();

/** Whether the `.gitignore` files that will be in the commit keep a file out. */
export function isIgnored(snapshot: Snapshot, path: string): boolean {
  const parts = path.split("/");
  // What lies in a folder that is ignored is ignored, whatever later lines say.
  for (let depth = 1; depth <= parts.length; depth++)
    if (decides(snapshot, parts.slice(0, depth).join("/"), depth < parts.length)) return true;
  return false;
}

function decides(snapshot: Snapshot, path: string, isFolder: boolean): boolean {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const within = folder === "." ? path : path.slice(folder.length + 1);
    for (const line of linesOf(snapshot, folder))
      if ((isFolder || !line.folders) && line.expression.test(within)) return !line.keeps;
    if (folder === ".") return false;
  }
}

/** The lines of a folder's file, the last first: the last that matches decides. */
function linesOf(snapshot: Snapshot, folder: string): readonly Line[] {
  const files = known.get(snapshot) ?? new Map<string, readonly Line[]>();
  known.set(snapshot, files);
  const found = files.get(folder);
  if (found) return found;
  const path = folder === "." ? ".gitignore" : `${folder}/.gitignore`;
  const text = snapshot.files.has(path) ? (textOf(snapshot, path) ?? "") : "";
  const lines = text.split(/\r?\n/).flatMap(parseLine).reverse();
  files.set(folder, lines);
  return lines;
}

function parseLine(given: string): readonly Line[] {
  const trimmed = given.replace(/(?<!\\) +$/, "");
  if (trimmed === "" || trimmed.startsWith("#")) return [];
  const keeps = trimmed.startsWith("!");
  const folders = trimmed.endsWith("/");
  const pattern = trimmed.replace(/^!/, "").replace(/\/$/, "");
  const anchored = pattern.includes("/");
  const body = globBody(pattern.replace(/^\//, ""));
  try {
    return [{ expression: new RegExp(`^${anchored ? "" : "(?:.*/)?"}${body}$`, "su"), keeps, folders }];
  } catch {
    return [];
  }
}
