import type { Node } from "./parser.js";

/** The nodes right below a node, in the order of the text. */
export function childrenOf(node: Node): readonly Node[] {
  const children: Node[] = [];
  for (const key in node) {
    const value: unknown = node[key as keyof Node];
    if (typeof value !== "object" || value === null || key === "parent") continue;
    if (Array.isArray(value)) {
      for (const one of value) if (isNode(one)) children.push(one);
    } else if (isNode(value)) children.push(value);
  }
  return children;
}

/** Visits a node and all below it; what lies below a node is left out where `visit` says false. */
export function walk(node: Node, visit: (node: Node) => boolean | undefined | void): void {
  if (visit(node) === false) return;
  for (const key in node) {
    const value: unknown = node[key as keyof Node];
    if (typeof value !== "object" || value === null || key === "parent") continue;
    if (Array.isArray(value)) {
      for (const one of value) if (isNode(one)) walk(one, visit);
    } else if (isNode(value)) walk(value, visit);
  }
}

function isNode(value: unknown): value is Node {
  return (
    typeof value === "object" && value !== null && typeof (value as { type?: unknown }).type === "string"
  );
}

/** The text of a string or of a template without expressions. */
export function stringOf(node: Node | null | undefined): string | undefined {
  if (node?.type === "Literal" && typeof node.value === "string") return node.value;
  if (node?.type === "TemplateLiteral" && node.expressions.length === 0)
    return node.quasis[0]?.value.cooked ?? undefined;
  return undefined;
}

/** The name of a property or of a member, where it stands there as it is. */
export function keyOf(node: Node): string | undefined {
  if (node.type === "Property" || node.type === "PropertyDefinition" || node.type === "MethodDefinition")
    return nameOf(node.key, node.computed);
  if (node.type === "MemberExpression") return nameOf(node.property, node.computed);
  return undefined;
}

function nameOf(key: Node, computed: boolean): string | undefined {
  if (key.type === "Identifier" && !computed) return key.name;
  return stringOf(key);
}

/** The value of a property of an object that is written out; undefined where it is not there. */
export function propertyOf(node: Node | null | undefined, name: string): Node | undefined {
  if (node?.type !== "ObjectExpression") return undefined;
  for (const one of node.properties) if (one.type === "Property" && keyOf(one) === name) return one.value;
  return undefined;
}

export function isFunction(node: Node): boolean {
  return (
    node.type === "FunctionDeclaration" ||
    node.type === "FunctionExpression" ||
    node.type === "ArrowFunctionExpression"
  );
}
