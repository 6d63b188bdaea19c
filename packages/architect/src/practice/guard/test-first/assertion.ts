import { type Node, type Source, stringOf } from "../source/index.js";
import type { FileScope } from "./file-scope.js";

const assertModules =
  /^(?:(?:node:)?assert(?:\/strict)?|chai|power-assert|expect|should|@std\/assert|jsr:@std\/assert)$/;
const setsUp = new Set([
  "assertions",
  "hasAssertions",
  "extend",
  "addSnapshotSerializer",
  "any",
  "anything",
  "objectContaining",
  "arrayContaining",
  "stringContaining",
  "stringMatching",
  "closeTo",
  "not",
  "setState",
  "getState",
]);

/** What an expression asserts: something that may fail, something that never does, or nothing. */
export type Asserts = "something" | "vacuous" | undefined;

/** Whether a call, or a chain of properties, is an assertion of one of the known kinds. */
export function assertionIn(node: Node, scope: FileScope): Asserts {
  if (node.type === "MemberExpression") return isChaiProperty(node, scope) ? "something" : undefined;
  if (node.type !== "CallExpression") return undefined;
  const { callee } = node;
  if (callee.type === "Identifier") {
    if (callee.name === "assertType") return "something";
    const isAssert =
      callee.name === "assert" || assertModules.test(scope.imports.get(callee.name)?.specifier ?? "");
    if (!isAssert || callee.name === "expect") return undefined;
    return node.arguments.every(isConstant) ? "vacuous" : "something";
  }
  if (callee.type !== "MemberExpression") return undefined;
  const name = callee.property.type === "Identifier" && !callee.computed ? callee.property.name : "";
  const { object } = callee;
  if (object.type === "Identifier") {
    if (object.name === "expect")
      return !setsUp.has(name) && (name === "fail" || name === "unreachable") ? "something" : undefined;
    if (object.name === "assert" || assertModules.test(scope.imports.get(object.name)?.specifier ?? ""))
      return node.arguments.length > 0 && node.arguments.every(isConstant) && name !== "fail"
        ? "vacuous"
        : "something";
  }
  const subject = expectBelow(object);
  if (subject) return isVacuous(subject, node, scope.source) ? "vacuous" : "something";
  if (name === "expect" || name === "assert" || hasName(object, "assert") || hasName(object, "should"))
    return "something";
  return undefined;
}

/** `assert.equal`, where it is handed over to be called. */
export function isAssertFunction(node: Node, { imports }: FileScope): boolean {
  return (
    node.type === "MemberExpression" &&
    node.object.type === "Identifier" &&
    assertModules.test(imports.get(node.object.name)?.specifier ?? "")
  );
}

/** The call of `expect` that a chain of matchers begins with. */
function expectBelow(node: Node): Extract<Node, { type: "CallExpression" }> | undefined {
  if (node.type === "MemberExpression") return expectBelow(node.object);
  if (node.type !== "CallExpression") return undefined;
  const { callee } = node;
  if (callee.type === "Identifier")
    return callee.name === "expect" || callee.name === "expectTypeOf" ? node : undefined;
  if (callee.type !== "MemberExpression") return undefined;
  if (callee.object.type === "Identifier" && callee.object.name === "expect")
    return callee.property.type === "Identifier" && /^(?:soft|poll|element)$/.test(callee.property.name)
      ? node
      : undefined;
  return expectBelow(callee.object);
}

/** `expect(total).to.be.true` */
function isChaiProperty(node: Node, scope: FileScope): boolean {
  if (!hasName(node, "to") && !hasName(node, "should")) return false;
  const subject = expectBelow(node);
  if (!subject) return hasName(node, "should");
  return !isConstant(subject.arguments[0]) && scope.source !== undefined;
}

function hasName(node: Node, name: string): boolean {
  if (node.type === "CallExpression") return hasName(node.callee, name);
  if (node.type !== "MemberExpression") return false;
  return (node.property.type === "Identifier" && node.property.name === name) || hasName(node.object, name);
}

/** `expect(true).toBe(true)`, `expect(total).toBe(total)`: whatever the program does, it holds. */
function isVacuous(
  subject: Extract<Node, { type: "CallExpression" }>,
  matcher: Extract<Node, { type: "CallExpression" }>,
  { text }: Source,
): boolean {
  const [actual] = subject.arguments;
  if (actual === undefined) return true;
  if (isConstant(actual) && matcher.arguments.every(isConstant)) return true;
  const [expected] = matcher.arguments;
  if (expected === undefined || !isPure(actual)) return false;
  return text.slice(actual.start, actual.end) === text.slice(expected.start, expected.end);
}

function isPure(node: Node): boolean {
  if (node.type === "MemberExpression") return isPure(node.object);
  return node.type === "Identifier" || node.type === "ThisExpression";
}

function isConstant(node: Node | null | undefined): boolean {
  switch (node?.type) {
    case "Literal":
      return true;
    case "TemplateLiteral":
      return stringOf(node) !== undefined;
    case "UnaryExpression":
      return isConstant(node.argument);
    case "BinaryExpression":
      return isConstant(node.left) && isConstant(node.right);
    case "ArrayExpression":
      return node.elements.every(isConstant);
    case "ObjectExpression":
      return node.properties.every((one) => one.type === "Property" && isConstant(one.value));
    case "Identifier":
      return node.name === "undefined" || node.name === "NaN" || node.name === "Infinity";
    default:
      return false;
  }
}
