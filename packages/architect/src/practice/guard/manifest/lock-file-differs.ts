import { join } from "node:path/posix";
import { type Changed, type Snapshot, textOf } from "../git/index.js";
import { declares, isObject, manifestAt } from "../packages/index.js";
import type { Rule } from "../rule.js";
import { lineFinder } from "../source/index.js";
import { lockings } from "./lock-file.js";
import { isReplaced, lockIn } from "./lock-files.js";
import { isWorkspace } from "./resolve-import.js";

/** Ranges that a lock file writes in a form of its own. */
const elsewhere =
  /^(?:workspace|file|link|portal|patch|git|https?|github|catalog|exec)[:+]|^[^@\s]+\/[^\s]+$/;

export const lockFileDiffers: Rule = {
  id: "lock-file-differs",
  says: "The lock file was not made from the manifest: a name or a version range is in one of them only.",
  *check({ snapshot, sources }) {
    for (const { manifest, folder, within, wanted } of lockings(snapshot)) {
      const lock = lockIn(snapshot, sources, folder);
      const concerned = snapshot.changed.some(isOneOf([manifest.path, lock?.path]));
      if (!lock || !concerned) continue;
      const read = lock.read();
      if (read === "unreadable") {
        yield {
          file: lock.path,
          says: "It cannot be read: it was cut off, or merged by hand.",
          remedy: "Make it anew with your package manager, and commit it.",
        };
        continue;
      }
      for (const [name, range] of wanted) {
        const locked = read.range(within, name, range);
        if (locked === true || locked === range || (locked !== undefined && elsewhere.test(range))) continue;
        if (lock.path.endsWith("yarn.lock") && isLeftToYarn(snapshot, folder, name, range, locked)) continue;
        yield {
          file: manifest.path,
          line: lineOfName(snapshot, manifest.path, name),
          says:
            locked === undefined
              ? `It needs ${name} ${range}, and ${lock.path} does not have it.`
              : `It needs ${name} ${range}, and ${lock.path} was made for ${locked}.`,
          remedy: "Run `npm install` (or your package manager), and commit manifest and lock file together.",
        };
      }
      for (const name of read.names(within) ?? []) {
        if (declares(manifest, name)) continue;
        yield {
          file: lock.path,
          line: lineOfName(snapshot, lock.path, name),
          says: `It was made for ${name}, and ${manifest.path} does not need it.`,
          remedy: "Run `npm install` (or your package manager), and commit manifest and lock file together.",
        };
      }
    }
  },
};

/** What yarn.lock does not have by the range of the manifest: packages of the repository itself, and those for which `resolutions` name another version. */
function isLeftToYarn(
  snapshot: Snapshot,
  folder: string,
  name: string,
  range: string,
  locked: string | undefined,
): boolean {
  if (locked === undefined) return elsewhere.test(range) || isWorkspace(snapshot, name);
  const resolutions = manifestAt(snapshot, join(folder, "package.json"))?.data.resolutions;
  return isObject(resolutions) && isReplaced(Object.keys(resolutions), name);
}

function isOneOf(paths: readonly (string | undefined)[]): (changed: Changed) => boolean {
  return ({ path }) => paths.includes(path);
}

function lineOfName(snapshot: Snapshot, path: string, name: string): number {
  const text = textOf(snapshot, path) ?? "";
  return lineFinder(text)(Math.max(0, text.indexOf(`"${name}"`)));
}
