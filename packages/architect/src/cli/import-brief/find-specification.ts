import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join, relative } from "node:path";
import type { SpecificationFile } from "../../brief/import/index.js";
import { ToolError } from "../../tool-error.js";

const MOST_FILES = 50;
const MOST_BYTES = 1_048_576;
const DEEPEST = 4;

/**
 * The files of a specification: the one that was named; of a folder every spec.md of spec-kit and requirements.md of Kiro below it, or else
 * the Markdown that lies in it.
 *
 * @throws ToolError SPECIFICATION_UNREADABLE
 */
export function findSpecification(path: string, from: string): readonly SpecificationFile[] {
  const isFolder = kindOf(path) === "folder";
  const files = isFolder ? filesIn(path) : [path];
  if (files.length === 0)
    throw unreadable(
      path,
      "There is no Markdown in this folder.",
      "Name a file: lintel import-brief specification.md",
    );
  if (files.length > MOST_FILES)
    throw unreadable(
      path,
      `There are ${files.length} specifications below it, and ${MOST_FILES} are taken at most.`,
      "Name one of its folders.",
    );
  return files.map((file) => ({ file: relative(from, file) || basename(file), text: textOf(file) }));
}

function kindOf(path: string): "folder" | "file" {
  try {
    const found = statSync(path);
    if (found.isDirectory()) return "folder";
    if (found.isFile()) return "file";
  } catch (cause) {
    const { code } = cause as { readonly code?: unknown };
    throw unreadable(
      path,
      `It cannot be read (${String(code ?? cause)}).`,
      "Mend the path: lintel import-brief specs/001-albums/spec.md",
    );
  }
  throw unreadable(path, "It is neither a file nor a folder.", "Name a file of Markdown.");
}

function filesIn(folder: string): readonly string[] {
  const named = below(folder, 0);
  if (named.length > 0) return named;
  return entriesOf(folder)
    .filter((entry) => entry.isFile() && /\.(?:md|markdown)$/i.test(entry.name))
    .map((entry) => join(folder, entry.name));
}

/** In the order of their paths, so that the same folder is read the same way. Links are not followed. */
function below(folder: string, depth: number): readonly string[] {
  return entriesOf(folder).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isFile()) return /^(?:spec|requirements)\.md$/i.test(entry.name) ? [path] : [];
    const isOpen = !entry.name.startsWith(".") || /^\.(?:kiro|specify)$/.test(entry.name);
    const isOurs = entry.isDirectory() && isOpen && !/^(?:node_modules|dist|templates)$/.test(entry.name);
    return isOurs && depth < DEEPEST ? below(path, depth + 1) : [];
  });
}

function entriesOf(folder: string) {
  const entries = reading(folder, () => readdirSync(folder, { withFileTypes: true }));
  return entries.sort((one, other) => (one.name < other.name ? -1 : 1));
}

function reading<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    const { code } = cause as { readonly code?: unknown };
    throw unreadable(
      path,
      `It cannot be read (${String(code ?? cause)}).`,
      `Look whose it is: ls -ld ${path}`,
    );
  }
}

function textOf(file: string): string {
  const bytes = reading(file, () => readFileSync(file));
  if (bytes.length > MOST_BYTES)
    throw unreadable(
      file,
      `It has ${bytes.length} bytes, and a specification has ${MOST_BYTES} at most.`,
      "Name a smaller file.",
    );
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    if (!text.includes("\0")) return text;
  } catch {
    // The message below says what was expected.
  }
  throw unreadable(file, "It is no text in UTF-8.", "Save it as UTF-8, or name another file.");
}

function unreadable(where: string, message: string, next: string): ToolError {
  return new ToolError("SPECIFICATION_UNREADABLE", message, next, { where, exitCode: 2 });
}
