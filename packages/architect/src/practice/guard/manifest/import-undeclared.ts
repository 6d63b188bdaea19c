import type { Rule } from "../rule.js";
import { importsOfChange } from "./imports-of-change.js";

export const importUndeclared: Rule = {
  id: "import-undeclared",
  says: "A file imports a package that no manifest of the project declares.",
  *check(sight) {
    for (const { source, specifier, offset, resolved } of importsOfChange(sight)) {
      if (resolved.kind !== "undeclared") continue;
      yield {
        file: source.path,
        line: source.lineOf(offset),
        says: `It imports "${specifier}", and ${resolved.manifest ?? "no package.json"} ${resolved.manifest ? "does not declare" : "declares"} ${resolved.name}.`,
        remedy: specifier.startsWith("#")
          ? "Add it to `imports` of package.json."
          : `Run \`npm install ${resolved.name}\` (with --save-dev where only tests and scripts need it), and commit package.json and the lock file.`,
      };
    }
  },
};
