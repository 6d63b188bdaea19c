import type { Rule } from "../rule.js";
import { importsOfChange } from "./imports-of-change.js";

export const importUnresolved: Rule = {
  id: "import-unresolved",
  says: "A file imports a file that will not be in the repository.",
  *check(sight) {
    for (const { source, specifier, offset, resolved } of importsOfChange(sight)) {
      if (resolved.kind !== "no-file") continue;
      yield {
        file: source.path,
        line: source.lineOf(offset),
        says: `It imports "${specifier}", and no such file will be committed.`,
        remedy: "Add the file with `git add`, or mend the path: capital letters count.",
      };
    }
  },
};
