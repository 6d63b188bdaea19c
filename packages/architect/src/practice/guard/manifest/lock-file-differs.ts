import { type Changed, type Snapshot, textOf } from "../git/index.js";
import { declares } from "../packages/index.js";
import type { Rule } from "../rule.js";
import { lineFinder } from "../source/index.js";
import { lockings } from "./lock-file.js";
import { lockIn } from "./lock-files.js";

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
        if (locked === undefined && elsewhere.test(range) && lock.path.endsWith("yarn.lock")) continue;
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

function isOneOf(paths: readonly (string | undefined)[]): (changed: Changed) => boolean {
  return ({ path }) => paths.includes(path);
}

function lineOfName(snapshot: Snapshot, path: string, name: string): number {
  const text = textOf(snapshot, path) ?? "";
  return lineFinder(text)(Math.max(0, text.indexOf(`"${name}"`)));
}
