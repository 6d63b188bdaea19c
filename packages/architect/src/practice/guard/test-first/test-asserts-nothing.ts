import type { Rule } from "../rule.js";
import { changedTests } from "./changed-tests.js";
import { scopeOf } from "./file-scope.js";
import { reachesAssertion } from "./reaches-assertion.js";
import { isEmptyBody } from "./test-skipped.js";
import { testsOf } from "./tests-of-file.js";

export const testAssertsNothing: Rule = {
  id: "test-asserts-nothing",
  says: "A test comes to no assertion that may fail: none is reached, also not in functions that it calls; it stands after a `return` or in a `catch` only; `expect` has no matcher; or it holds whatever the program does.",
  *check(sight) {
    for (const source of changedTests(sight)) {
      for (const { kind, node, body, name, aside } of testsOf(source)) {
        if (kind === "group" || aside || !body || isEmptyBody(body)) continue;
        const asserts = reachesAssertion(sight, scopeOf(source), body);
        if (asserts === "something") continue;
        yield {
          file: source.path,
          line: source.lineOf(node.start),
          says:
            asserts === "vacuous"
              ? `The test "${name}" asserts what holds whatever the program does.`
              : `The test "${name}" comes to no assertion.`,
          remedy:
            "State what the requirement says must come out, with a matcher that fails where it does not.",
        };
      }
    }
  },
};
