import { type Node, parseSync } from "oxc-parser";
import { digestOfTest } from "../test-digest.js";
import { idsIn } from "./ids.js";

/** A test as it is written. */
export interface WrittenTest {
  /** `acceptance/place-order.test.ts > placing an order > REQ-FEAT-PLACE-ORDER/1: ...` */
  readonly test: string;
  /** From the project's folder, with `/`. */
  readonly file: string;
  /** Where it begins and ends, counted from 1. */
  readonly line: number;
  readonly lastLine: number;
  /** The titles around it, and its own: with `%s` as it is written, and with `…` for what is only known when it runs. */
  readonly titles: readonly string[];
  /** What it says that it is a test of. */
  readonly ids: readonly string[];
  /** Of its own source text; the same however that is laid out and commented on. */
  readonly digest: string;
  /** It is left out of every run: `skip`, `todo`, or within something that is. */
  readonly skipped: boolean;
}

/** The tests of one file. `problem` says why it cannot be read; there are none then. */
export interface TestFile {
  readonly file: string;
  readonly tests: readonly WrittenTest[];
  readonly problem?: { readonly line: number; readonly message: string };
}

/** Finds the tests of a file through its syntax tree: what stands in comments and texts is none. */
export function findTests(file: string, source: string): TestFile {
  const { program, errors } = parseSync(file, source, { preserveParens: false });
  const lineOf = lineFinder(source);
  const [error] = errors;
  if (error) {
    const line = lineOf(error.labels[0]?.start ?? 0);
    return { file, tests: [], problem: { line, message: error.message } };
  }
  const names = namesOf(program);
  const tests: WrittenTest[] = [];
  const visit = (node: unknown, around: Around): void => {
    if (Array.isArray(node)) {
      for (const one of node) visit(one, around);
      return;
    }
    if (!isNode(node)) return;
    const made = node.type === "CallExpression" ? madeBy(node.callee, names) : undefined;
    if (made && node.type === "CallExpression" && node.arguments.length > 0) {
      const title = titleOf(node.arguments[0]);
      const within: Around = {
        titles: [...around.titles, title],
        skipped: around.skipped || made.skipped,
      };
      if (made.kind === "test") {
        tests.push({
          test: [file, ...within.titles].join(" > "),
          file,
          line: lineOf(node.start),
          lastLine: lineOf(node.end),
          ...within,
          ids: idsIn(within.titles.join(" ")),
          digest: digestOfTest(node),
        });
      }
      visit(node.arguments.slice(1), within);
      return;
    }
    for (const [key, value] of Object.entries(node)) if (key !== "parent") visit(value, around);
  };
  visit(program.body, { titles: [], skipped: false });
  return { file, tests };
}

interface Around {
  readonly titles: readonly string[];
  readonly skipped: boolean;
}

type Made = "test" | "suite";

const vitest: { readonly [name: string]: Made } = {
  it: "test",
  test: "test",
  describe: "suite",
  suite: "suite",
};
const leftOut: ReadonlySet<string> = new Set(["skip", "todo"]);
/** `it.only(...)` makes a test; `it.extend(...)` makes none. */
const modifiers: ReadonlySet<string> = new Set([
  "only",
  "skip",
  "todo",
  "fails",
  "concurrent",
  "sequential",
  "each",
  "for",
  "runIf",
  "skipIf",
  "shuffle",
]);
/** Called once with what they need, and then with a title. */
const calledFirst: ReadonlySet<string> = new Set(["each", "for", "runIf", "skipIf"]);

/** What the file calls Vitest's functions: as they are named there, unless it imports them under other names. */
function namesOf(program: { readonly body: readonly Node[] }): ReadonlyMap<string, Made> {
  const names = new Map(Object.entries(vitest));
  for (const node of program.body) {
    if (node.type !== "ImportDeclaration" || node.source.value !== "vitest") continue;
    for (const specifier of node.specifiers) {
      if (specifier.type !== "ImportSpecifier" || specifier.imported.type !== "Identifier") continue;
      const made = vitest[specifier.imported.name];
      if (made) names.set(specifier.local.name, made);
    }
  }
  return names;
}

/** What a call makes by what is called: `it`, `it.only`, `describe.each([...])`. */
function madeBy(
  callee: Node,
  names: ReadonlyMap<string, Made>,
): { readonly kind: Made; readonly skipped: boolean } | undefined {
  let skipped = false;
  let at: Node = callee;
  let isCalled = false;
  for (;;) {
    if (at.type === "Identifier") {
      const kind = names.get(at.name);
      return kind && !isCalled ? { kind, skipped } : undefined;
    }
    if (at.type === "CallExpression" || at.type === "TaggedTemplateExpression") {
      at = at.type === "CallExpression" ? at.callee : at.tag;
      isCalled = true;
    } else if (at.type === "MemberExpression" && !at.computed && at.property.type === "Identifier") {
      const { name } = at.property;
      if (!modifiers.has(name) || calledFirst.has(name) !== isCalled) return undefined;
      isCalled = false;
      skipped ||= leftOut.has(name);
      at = at.object;
    } else {
      return undefined;
    }
  }
}

/** Stands in a title for what is only known when it runs. */
const toCome = "…";

/** A title as it is written. */
function titleOf(node: Node | undefined): string {
  if (node?.type === "Literal") return String(node.value);
  if (node?.type === "TemplateLiteral")
    return node.quasis.map(({ value }) => value.cooked ?? value.raw).join(toCome);
  if (node?.type === "BinaryExpression" && node.operator === "+")
    return `${titleOf(node.left)}${titleOf(node.right)}`;
  return toCome;
}

function isNode(value: unknown): value is Node {
  return (
    typeof value === "object" && value !== null && typeof (value as { type?: unknown }).type === "string"
  );
}

function lineFinder(source: string): (offset: number) => number {
  const starts = [0];
  for (let at = source.indexOf("\n"); at !== -1; at = source.indexOf("\n", at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  };
}
