import { readdirSync } from "node:fs";
import { join } from "node:path";
import { errnoOf } from "../../durable/index.js";
import { ToolError } from "../../tool-error.js";
import type { DocumentFile } from "../documents/document.js";
import { designFiles, documentsPath } from "./files.js";
import { readText } from "./read-text.js";

/** Files of an architecture, and folders one in another, at most. */
const mostFiles = 5_000;
const deepest = 5;

/**
 * Every document of a project's architecture as it lies in its folder, a person's own among them, sorted by path; none where the folder is not there. Hidden files and what is neither a file nor
 * a folder are passed over.
 *
 * @throws ToolError DESIGN_UNREADABLE where one cannot be read, is no text, or there are too many
 */
export function readDocuments(directory: string): readonly DocumentFile[] {
  const root = designFiles(directory).documents;
  const paths = pathsIn(root, "", 0);
  if (paths.length > mostFiles)
    throw new ToolError(
      "DESIGN_UNREADABLE",
      `There are ${paths.length.toLocaleString("en-US")} files, and of documents there are at most ${mostFiles.toLocaleString("en-US")}.`,
      `Look at what is there, and move it away: ls -R ${documentsPath}`,
      { where: documentsPath },
    );
  return paths.sort().flatMap((path) => {
    const text = readText(join(root, path), `${documentsPath}/${path}`);
    return text === undefined ? [] : [{ path, text }];
  });
}

function pathsIn(root: string, below: string, depth: number): string[] {
  return entriesOf(join(root, below)).flatMap((entry) => {
    const path = below === "" ? entry.name : `${below}/${entry.name}`;
    if (entry.name.startsWith(".")) return [];
    if (entry.isDirectory()) return depth < deepest ? pathsIn(root, path, depth + 1) : [];
    return entry.isFile() && shown.test(entry.name) ? [path] : [];
  });
}

/** What a document is written in; other files that lie there are not text. */
const shown = /\.(md|svg|mmd|csv|json|ya?ml|txt|sql)$/;

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if (errnoOf(error) === "ENOENT" || errnoOf(error) === "ENOTDIR") return [];
    throw error;
  }
}
