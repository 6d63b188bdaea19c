import { dirname } from "node:path/posix";
import { symlink, textOf } from "../git/index.js";
import { isOfProgram } from "../manifest/index.js";
import type { Rule, Sight } from "../rule.js";
import { isGenerated, isParsed, isProduction, isSource, type Source } from "../source/index.js";
import { changedSources } from "./changed-sources.js";
import { type Shaped, shapedFunctions } from "./shape.js";

/** So much of what did not change is read for functions that the change writes a second time, the nearest first. */
const MOST_BYTES = 750_000;

export const functionTwice: Rule = {
  id: "function-twice",
  says: "A function of some length is written a second time: the same but for its names.",
  *check(sight) {
    const changed = changedSources(sight).filter(({ path }) => isProduction(path));
    const written = changed.flatMap(shapedFunctions);
    if (written.length === 0) return;
    const first = new Map<string, Shaped>();
    for (const one of others(sight, changed).flatMap(shapedFunctions))
      if (!first.has(one.shape)) first.set(one.shape, one);
    for (const one of written) {
      const before = first.get(one.shape);
      if (!before) {
        first.set(one.shape, one);
        continue;
      }
      if (!isOfProgram(sight, one.source.path)) continue;
      yield {
        file: one.source.path,
        line: one.source.lineOf(one.node.start),
        says: `${one.name || "This function"} is ${before.name || "a function"} of ${before.source.path}:${before.source.lineOf(before.node.start)} under other names.`,
        remedy: "Keep one, in a file that both may import, and name it after what it does.",
      };
    }
  },
};

function others({ snapshot, sources }: Sight, changed: readonly Source[]): readonly Source[] {
  const touched = new Set(snapshot.changed.map(({ path }) => path));
  const folders = new Set(changed.map(({ path }) => dirname(path)));
  const distance = (path: string) => (folders.has(dirname(path)) ? 0 : 1);
  const candidates = [...snapshot.files]
    .filter(
      ([path, { mode }]) =>
        isSource(path) &&
        mode !== symlink &&
        !touched.has(path) &&
        isProduction(path) &&
        !path.includes("node_modules/"),
    )
    .toSorted(([a], [b]) => distance(a) - distance(b));
  snapshot.blobs.load(candidates.map(([, { id }]) => id));
  const found: Source[] = [];
  let bytes = 0;
  for (const [path] of candidates) {
    const text = textOf(snapshot, path);
    if (text === undefined || isGenerated(path, text)) continue;
    bytes += text.length;
    if (bytes > MOST_BYTES) break;
    const source = sources.parse(path, text);
    if (isParsed(source)) found.push(source);
  }
  return found;
}
