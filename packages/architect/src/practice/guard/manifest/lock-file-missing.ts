import { join } from "node:path/posix";
import type { Rule } from "../rule.js";
import { lockings, touches } from "./lock-file.js";
import { lockIn } from "./lock-files.js";

export const lockFileMissing: Rule = {
  id: "lock-file-missing",
  says: "A package has dependencies, and no lock file is committed beside its manifest (or its workspace's).",
  *check({ snapshot, sources }) {
    const told = new Set<string>();
    for (const { manifest, folder } of lockings(snapshot)) {
      if (told.has(folder) || !touches(snapshot, manifest.folder) || lockIn(snapshot, sources, folder))
        continue;
      told.add(folder);
      yield {
        file: join(folder, "package.json"),
        says: "It has dependencies, and no lock file beside it is in the commit: everybody would install other versions.",
        remedy:
          "Run `npm install --package-lock-only` there, and commit package-lock.json (or the lock file of your package manager).",
      };
    }
  },
};
