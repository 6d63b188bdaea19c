import { basename } from "node:path/posix";
import type { Snapshot } from "../git/index.js";
import type { Rule } from "../rule.js";
import { isForTests } from "../source/index.js";

const names = /^(?:utils?|utilities|helpers?|commons?|misc|miscellaneous|shared-utils)$/i;
const sources = /\.(?:[cm]?[jt]sx?|py|go|rs|rb|java|kt|php|cs)$/;

export const heap: Rule = {
  id: "heap",
  says: "There is a new file or folder for whatever has no place: `utils`, `helpers`, `common`, `misc`. Those of tests may be.",
  *check({ snapshot }) {
    const told = new Set<string>();
    for (const { path, before } of snapshot.changed) {
      if (
        !sources.test(path) ||
        isForTests(path) ||
        before?.path === path ||
        /(?:^|\/)(?:node_modules|vendor)\//.test(path)
      )
        continue;
      const found = heapOf(snapshot, path);
      if (found === undefined || told.has(found)) continue;
      told.add(found);
      yield {
        file: path,
        says: `${found} is a place for whatever has no place.`,
        remedy: "Name it after what it is about, and put it beside what uses it.",
      };
    }
  },
};

/** The file or folder whose name says nothing, if it is not one that was there before. */
function heapOf(snapshot: Snapshot, path: string): string | undefined {
  const parts = path.split("/");
  for (let depth = 1; depth < parts.length; depth++) {
    const folder = `${parts.slice(0, depth).join("/")}/`;
    if (!names.test(parts[depth - 1] ?? "")) continue;
    const isOld = [...snapshot.before.keys()].some((one) => one.startsWith(folder));
    return isOld ? undefined : folder;
  }
  return names.test(basename(path).replace(/\..*$/, "")) ? path : undefined;
}
