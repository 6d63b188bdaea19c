import { basename, dirname } from "node:path/posix";
import { type Snapshot, symlink, textOf } from "../git/index.js";
import { matcher } from "../ignore/index.js";
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

/** Whether a file imports a framework of tests, or lies beside tests that alone import it. */
function isTestSupport(sight: Sight, path: string, asked: ReadonlySet<string> = new Set()): boolean {
  const { snapshot } = sight;
  const answers = known.get(snapshot) ?? new Map<string, boolean>();
  known.set(snapshot, answers);
  const answer = answers.get(path) ?? decide(sight, path, new Set([...asked, path]));
  answers.set(path, answer);
  return answer;
}

function decide(sight: Sight, path: string, asked: ReadonlySet<string>): boolean {
  if (isLeftOut(sight.snapshot, path)) return true;
  if (entries.test(basename(path))) return false;
  const importers = importersOf(sight, path).filter((one) => !asked.has(one));
  const areTests = importers.every((one) => isForTests(one) || isTestSupport(sight, one, asked));
  const usesFramework = specifiersOf(sight, path).some(
    ({ specifier, isType }) => !isType && frameworks.test(specifier),
  );
  if (usesFramework || !areTests) return areTests;
  // What a test is named after is its subject, and what tests of another folder import may be: support lies beside the tests that use it.
  if (importers.some((one) => stemOf(one) === stemOf(path))) return false;
  return importers.some((one) => dirname(one) === dirname(path));
}

/** Whether the package leaves it out of what it publishes: `!` in its `files`. */
function isLeftOut(snapshot: Snapshot, path: string): boolean {
  const [manifest] = manifestsAbove(snapshot, path);
  const files = manifest?.data.files;
  if (!manifest || !Array.isArray(files)) return false;
  const within = path.slice(manifest.folder === "." ? 0 : manifest.folder.length + 1).replace(/^src\//, "");
  return files.some((one) => {
    if (typeof one !== "string" || !one.startsWith("!")) return false;
    return matcher(one.slice(1).replace(/^(?:\.\/)?(?:dist|build|lib)\//, ""))(within);
  });
}

/** Where a program begins: nobody imports it but tests. */
const entries = /^(?:blueprint|index|main|server|app|worker|handler|start)\.[cm]?[jt]sx?$/;

function stemOf(path: string): string {
  return basename(path).replace(/(?:[.-](?:test|spec|e2e|unit|integration))*\.[cm]?[jt]sx?$/, "");
}

function specifiersOf({ snapshot, sources }: Sight, path: string) {
  const text = textOf(snapshot, path);
  const source = text === undefined ? undefined : sources.parse(path, text);
  return isParsed(source) ? importsOf(source) : [];
}

/** So often a file's importers are looked for by its name in the texts; after that it is quicker to know all imports of the repository. */
const MOST_SEARCHES = 8;
const searches = new WeakMap<Snapshot, number>();
const indexes = new WeakMap<Snapshot, ReadonlyMap<string, readonly string[]>>();

/** The sources of the same project that import a file. */
function importersOf(sight: Sight, path: string): readonly string[] {
  const { snapshot } = sight;
  const count = (searches.get(snapshot) ?? 0) + 1;
  searches.set(snapshot, count);
  if (count <= MOST_SEARCHES) return searchImporters(sight, path);
  const index = indexes.get(snapshot) ?? indexImports(sight);
  indexes.set(snapshot, index);
  return index.get(path) ?? [];
}

function indexImports(sight: Sight): ReadonlyMap<string, readonly string[]> {
  const { snapshot, sources } = sight;
  const importers = new Map<string, string[]>();
  for (const { file } of textsIn(snapshot, "."))
    for (const given of specifiersOf(sight, file)) {
      const found = resolveImport(snapshot, sources, file, given);
      if (found.kind !== "file" || found.path === file) continue;
      const known = importers.get(found.path);
      if (known) known.push(file);
      else importers.set(found.path, [file]);
    }
  return importers;
}

function searchImporters(sight: Sight, path: string): readonly string[] {
  const { snapshot, sources } = sight;
  const folder = manifestsAbove(snapshot, path)[0]?.folder ?? ".";
  const stem = basename(path).replace(/\.[cm]?[jt]sx?$/, "");
  // Of an index, the folder is imported as often as the file.
  const names = stem === "index" ? [stem, path.split("/").at(-2) ?? stem, "."] : [stem];
  return textsIn(snapshot, folder).flatMap(({ file, text }) => {
    if (file === path || !names.some((name) => text.includes(name))) return [];
    const imports = specifiersOf(sight, file).some((given) => {
      if (!names.some((name) => given.specifier.includes(name))) return false;
      const found = resolveImport(snapshot, sources, file, given);
      return found.kind === "file" && found.path === path;
    });
    return imports ? [file] : [];
  });
}

interface FileText {
  readonly file: string;
  readonly text: string;
}

const texts = new WeakMap<Snapshot, Map<string, readonly FileText[]>>();

/** The sources below a folder, read once. */
function textsIn(snapshot: Snapshot, folder: string): readonly FileText[] {
  const folders = texts.get(snapshot) ?? new Map<string, readonly FileText[]>();
  texts.set(snapshot, folders);
  const known = folders.get(folder);
  if (known) return known;
  const files = [...snapshot.files].filter(
    ([file, { mode }]) =>
      isSource(file) && mode !== symlink && (folder === "." || file.startsWith(`${folder}/`)),
  );
  snapshot.blobs.load(files.map(([, { id }]) => id));
  const found = files.flatMap(([file]) => {
    const text = textOf(snapshot, file);
    return text === undefined ? [] : [{ file, text }];
  });
  folders.set(folder, found);
  return found;
}
