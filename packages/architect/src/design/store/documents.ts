import { join } from "node:path";
import { digestOfText } from "../../brief/store/digest.js";
import type { DocumentFile } from "../documents/document.js";
import type { FileChange } from "./commit-files.js";
import type { StoredDesign } from "./design.js";
import { designFiles, documentsPath } from "./files.js";
import { readText, unixLines } from "./read-text.js";

/** How a document in the folder stands to what it would be now. */
export interface DocumentStanding {
  /** From `docs/architecture`. */
  readonly path: string;
  readonly state:
    | "current"
    /** As it was written, and it would be written otherwise now. */
    | "stale"
    | "missing"
    /** Written by Lintel, and changed by hand since. */
    | "edited"
    /** Written by Lintel, as it was, and not made any more. */
    | "left-over"
    /** A person's own, where Lintel would write. */
    | "foreign";
  /** As it is; undefined where it is missing. */
  readonly text: string | undefined;
}

/**
 * Compares the documents of a project with what they would be now. Only what Lintel wrote, or would write, is looked at.
 *
 * @throws ToolError DESIGN_UNREADABLE where something that is no file of text stands in the place of one
 */
export function compareDocuments(
  directory: string,
  stored: Pick<StoredDesign, "documents">,
  expected: readonly DocumentFile[],
): readonly DocumentStanding[] {
  const folder = designFiles(directory).documents;
  const read = (path: string) => readText(join(folder, path), `${documentsPath}/${path}`);
  const now = new Set(expected.map(({ path }) => path));
  return [
    ...expected.map(({ path, text: wanted }): DocumentStanding => {
      const text = read(path);
      return { path, text, state: standingOf(text, unixLines(wanted), stored.documents[path]) };
    }),
    ...Object.entries(stored.documents).flatMap(([path, written]): readonly DocumentStanding[] => {
      if (now.has(path)) return [];
      const text = read(path);
      if (text === undefined) return [];
      return [{ path, text, state: digestOfText(text) === written ? "left-over" : "edited" }];
    }),
  ];
}

function standingOf(
  text: string | undefined,
  wanted: string,
  written: string | undefined,
): DocumentStanding["state"] {
  if (text === wanted) return "current";
  if (text === undefined) return "missing";
  if (written === undefined) return "foreign";
  return digestOfText(text) === written ? "stale" : "edited";
}

/** What is done so that the documents are as they are expected: nothing that a person wrote is lost by it. */
export interface DocumentChanges {
  readonly changes: readonly FileChange[];
  /** Digests of what Lintel keeps there, by path from `docs/architecture`. */
  readonly documents: StoredDesign["documents"];
  /** Edits by hand that were put beside, by path from the project's folder. */
  readonly aside: readonly { readonly path: string; readonly to: string }[];
  /** Files of a person where Lintel would write: they stay. */
  readonly foreign: readonly string[];
}

export function documentChanges(
  directory: string,
  standings: readonly DocumentStanding[],
  expected: readonly DocumentFile[],
): DocumentChanges {
  const wanted = new Map(expected.map(({ path, text }) => [path, text]));
  const changes: FileChange[] = [];
  const aside: { path: string; to: string }[] = [];
  const documents: { [path: string]: string } = {};
  for (const { path, state, text } of standings) {
    const next = wanted.get(path);
    const place = `${documentsPath}/${path}`;
    if (next !== undefined && state !== "foreign") documents[path] = digestOfText(unixLines(next));
    if (state === "foreign" || state === "current") continue;
    if (state === "edited" && next === undefined) continue;
    if (state === "edited" && text !== undefined) {
      const to = besideOf(directory, place, text);
      aside.push({ path: place, to });
      changes.push({ path: to, before: undefined, text });
    }
    changes.push({ path: place, before: text, text: next });
  }
  const foreign = standings
    .filter(({ state }) => state === "foreign")
    .map(({ path }) => `${documentsPath}/${path}`);
  return { changes, documents, aside, foreign };
}

/** A name beside a file that is not taken: `system.edited.md`, then `system.edited-2.md`. */
function besideOf(directory: string, path: string, text: string): string {
  const [, stem = path, ending = ""] = /^(.*?)(\.[^./]+)?$/.exec(path) ?? [];
  for (let count = 1; ; count += 1) {
    const to = `${stem}.edited${count === 1 ? "" : `-${count}`}${ending}`;
    const there = readText(join(directory, to), to);
    if (there === undefined || there === text) return to;
  }
}
