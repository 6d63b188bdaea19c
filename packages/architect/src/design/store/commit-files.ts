import { randomUUID } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { digestOfText } from "../../brief/store/digest.js";
import { errnoOf, removeQuietly, syncFolder, writeThrough } from "../../durable/index.js";
import { notWritten } from "./failure.js";
import { designFiles } from "./files.js";
import { readText, unixLines } from "./read-text.js";

/** A file to be put in its place, or taken away. */
export interface FileChange {
  /** From the project's folder, with slashes. */
  readonly path: string;
  /** What stands there now, as it was read; undefined for nothing. Where something else stands there, it is left. */
  readonly before: string | undefined;
  /** Undefined to take the file away. */
  readonly text: string | undefined;
}

interface Step {
  readonly path: string;
  /** SHA-256; null for no file. */
  readonly before: string | null;
  readonly after: string | null;
  /** The name of what is to be put there, in the folder of the journal. */
  readonly staged: string | null;
}

const journalName = "journal.json";

/**
 * Makes these changes, in this order: all of them in the end, or none. They lie on the disk whole before the first takes its place, with a journal from
 * which `finishWriting` goes on where this process is killed. A file that somebody changed since it was read is left as it is.
 *
 * @param isBegun that files of the same design were written before, so that no error says that nothing was changed
 * @returns paths that were left, since somebody changed them meanwhile
 * @throws ToolError DESIGN_DISK_FULL, DESIGN_NOT_WRITABLE
 */
export function commitFiles(
  directory: string,
  changes: readonly FileChange[],
  isBegun = false,
): readonly string[] {
  const needed = changes.filter(isNeeded);
  if (needed.length === 0) return [];
  stage(directory, needed, isBegun);
  return carryOut(directory);
}

/** Whether the file would be another than it is. */
export function isNeeded({ before, text }: FileChange): boolean {
  return before !== (text === undefined ? undefined : unixLines(text));
}

/**
 * Finishes what a process began that was killed while it put files in their places. Nothing where none was.
 *
 * @returns paths that were left, since somebody changed them meanwhile; undefined where nothing was to be finished
 * @throws ToolError DESIGN_DISK_FULL, DESIGN_NOT_WRITABLE, DESIGN_UNREADABLE
 */
export function finishWriting(directory: string): readonly string[] | undefined {
  const { writing } = designFiles(directory);
  if (readText(join(writing, journalName), ".lintel/design-writing/journal.json") !== undefined)
    return carryOut(directory);
  // Of a process that died before it had all: nothing took its place.
  rmSync(writing, { recursive: true, force: true });
  return undefined;
}

function stage(directory: string, changes: readonly FileChange[], isBegun: boolean): void {
  const { writing } = designFiles(directory);
  let current = ".lintel/design-writing";
  try {
    mkdirSync(writing, { recursive: true });
    writeFileSync(join(dirname(writing), ".gitignore"), "*\n");
    const steps = changes.map(({ path, before, text }, place): Step => {
      current = path;
      if (text !== undefined) {
        mkdirSync(dirname(join(directory, path)), { recursive: true });
        writeThrough(join(writing, String(place)), text);
      }
      return {
        path,
        before: before === undefined ? null : digestOfText(before),
        after: text === undefined ? null : digestOfText(unixLines(text)),
        staged: text === undefined ? null : String(place),
      };
    });
    const begun = join(writing, "journal.begun");
    writeThrough(begun, `${JSON.stringify(steps)}\n`);
    renameSync(begun, join(writing, journalName));
    syncFolder(writing);
  } catch (error) {
    removeQuietly(writing);
    throw notWritten(current, error, isBegun);
  }
}

function carryOut(directory: string): readonly string[] {
  const { writing } = designFiles(directory);
  const steps = JSON.parse(readText(join(writing, journalName), writing) ?? "[]") as readonly Step[];
  const left: string[] = [];
  let current = "";
  try {
    for (const { path, before, after, staged } of steps) {
      current = path;
      const file = join(directory, path);
      const text = readText(file, path);
      const is = text === undefined ? null : digestOfText(text);
      if (is === after) continue;
      if (is !== before) left.push(path);
      else if (staged === null) rmSync(file);
      else put(join(writing, staged), file);
    }
    for (const folder of new Set(steps.map(({ path }) => dirname(join(directory, path))))) syncFolder(folder);
  } catch (error) {
    throw notWritten(current, error, true);
  }
  // First the journal, so that nobody finds one whose files are gone.
  rmSync(join(writing, journalName), { force: true });
  rmSync(writing, { recursive: true, force: true });
  return left;
}

/** Beside another file system it takes a copy, which is renamed there. */
function put(staged: string, file: string): void {
  try {
    renameSync(staged, file);
  } catch (error) {
    if (errnoOf(error) !== "EXDEV") throw error;
    const beside = `${file}.${randomUUID()}.writing`;
    try {
      writeThrough(beside, readFileSync(staged, "utf8"));
      renameSync(beside, file);
    } finally {
      removeQuietly(beside);
    }
  }
}
