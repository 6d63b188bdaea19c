import { mostBytesRead } from "../git/index.js";
import { isObject, manifestsAbove } from "../packages/index.js";
import type { Rule } from "../rule.js";

export const largeFile: Rule = {
  id: "large-file",
  says: "A file is larger than 5 MiB, or than `lintel.guard.mostBytes` of package.json says.",
  *check({ snapshot }) {
    for (const { path, id } of [...snapshot.changed, ...snapshot.passing]) {
      const size = snapshot.blobs.size(id);
      if (size === 0) continue;
      const most =
        manifestsAbove(snapshot, path)
          .map(({ data }) =>
            isObject(data.lintel) && isObject(data.lintel.guard) ? data.lintel.guard.mostBytes : undefined,
          )
          .find((value): value is number => typeof value === "number" && value > 0) ?? mostBytesRead;
      if (size <= most) continue;
      yield {
        file: path,
        says: `It has ${size.toLocaleString("en-US")} bytes, and ${most.toLocaleString("en-US")} is the most: everyone who clones gets them for good.`,
        remedy:
          "Keep it in Git LFS or in storage, and fetch it where it is needed; or allow it with a reason in package.json: lintel.guard.allow.",
      };
    }
  },
};
