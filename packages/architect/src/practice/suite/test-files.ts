import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { findTests, type TestFile } from "./find-tests.js";

/** What no test of the project's own stands in. */
const elsewhere: ReadonlySet<string> = new Set(["node_modules", "dist", "coverage"]);
const isTest = /\.(?:test|spec)\.[cm]?[jt]sx?$/;

/** The files of a project that hold tests, from its folder, with `/`, sorted. */
function testFilesOf(directory: string): readonly string[] {
  const found: string[] = [];
  const look = (folder: string): void => {
    for (const entry of readdirSync(join(directory, folder), { withFileTypes: true })) {
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory() && !elsewhere.has(entry.name) && !entry.name.startsWith(".")) look(path);
      if (entry.isFile() && isTest.test(entry.name)) found.push(path);
    }
  };
  look("");
  return found.sort();
}

/** Every test of the project, by file. */
export function readSuite(directory: string): readonly TestFile[] {
  return testFilesOf(directory).map((file) => findTests(file, readFileSync(join(directory, file), "utf8")));
}
