import { textOf } from "../git/index.js";
import { resolveImport } from "../manifest/index.js";
import type { Sight } from "../rule.js";
import {
  childrenOf,
  isForTests,
  isFunction,
  isParsed,
  isSource,
  keyOf,
  type Node,
  propertyOf,
} from "../source/index.js";
import { type Asserts, assertionIn, isAssertFunction } from "./assertion.js";
import { type FileScope, scopeOf } from "./file-scope.js";

const MOST_FILES_DEEP = 4;
const named = /^(?:expect|assert|should|verify|ensure|must|check)(?:[A-Z_]|$)/;
/** Waits for a condition, and fails where it does not come to hold. */
const waits = /^(?:until|eventually|waitFor|waitUntil)(?:[A-Z_]|$)/;

interface Place {
  readonly sight: Sight;
  readonly scope: FileScope;
  /** An error that is thrown makes a test fail; what a program throws by itself is no assertion. */
  readonly countsErrors: boolean;
  /** `expect.assertions(1)` sees that what is only in a `catch` is reached. */
  readonly counted: boolean;
  /** What a test is given, if it is called with something. */
  readonly given: string | undefined;
  readonly deep: number;
  readonly visited: Set<Node>;
}

/** Whether running a test's body comes to an assertion that may fail, also in functions that it calls, of its file or of those that it imports. */
export function reachesAssertion(sight: Sight, scope: FileScope, body: Node): Asserts {
  const given = givenTo(body);
  // A test that says how many assertions it comes to fails where there are none.
  if (plans(body, given)) return "something";
  const place: Place = {
    sight,
    scope,
    countsErrors: true,
    counted: countsAssertions(body),
    given,
    deep: 0,
    visited: new Set(),
  };
  if (isFunction(body)) return visitFunction(body, place);
  // What makes the body is called elsewhere: it is believed to assert where it cannot be followed.
  const target = body.type === "CallExpression" ? body.callee : body;
  if (target.type !== "Identifier") return "something";
  return followCall(target.name, place) ?? (scope.functions.has(target.name) ? undefined : "something");
}

function countsAssertions(node: Node): boolean {
  if (
    node.type === "CallExpression" &&
    node.callee.type === "MemberExpression" &&
    node.callee.object.type === "Identifier" &&
    node.callee.object.name === "expect" &&
    node.callee.property.type === "Identifier"
  )
    return /^(?:assertions|hasAssertions)$/.test(node.callee.property.name);
  return childrenOf(node).some(countsAssertions);
}

/** `t.plan(2)`, and `const plan = tspl(t, { plan: 2 })`. */
function plans(node: Node, given: string | undefined): boolean {
  if (given === undefined) return false;
  const isGiven = (one: Node | undefined) => one?.type === "Identifier" && one.name === given;
  if (node.type === "CallExpression") {
    const [first, second] = node.arguments;
    const planned =
      node.callee.type === "MemberExpression" && isGiven(node.callee.object) && keyOf(node.callee) === "plan"
        ? first
        : isGiven(first)
          ? propertyOf(second, "plan")
          : undefined;
    if (planned && !(planned.type === "Literal" && planned.value === 0)) return true;
  }
  return childrenOf(node).some((one) => plans(one, given));
}

function givenTo(body: Node): string | undefined {
  if (body.type !== "ArrowFunctionExpression" && body.type !== "FunctionExpression") return undefined;
  const [param] = body.params;
  return param?.type === "Identifier" ? param.name : undefined;
}

function visitFunction(node: Node, place: Place): Asserts {
  if (place.visited.has(node)) return undefined;
  place.visited.add(node);
  const body = "body" in node ? (node.body as Node | null) : null;
  return body ? visit(body, place) : undefined;
}

/** The best of what is found: something is better than what never fails, and that is better than nothing. */
function visitAll(nodes: readonly Node[], place: Place): Asserts {
  let found: Asserts;
  for (const node of nodes) {
    const here = visit(node, place);
    if (here === "something") return here;
    found ??= here;
  }
  return found;
}

function visit(node: Node, place: Place): Asserts {
  switch (node.type) {
    case "BlockStatement":
      return visitAll(untilItEnds(node.body), place);
    case "FunctionDeclaration":
    case "ClassDeclaration":
      return undefined;
    case "VariableDeclarator":
      return node.init && !isFunction(node.init) ? visit(node.init, place) : undefined;
    case "IfStatement":
      if (node.test.type === "Literal" && !node.test.value)
        return node.alternate ? visit(node.alternate, place) : undefined;
      return visitAll(childrenOf(node), place);
    case "TryStatement":
      return visitAll(
        [
          node.block,
          ...(place.counted && node.handler ? [node.handler] : []),
          ...(node.finalizer ? [node.finalizer] : []),
        ],
        place,
      );
    case "ThrowStatement":
      return place.countsErrors ? "something" : undefined;
    case "CallExpression":
      return visitCall(node, place);
    case "ExpressionStatement":
      if (node.expression.type === "MemberExpression") {
        const found = assertionIn(node.expression, place.scope);
        if (found) return found;
      }
      return visit(node.expression, place);
    default:
      if (isFunction(node)) return visitFunction(node, place);
      return visitAll(childrenOf(node), place);
  }
}

function untilItEnds(statements: readonly Node[]): readonly Node[] {
  const end = statements.findIndex(
    ({ type }) =>
      type === "ReturnStatement" ||
      type === "ThrowStatement" ||
      type === "ContinueStatement" ||
      type === "BreakStatement",
  );
  return end < 0 ? statements : statements.slice(0, end + 1);
}

