import { isFunction, type Node, propertyOf, type Source, stringOf, walk } from "../source/index.js";
import { scopeOf } from "./file-scope.js";

/** A test, or a group of tests, as it is written. */
export interface WrittenTest {
  readonly kind: "test" | "group";
  readonly node: Node;
  readonly name: string;
  /** What runs; undefined where nothing does. */
  readonly body: Node | undefined;
  /** Why it does not run, or keeps others from running. */
  readonly aside?: "skip" | "only" | "todo";
}

const names: { readonly [name: string]: Pick<WrittenTest, "kind" | "aside"> } = {
  it: { kind: "test" },
  test: { kind: "test" },
  describe: { kind: "group" },
  suite: { kind: "group" },
  context: { kind: "group" },
  xit: { kind: "test", aside: "skip" },
  xtest: { kind: "test", aside: "skip" },
  xdescribe: { kind: "group", aside: "skip" },
  fit: { kind: "test", aside: "only" },
  fdescribe: { kind: "group", aside: "only" },
};
const frameworks = /^(?:vitest|@jest\/globals|node:test|bun:test|@playwright\/test|mocha|ava|tap|uvu)$/;
const first = new Set(["each", "for", "skipIf", "runIf", "if", "todoIf"]);
const known = new WeakMap<Source, readonly WrittenTest[]>();

/** The tests of a file, and their groups, in the order of the text. */
export function testsOf(source: Source): readonly WrittenTest[] {
  const found = known.get(source) ?? collect(source);
  known.set(source, found);
  return found;
}

function collect(source: Source): readonly WrittenTest[] {
  const makers = makersOf(source);
  const found: WrittenTest[] = [];
  walk(source.program, (node) => {
    if (node.type !== "CallExpression") return;
    const made = madeBy(node.callee, makers);
    if (!made) return;
    const [title, ...rest] = node.arguments;
    const options = rest.find((one) => one.type === "ObjectExpression");
    const body = [title, ...rest].findLast(
      (one) => one !== undefined && (isFunction(one) || (one !== title && isReference(one))),
    );
    // Without a title and a body it is a use of `test` that makes none: test.beforeEach, test.setTimeout(...).
    if (
      title === undefined ||
      (body === undefined && stringOf(title) === undefined && title.type !== "TemplateLiteral")
    )
      return;
    const aside = made.aside ?? asideOf(options);
    found.push({ kind: made.kind, node, name: titleOf(title), body, ...(aside && { aside }) });
  });
  return found;
}

/** With `…` for what is only known when it runs, as the ledger has it. */
function titleOf(node: Node): string {
  if (node.type !== "TemplateLiteral") return stringOf(node) ?? "";
  return node.quasis.map(({ value }) => value.cooked ?? value.raw).join("…");
}

function isReference(node: Node): boolean {
  return node.type === "Identifier" || node.type === "CallExpression" || node.type === "MemberExpression";
}

function asideOf(options: Node | undefined): WrittenTest["aside"] {
  for (const aside of ["skip", "only", "todo"] as const) {
    const value = propertyOf(options, aside);
    if (value?.type === "Literal" && value.value === true) return aside;
  }
  return undefined;
}

/** What makes tests in a file: the names that frameworks give, as they are called there, and what is extended from them. */
function makersOf(source: Source): ReadonlyMap<string, Pick<WrittenTest, "kind" | "aside">> {
  const { imports, functions } = scopeOf(source);
  const makers = new Map(Object.entries(names));
  for (const [local, { specifier, name }] of imports) {
    const made = names[name === "default" ? "test" : name];
    if (frameworks.test(specifier) && made) makers.set(local, made);
    else if (makers.has(local) && !frameworks.test(specifier) && !/test|fixture|vitest|jest/i.test(specifier))
      makers.delete(local);
  }
  for (const name of functions.keys()) makers.delete(name);
  walk(source.program, (node) => {
    if (node.type !== "VariableDeclarator" || node.id.type !== "Identifier") return;
    const { init } = node;
    if (init?.type !== "CallExpression" || init.callee.type !== "MemberExpression") return;
    const { object, property } = init.callee;
    if (
      property.type === "Identifier" &&
      property.name === "extend" &&
      object.type === "Identifier" &&
      makers.has(object.name)
    )
      makers.set(node.id.name, { kind: "test" });
  });
  return makers;
}

/** What a call makes by what is called: `it`, `it.only`, `describe.each([...])`. */
function madeBy(
  callee: Node,
  makers: ReadonlyMap<string, Pick<WrittenTest, "kind" | "aside">>,
): Pick<WrittenTest, "kind" | "aside"> | undefined {
  if (callee.type === "Identifier") return makers.get(callee.name);
  if (callee.type === "CallExpression" || callee.type === "TaggedTemplateExpression") {
    const of = callee.type === "CallExpression" ? callee.callee : callee.tag;
    if (of.type !== "MemberExpression" || of.property.type !== "Identifier" || !first.has(of.property.name))
      return undefined;
    return madeBy(of.object, makers);
  }
  if (callee.type !== "MemberExpression" || callee.property.type !== "Identifier" || callee.computed)
    return undefined;
  const made = madeBy(callee.object, makers);
  if (!made) return undefined;
  switch (callee.property.name) {
    case "skip":
    case "only":
    case "todo":
      return { kind: made.kind, aside: callee.property.name };
    case "describe":
      return { kind: "group" };
    case "concurrent":
    case "sequential":
    case "fails":
    case "failing":
    case "serial":
    case "parallel":
    case "shuffle":
      return made;
    default:
      return undefined;
  }
}
