import { type Node, type Source, walk } from "../source/index.js";
import { scopeOf } from "./file-scope.js";

export const runtime = "@lintel/runtime";

/** What the runtime's words are called in a file: by the name under which it imports them. */
export function runtimeNames(source: Source): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const [local, { specifier, name, isType }] of scopeOf(source).imports)
    if (specifier === runtime && !isType) names.set(local, name);
  return names;
}

/** Variables of a file that are never given another value, and what they hold. */
export function constantsOf({ program }: Source): ReadonlyMap<string, Node> {
  const constants = new Map<string, Node>();
  walk(program, (node) => {
    if (node.type !== "VariableDeclaration" || node.kind !== "const") return;
    for (const { id, init } of node.declarations)
      if (id.type === "Identifier" && init && !constants.has(id.name)) constants.set(id.name, init);
  });
  return constants;
}

/** What a node comes to, through names and assertions of types. */
export function heldBy(
  node: Node | null | undefined,
  constants: ReadonlyMap<string, Node>,
  most = 8,
): Node | undefined {
  if (!node || most === 0) return undefined;
  if (
    node.type === "TSAsExpression" ||
    node.type === "TSSatisfiesExpression" ||
    node.type === "TSNonNullExpression"
  )
    return heldBy(node.expression, constants, most - 1);
  if (node.type !== "Identifier") return node;
  const held = constants.get(node.name);
  return held ? heldBy(held, constants, most - 1) : node;
}
