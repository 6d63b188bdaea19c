import type { Rule } from "../rule.js";
import { changedTests } from "./changed-tests.js";
import { reachesProject } from "./real-imports.js";

export const testImportsNothingReal: Rule = {
  id: "test-imports-nothing-real",
  says: "A file of tests imports nothing of the project, and asks no system that is served: it tests itself.",
  *check(sight) {
    for (const source of changedTests(sight)) {
      if (reachesProject(sight, source)) continue;
      yield {
        file: source.path,
        line: 1,
        says: "It imports nothing of the project (types are gone when it runs), and asks nothing that is served.",
        remedy: "Import the module that is to be tested, or the blueprint, and call it.",
      };
    }
  },
};
