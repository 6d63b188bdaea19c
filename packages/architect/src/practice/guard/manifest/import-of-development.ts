import type { Rule } from "../rule.js";
import { importsOfChange } from "./imports-of-change.js";
import { isOfProgram } from "./test-support.js";

export const importOfDevelopment: Rule = {
  id: "import-of-development",
  says: "The program itself imports a package that is declared for development only, and is not installed in production.",
  *check(sight) {
    for (const { source, specifier, offset, resolved } of importsOfChange(sight)) {
      if (resolved.kind !== "development" || !isOfProgram(sight, source.path)) continue;
      yield {
        file: source.path,
        line: source.lineOf(offset),
        says: `It imports "${specifier}", and ${resolved.manifest} has ${resolved.name} among devDependencies.`,
        remedy: `Run \`npm install --save-prod ${resolved.name}\`, or move the file to where tests and scripts are.`,
      };
    }
  },
};
