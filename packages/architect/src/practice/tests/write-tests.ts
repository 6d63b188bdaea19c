import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ToolError } from "../../tool-error.js";
import { readSuite, type TestFile } from "../suite/index.js";
import { type Import, type PlannedFile, sourceOf } from "./planned.js";

/** What came of writing tests. Paths are from the project's folder. */
export interface WrittenTests {
  readonly created: readonly string[];
  /** Made by an earlier run, edited by nobody, and made anew. */
  readonly updated: readonly string[];
  readonly unchanged: readonly string[];
  /** Made by an earlier run, edited by nobody, and not called for any more: may go. */
  readonly superseded: readonly string[];
  /** What is a person's: left as it is. `missing` are names of tests that it does not have, and `to` the file where they went. */
  readonly kept: readonly {
    readonly file: string;
    readonly missing: readonly string[];
    readonly to?: string;
  }[];
}

const mark =
  /^\/\/ Made by `lintel tests`\. Edit it, and it is yours: it is not written again\. Digest: ([0-9a-f]{64})\r?\n/;

/** The file as it is written: with a line in front by which it is known whether somebody edited it. */
function marked(source: string): string {
  return `// Made by \`lintel tests\`. Edit it, and it is yours: it is not written again. Digest: ${digestOf(source)}\n${source}`;
}

/** Whether a file is as it was made. */
function isAsMade(content: string): boolean {
  const [line = "", digest] = mark.exec(content) ?? [];
  return digest !== undefined && digestOf(content.slice(line.length)) === digest;
}

/** Line ends do not count: git may change them. */
function digestOf(source: string): string {
  return createHash("sha256").update(source.replaceAll("\r\n", "\n")).digest("hex");
}

/**
 * Writes the tests that are not there yet. A file that a person made or edited is left alone, byte for byte: what it lacks goes into a file
 * beside it. What was written once and edited by nobody is made anew. Twice is once.
 *
 * @throws ToolError TESTS_UNREADABLE where a file of tests cannot be read: what it lacks is not known
 */
export function writeTests(
  directory: string,
  files: readonly PlannedFile[],
  imports: readonly Import[],
): WrittenTests {
  const edited = new Set<string>();
  const asMade = new Set<string>();
  const suite = readSuite(directory);
  for (const { file, problem } of suite) {
    if (problem) {
      throw new ToolError(
        "TESTS_UNREADABLE",
        problem.message,
        "Mend the file, and run it again: lintel tests",
        {
          where: `${file}:${problem.line}`,
        },
      );
    }
    const isMade = file.startsWith("acceptance/") && isAsMade(readFileSync(join(directory, file), "utf8"));
    (isMade ? asMade : edited).add(file);
  }
  const there = keysIn(suite.filter(({ file }) => edited.has(file)));
  const result = {
    created: [] as string[],
    updated: [] as string[],
    unchanged: [] as string[],
    kept: [] as WrittenTests["kept"][number][],
  };
  for (const planned of files) {
    const missing = planned.tests.filter(({ key }) => !there.has(key));
    const isKept = edited.has(planned.path);
    if (missing.length === 0) {
      if (isKept) result.kept.push({ file: planned.path, missing: [] });
      continue;
    }
    const to = placeFor(planned.path, edited, directory);
    if (isKept) result.kept.push({ file: planned.path, missing: missing.map(({ name }) => name), to });
    const content = marked(sourceOf(planned, imports, missing));
    const before = existsSync(join(directory, to)) ? readFileSync(join(directory, to), "utf8") : undefined;
    if (before?.replaceAll("\r\n", "\n") === content) result.unchanged.push(to);
    else {
      writeWhole(join(directory, to), content);
      (before === undefined ? result.created : result.updated).push(to);
    }
  }
  const wanted = new Set([...result.created, ...result.updated, ...result.unchanged]);
  return { ...result, superseded: [...asMade].filter((file) => !wanted.has(file)) };
}

/** By what tests are known again: their names, and the ids that these begin with. */
function keysIn(files: readonly TestFile[]): ReadonlySet<string> {
  return new Set(
    files.flatMap(({ tests }) => tests.flatMap(({ titles, ids }) => [titles.at(-1) ?? "", ...ids])),
  );
}

/** The file itself where it is free or as it was made, else the first beside it that is. */
function placeFor(path: string, edited: ReadonlySet<string>, directory: string): string {
  for (let number = 1; ; number += 1) {
    const place = number === 1 ? path : path.replace(/\.test\.ts$/, `-${number}.test.ts`);
    if (edited.has(place)) continue;
    if (!existsSync(join(directory, place)) || isAsMade(readFileSync(join(directory, place), "utf8")))
      return place;
  }
}

function writeWhole(file: string, content: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const beside = `${file}.${process.pid}.new`;
  writeFileSync(beside, content);
  renameSync(beside, file);
}
