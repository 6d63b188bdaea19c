import type { Rule } from "../rule.js";
import type { Node } from "../source/index.js";
import { changedTests } from "./changed-tests.js";
import { testsOf, type WrittenTest } from "./tests-of-file.js";

export const testSkipped: Rule = {
  id: "test-skipped",
  says: "A test does not run, or keeps others from running: `skip`, `only`, `todo`, or an empty body. What depends on a condition (`skipIf`) may be.",
  *check(sight) {
    for (const source of changedTests(sight)) {
      for (const test of testsOf(source)) {
        const why = whyNot(test);
        if (why === undefined) continue;
        yield {
          file: source.path,
          line: source.lineOf(test.node.start),
          says: `${test.kind === "test" ? "The test" : "The group"} "${test.name}" ${why}.`,
          remedy:
            test.aside === "only"
              ? "Take `only` out: no other test of the file runs."
              : "Let it run, or take it out: a test that does not run proves nothing.",
        };
      }
    }
  },
};

function whyNot({ aside, body, kind }: WrittenTest): string | undefined {
  if (aside === "only") return "is the only one that runs";
  if (aside !== undefined) return `does not run: ${aside}`;
  if (kind === "group") return undefined;
  if (body === undefined) return "has no body";
  return isEmptyBody(body) ? "has an empty body" : undefined;
}

export function isEmptyBody(body: Node): boolean {
  if (body.type !== "ArrowFunctionExpression" && body.type !== "FunctionExpression") return false;
  return body.body?.type === "BlockStatement" && body.body.body.length === 0;
}