function visitCall(node: Extract<Node, { type: "CallExpression" }>, place: Place): Asserts {
  const own = assertionIn(node, place.scope);
  if (own === "something") return own;
  const { callee } = node;
  let args: readonly Node[] = node.arguments;
  let followed: Asserts;
  // A promise that is rejected is an error that is thrown.
  if (callee.type === "Identifier" && callee.name === "reject" && place.countsErrors) return "something";
  if (callee.type === "Identifier") followed = followCall(callee.name, place);
  if (callee.type === "MemberExpression" && callee.property.type === "Identifier" && !callee.computed) {
    const { name } = callee.property;
    // Only run where something went wrong: a test that goes well never comes there.
    if (name === "catch" && !place.counted) args = [];
    if (name === "then" && !place.counted) args = args.slice(0, 1);
    followed = followMethod(callee.object, name, place);
  }
  if (followed === "something") return followed;
  if (args.some((one) => isAssertFunction(one, place.scope))) return "something";
  const passed = args.flatMap((one) =>
    one.type === "Identifier" ? (place.scope.functions.get(one.name) ?? []) : [],
  );
  for (const one of passed) if (visitFunction(one, place) === "something") return "something";
  return visitAll([callee, ...args], place) ?? own ?? followed;
}

function followMethod(object: Node, name: string, place: Place): Asserts {
  // Test contexts of node:test, tap and ava assert themselves: t.equal(...).
  if (object.type === "Identifier" && object.name === place.given && isOfRunner(place.scope))
    return /^(?:skip|todo|test|plan|diagnostic|before|after|beforeEach|afterEach|mock|log|timeout|teardown|context)$/.test(
      name,
    )
      ? undefined
      : "something";
  if (object.type === "Identifier" && place.scope.imports.get(object.name)?.name === "*") {
    const imported = place.scope.imports.get(object.name);
    return imported ? followImport(imported.specifier, name, place) : undefined;
  }
  if (waits.test(name)) return "something";
  for (const { method, inside } of methodsOf(name, place))
    if (visitFunction(method, inside) === "something") return "something";
  return named.test(name) && name !== "check" && object.type === "Identifier" ? "something" : undefined;
}

/** The functions that a method's name may mean: of the file, and of the support that it imports. */
function methodsOf(name: string, place: Place): readonly { readonly method: Node; readonly inside: Place }[] {
  const own = (place.scope.methods.get(name) ?? []).map((method) => ({ method, inside: place }));
  if (own.length > 0 || place.deep >= MOST_FILES_DEEP) return own;
  const specifiers = new Set(
    [...place.scope.imports.values()].filter(({ isType }) => !isType).map(({ specifier }) => specifier),
  );
  return [...specifiers].flatMap((specifier) => {
    const there = scopeAt(specifier, place);
    if (!there || !isSupport(there)) return [];
    return (there.methods.get(name) ?? []).map((method) => ({ method, inside: placeIn(there, place) }));
  });
}

function isOfRunner({ imports }: FileScope): boolean {
  return [...imports.values()].some(({ specifier }) =>
    /^(?:node:test|ava|tap|tape|uvu|qunit)$/.test(specifier),
  );
}

function followCall(name: string, place: Place): Asserts {
  const local = place.scope.functions.get(name);
  if (local) return visitFunction(local, place);
  const imported = place.scope.imports.get(name);
  return imported && !imported.isType ? followImport(imported.specifier, imported.name, place) : undefined;
}

function followImport(specifier: string, name: string, place: Place): Asserts {
  const guess: Asserts =
    (named.test(name) && name !== "expect") || waits.test(name) ? "something" : undefined;
  const there = place.deep >= MOST_FILES_DEEP ? undefined : scopeAt(specifier, place);
  if (!there || waits.test(name)) return guess;
  const inside = placeIn(there, place);
  const exported = there.exports.get(name);
  if (!exported) {
    for (const other of there.passedOn)
      if (followImport(other, name, inside) === "something") return "something";
    return undefined;
  }
  if ("from" in exported) return followImport(exported.from, exported.name, inside);
  if ("local" in exported) return followCall(exported.local, inside);
  return isFunction(exported.node) ? visitFunction(exported.node, inside) : undefined;
}

/** The file of the project that a specifier leads to, where it is a program. */
function scopeAt(specifier: string, { sight, scope }: Place): FileScope | undefined {
  const { snapshot, sources } = sight;
  const found = resolveImport(snapshot, sources, scope.source.path, { specifier, offset: 0, isType: false });
  const text = found.kind === "file" && isSource(found.path) ? textOf(snapshot, found.path) : undefined;
  const source = found.kind === "file" && text !== undefined ? sources.parse(found.path, text) : undefined;
  return isParsed(source) ? scopeOf(source) : undefined;
}

/** Whether a file helps tests, by where it lies, what it is called, or that it asserts itself: an error that it throws makes a test fail. */
function isSupport({ source: { path }, imports }: FileScope): boolean {
  return (
    isForTests(path) ||
    imports.has("expect") ||
    /(?:^|\/)(?:testing|support|cases)\/|(?:scenario|support|fixture|scene|harness)s?\.[cm]?[jt]sx?$/.test(
      path,
    )
  );
}

function placeIn(there: FileScope, place: Place): Place {
  const countsErrors = isSupport(there);
  return { ...place, scope: there, given: undefined, countsErrors, deep: place.deep + 1 };
}
