import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Finds a source file, named as seen from the one that asks: `../index.ts`. Gives the text of its address. */
export type FileOf = (name: string) => string;

/**
 * For tests: the words by which `node` runs a script in a process of its own. It gets the files that it imports from
 * what is built, which starts in a fraction of the time, unless a source is newer than that: then `tsx` reads them.
 * `from` is the address of the module that asks.
 */
export function scriptWords(from: string, script: (file: FileOf) => string): readonly string[] {
  const [, root, inside] = /^(file:.*\/packages\/[^/]+\/)src\/(.*)$/.exec(from) ?? [];
  const isBuilt = root !== undefined && inside !== undefined && isUpToDate(fileURLToPath(root));
  const base = isBuilt ? `${root}dist/${inside}` : from;
  const ending = isBuilt ? ".js" : ".ts";
  const text = script((name) => JSON.stringify(new URL(name.replace(/\.ts$/, ending), base).href));
  return [...(isBuilt ? [] : ["--import", "tsx"]), "--input-type=module", "--eval", text];
}

const known = new Map<string, boolean>();

function isUpToDate(root: string): boolean {
  const before = known.get(root);
  if (before !== undefined) return before;
  const built = statSync(join(root, "dist/.tsbuildinfo"), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const source = join(root, "src");
  const files = readdirSync(source, { recursive: true, encoding: "utf8" });
  const read = files.filter((file) => file.endsWith(".ts") && !/\.test(?:-d)?\.ts$/.test(file));
  const answer = read.every((file) => statSync(join(source, file)).mtimeMs <= built);
  known.set(root, answer);
  return answer;
}
