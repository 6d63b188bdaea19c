import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { openBrief } from "../../brief/index.js";
import { siteOf } from "../../design/site/index.js";
import { readDocuments } from "../../design/store/index.js";
import { ToolError } from "../../tool-error.js";

export interface WrittenSite {
  readonly file: string;
  /** Of the file, for a browser. */
  readonly address: string;
  readonly documents: number;
  readonly pictures: number;
  readonly bytes: number;
}

/**
 * Writes the site of a project's documents, whole or not at all, into `out` (from `from`), else into `.lintel/docs`, which is never committed.
 *
 * @throws ToolError DESIGN_MISSING where there are no documents, DESIGN_UNREADABLE where one cannot be read, DESIGN_NOT_WRITABLE where the site cannot be written
 */
export function writeSite(directory: string, from: string, out: string | undefined): WrittenSite {
  const files = readDocuments(directory);
  if (files.length === 0)
    throw new ToolError(
      "DESIGN_MISSING",
      `There are no documents in ${join(directory, "docs/architecture")}.`,
      "lintel design",
    );
  const html = siteOf({ name: nameOf(directory), files });
  const folder = out === undefined ? join(directory, ".lintel/docs") : resolve(from, out);
  const file = join(folder, "index.html");
  try {
    mkdirSync(folder, { recursive: true });
    if (out === undefined) ignore(dirname(folder));
    putInPlace(file, html);
  } catch (cause) {
    throw new ToolError(
      "DESIGN_NOT_WRITABLE",
      `The site cannot be written: ${cause instanceof Error ? cause.message : String(cause)}.`,
      "Name a folder that can be written: lintel docs --out <folder>",
      { where: file, cause },
    );
  }
  return {
    file,
    address: pathToFileURL(file).href,
    documents: files.filter(({ path }) => path.endsWith(".md")).length,
    pictures: files.filter(({ path }) => path.endsWith(".svg")).length,
    bytes: Buffer.byteLength(html),
  };
}

/** As people call the project: of its brief where that can be read, else of its folder. */
function nameOf(directory: string): string {
  try {
    const stored = openBrief(directory);
    if (stored.state === "there" && stored.brief.name.trim() !== "") return stored.brief.name;
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
  }
  return basename(resolve(directory));
}

/** Nothing of `.lintel` is for others. */
function ignore(state: string): void {
  const file = join(state, ".gitignore");
  if (!existsSync(file)) writeFileSync(file, "*\n");
}

function putInPlace(file: string, text: string): void {
  const beside = `${file}.${process.pid}`;
  try {
    writeFileSync(beside, text);
    renameSync(beside, file);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}
