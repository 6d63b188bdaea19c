import { basename } from "node:path/posix";
import { type Snapshot, symlink, textOf } from "../git/index.js";
import { manifestsAbove } from "../packages/index.js";
import type { Sight } from "../rule.js";
import { isForTests, isParsed, isProduction, isSource } from "../source/index.js";
import { importsOf } from "./imports.js";
import { resolveImport } from "./resolve-import.js";

const frameworks =
  /^(?:vitest|@?jest(?:\/.*)?|node:test|bun:test|mocha|ava|tap|@playwright\/test|chai|supertest)$/;
const known = new WeakMap<Snapshot, Map<string, boolean>>();

/** Whether a file is of the program that is shipped: no test, no script, and nothing that only tests import. */
export function isOfProgram(sight: Sight, path: string): boolean {
  return isProduction(path) && !isTestSupport(sight, path);
}

/** Whether a file imports a framework of tests, or is imported by tests alone. */
function isTestSupport(sight: Sight, path: string, asked: ReadonlySet<string> = new Set()): boolean {
  const { snapshot } = sight;
  const answers = known.get(snapshot) ?? new Map<string, boolean>();
  known.set(snapshot, answers);
  const answer = answers.get(path) ?? decide(sight, path, new Set([...asked, path]));
  answers.set(path, answer);
  return answer;
}

function decide(sight: Sight, path: string, asked: ReadonlySet<string>): boolean {
  const importers = importersOf(sight, path).filter((one) => !asked.has(one));
  if (importers.length > 0)
    return importers.every((one) => isForTests(one) || isTestSupport(sight, one, asked));
  return specifiersOf(sight, path).some(({ specifier, isType }) => !isType && frameworks.test(specifier));
}

function specifiersOf({ snapshot, sources }: Sight, path: string) {
  const text = textOf(snapshot, path);
  const source = text === undefined ? undefined : sources.parse(path, text);
  return isParsed(source) ? importsOf(source) : [];
}

/** The sources of the same project that import a file. */
function importersOf(sight: Sight, path: string): readonly string[] {
  const { snapshot, sources } = sight;
  const folder = manifestsAbove(snapshot, path)[0]?.folder ?? ".";
  const stem = basename(path).replace(/\.[cm]?[jt]sx?$/, "");
  // Of an index, the folder is imported as often as the file.
  const names = stem === "index" ? [stem, path.split("/").at(-2) ?? stem] : [stem];
  const candidates = [...snapshot.files].filter(
    ([one, { mode }]) =>
      one !== path && isSource(one) && mode !== symlink && (folder === "." || one.startsWith(`${folder}/`)),
  );
  snapshot.blobs.load(candidates.map(([, { id }]) => id));
  return candidates
    .map(([one]) => one)
    .filter((one) => {
      const text = textOf(snapshot, one);
      if (text === undefined || !names.some((name) => text.includes(name))) return false;
      return specifiersOf(sight, one).some((given) => {
        const found = resolveImport(snapshot, sources, one, given);
        return found.kind === "file" && found.path === path;
      });
    });
}
