import { basename } from "node:path/posix";
import { importsOf, resolveImport } from "../manifest/index.js";
import type { Rule, Sight } from "../rule.js";
import { type Node, propertyOf, type Source, stringOf, walk } from "../source/index.js";
import { changedTests } from "./changed-tests.js";
import { scopeOf } from "./file-scope.js";
import { reachesProject } from "./real-imports.js";

interface Mock {
  readonly specifier: string;
  /** The file that is replaced, or what it is called where it is none of the repository. */
  readonly target: string;
  readonly node: Node;
}

export const testMocksSubject: Rule = {
  id: "test-mocks-subject",
  says: "A test replaces by a mock what it tests: the module that it is named after, one whose functions it calls in `expect`, or all of the project that it imports.",
  *check(sight) {
    for (const source of changedTests(sight)) {
      const mocks = mocksOf(sight, source);
      if (mocks.length === 0) continue;
      const imported = new Set(
        importsOf(source).flatMap((one) =>
          one.isType ? [] : [targetOf(sight, source, one.specifier) ?? ""],
        ),
      );
      const targets = new Set(mocks.map(({ target }) => target));
      const rest = reachesProject(sight, source, targets);
      for (const { target, specifier, node } of mocks) {
        const why = !imported.has(target)
          ? undefined
          : !rest
            ? "it imports nothing else of the project"
            : stemOf(target) === stemOf(source.path)
              ? "it is named after it"
              : isAsked(source, specifier)
                ? "it expects something of its answers"
                : undefined;
        if (why === undefined) continue;
        yield {
          file: source.path,
          line: source.lineOf(node.start),
          says: `It replaces "${specifier}" by a mock, and ${why}.`,
          remedy:
            "Test the real module; replace only what belongs to others, and that over a real connection where it can be.",
        };
      }
    }
  },
};

function mocksOf(sight: Sight, source: Source): readonly Mock[] {
  const mocks: Mock[] = [];
  walk(source.program, (node) => {
    if (node.type !== "CallExpression" || node.callee.type !== "MemberExpression") return;
    const { object, property } = node.callee;
    if (object.type !== "Identifier" || property.type !== "Identifier") return;
    const call = `${object.name}.${property.name}`;
    if (
      !/^(?:vi\.(?:mock|doMock)|vitest\.(?:mock|doMock)|jest\.(?:mock|doMock|setMock|unstable_mockModule)|mock\.module)$/.test(
        call,
      )
    )
      return;
    const [first, options] = node.arguments;
    const specifier = stringOf(first?.type === "ImportExpression" ? first.source : first);
    const spies = propertyOf(options, "spy");
    if (specifier === undefined || (spies?.type === "Literal" && spies.value === true)) return;
    const target = targetOf(sight, source, specifier);
    if (target !== undefined) mocks.push({ specifier, target, node });
  });
  return mocks;
}

/** The file of the project that a specifier leads to; undefined for what belongs to others. */
function targetOf({ snapshot, sources }: Sight, source: Source, specifier: string): string | undefined {
  const found = resolveImport(snapshot, sources, source.path, { specifier, offset: 0, isType: false });
  if (found.kind === "file") return found.path;
  return found.kind === "elsewhere" && specifier.startsWith(".") ? specifier : undefined;
}

function stemOf(path: string): string {
  const name = basename(path).replace(/(?:[.-](?:test|spec|unit|integration))*\.[cm]?[jt]sx?$/, "");
  return name === "index" ? (path.split("/").at(-2) ?? name) : name;
}

/** Whether what a module's functions answer is expected to be something: `expect(total(order)).toBe(3)`. */
function isAsked(source: Source, specifier: string): boolean {
  const names = new Set(
    [...scopeOf(source).imports]
      .filter(([, one]) => one.specifier === specifier && !one.isType)
      .map(([name]) => name),
  );
  let found = false;
  walk(source.program, (node) => {
    if (node.type !== "CallExpression" || node.callee.type !== "Identifier" || node.callee.name !== "expect")
      return !found;
    const [actual] = node.arguments;
    if (actual)
      walk(actual, (one) => {
        if (one.type !== "CallExpression") return;
        const callee = one.callee.type === "MemberExpression" ? one.callee.object : one.callee;
        found ||= callee.type === "Identifier" && names.has(callee.name);
      });
    return !found;
  });
  return found;
}
