import { basename } from "node:path/posix";

const testFolders = new Set([
  "test",
  "tests",
  "__tests__",
  "__mocks__",
  "__fixtures__",
  "fixtures",
  "spec",
  "specs",
  "e2e",
  "acceptance",
  "testdata",
  "cypress",
]);
const asideFolders = new Set([
  "scripts",
  "script",
  "tools",
  "bin",
  "bench",
  "benchmark",
  "benchmarks",
  "docs",
  "examples",
  "example",
  "samples",
  "seed",
  "seeds",
  "migrations",
  "templates",
  ".storybook",
  "stories",
  ".github",
  "ci",
]);

/** Whether a file is a test, or something that only tests use. */
export function isForTests(path: string): boolean {
  const folders = path.split("/").slice(0, -1);
  return folders.some((folder) => testFolders.has(folder)) || isNamedTest(path);
}

/** Whether a file's name says that it is a test: `order.test.ts`, `order.spec.js`. */
export function isNamedTest(path: string): boolean {
  return /[.-](?:test|spec)(?:-d)?\.[cm]?[jt]sx?$/.test(path) || /\.(?:cy|e2e)\.[jt]sx?$/.test(path);
}

/** Whether a file is of the program that is shipped: no test, no script, no configuration of a tool. */
export function isProduction(path: string): boolean {
  if (isForTests(path)) return false;
  const folders = path.split("/").slice(0, -1);
  if (folders.some((folder) => asideFolders.has(folder))) return false;
  const name = basename(path);
  return !(
    /\.(?:config|conf|setup|stories|bench|tst)\.[cm]?[jt]sx?$/.test(name) ||
    /^\.?[\w-]+rc\.[cm]?[jt]s$/.test(name) ||
    /^(?:seed|bench(?:mark)?|example|gulpfile|gruntfile|knexfile|\.[\w.-]+)\.[cm]?[jt]s$/i.test(name)
  );
}

/** Whether a program wrote it: nobody is to tidy it. */
export function isGenerated(path: string, text: string): boolean {
  if (/\.(?:d\.[cm]?ts|min\.[cm]?js|generated\.[cm]?[jt]sx?|gen\.[cm]?[jt]s)$/.test(path)) return true;
  if (/(?:^|\/)(?:generated|__generated__|vendor|third[-_]party)\//.test(path)) return true;
  return /@generated\b|\bauto-?generated\b|\bdo not (?:edit|modify)\b/i.test(text.slice(0, 600));
}
