import type { Requirement } from "../../brief/index.js";
import { type Code, call, inOneLine, sequence, text, value } from "../../code/index.js";
import type { Helper, PlannedFile, PlannedTest } from "./planned.js";

/** What a person is to write begins with this, wherever a test fails for want of it. */
export const notWritten = "Not written yet:";

/** The tests of a feature's criteria, or of what else a person has to say how to test. */
export function criteriaFile(
  path: string,
  requirements: readonly Requirement[],
  needs: string | undefined,
): PlannedFile {
  const [first] = requirements;
  return {
    path,
    helpers: needs === undefined || !first ? [] : featureHelpers(first, needs),
    tests: requirements.flatMap((requirement) => {
      const { id, criteria, statement } = requirement;
      if (criteria.length === 0) return [criterionTest(id, statement, needs !== undefined)];
      return criteria.map((criterion, at) =>
        criterionTest(`${id}/${at + 1}`, criterion, needs !== undefined),
      );
    }),
  };
}

function criterionTest(id: string, said: string, ofFeature: boolean): PlannedTest {
  const words = inOneLine(said);
  const unwritten = `${notWritten} ${id}. Arrange what it needs, act as a caller does, and expect what it says: ${words}`;
  return {
    key: id,
    name: `${id}: ${words}`,
    isAsync: false,
    statements: [
      ofFeature
        ? "expect(there, missing).toContain(feature);"
        : "expect(blueprint.services).not.toHaveLength(0);",
      sequence(call("throw new Error", text(unwritten)), ";"),
    ],
  };
}

/** How it is told that what a feature needs is not there, instead of failing somewhere within. */
function featureHelpers({ id }: Requirement, needs: string): readonly Helper[] {
  const missing = `${id}: the blueprint has nothing called ${needs} yet, neither command nor query nor entity. Build it, or say here what it is called.`;
  const names: Code = sequence(
    "const there = blueprint.services.flatMap(({ commands, queries, entities }) => [",
    "\n  ...commands.map(({ name }) => name),",
    "\n  ...queries.map(({ name }) => name),",
    "\n  ...Object.keys(entities),",
    "\n]);",
  );
  return [
    {
      name: "feature",
      code: sequence(
        "/** What the blueprint calls it, once it is there. */\n",
        "const feature =",
        value(text(needs)),
        ";",
      ),
    },
    { name: "missing", code: sequence("const missing =", value(text(missing)), ";") },
    { name: "there", code: names },
  ];
}
