import { childrenOf, isFunction, type Node, type Source, walk } from "../source/index.js";

/** A function that is long enough to be recognised. */
export interface Shaped {
  readonly source: Source;
  readonly node: Node;
  readonly name: string;
  /** The same for functions that differ only in what they call their own parameters and variables. */
  readonly shape: string;
}

/** Nodes of the syntax tree: some seven lines. Below that functions are alike by chance. */
const LEAST_NODES = 50;
const LEAST_STATEMENTS = 3;

const shapes = new WeakMap<Source, readonly Shaped[]>();

/** The functions of a file that are long enough; of one within another only the outer one. */
export function shapedFunctions(source: Source): readonly Shaped[] {
  const found = shapes.get(source) ?? collect(source);
  shapes.set(source, found);
  return found;
}

function collect(source: Source): readonly Shaped[] {
  const found: Shaped[] = [];
  const visit = (node: Node, name: string) => {
    if (isFunction(node)) {
      const shape = shapeOf(node);
      if (shape !== undefined) {
        const own =
          node.type !== "ArrowFunctionExpression" && "id" in node && node.id?.type === "Identifier"
            ? node.id.name
            : name;
        found.push({ source, node, name: own, shape });
        return;
      }
    }
    const next = nameGivenBy(node) ?? (isFunction(node) ? "" : name);
    for (const child of childrenOf(node)) visit(child, next);
  };
  visit(source.program, "");
  return found;
}

function nameGivenBy(node: Node): string | undefined {
  if (node.type === "VariableDeclarator" && node.id.type === "Identifier") return node.id.name;
  if (
    (node.type === "Property" || node.type === "MethodDefinition" || node.type === "PropertyDefinition") &&
    node.key.type === "Identifier"
  )
    return node.key.name;
  return undefined;
}

function shapeOf(node: Node): string | undefined {
  let nodes = 0;
  let statements = 0;
  walk(node, (one) => {
    nodes += 1;
    if (/Statement$|^VariableDeclaration$/.test(one.type) && one.type !== "BlockStatement") statements += 1;
  });
  if (nodes < LEAST_NODES || statements < LEAST_STATEMENTS) return undefined;
  const own = new Map<string, number>();
  const declare = (pattern: Node | null | undefined): void => {
    if (!pattern) return;
    walk(pattern, (one) => {
      if (one.type === "Identifier" && !own.has(one.name)) own.set(one.name, own.size);
      if (one.type !== "AssignmentPattern") return true;
      declare(one.left);
      return false;
    });
  };
  walk(node, (one) => {
    if (one.type === "VariableDeclarator") declare(one.id);
    if (one.type === "CatchClause") declare(one.param);
    if (isFunction(one) && "params" in one) for (const param of [one.params].flat()) declare(param as Node);
    if (one.type === "FunctionDeclaration" && one !== node) declare(one.id);
  });
  return written(node, own);
}

/** The tree as a text: types of nodes, operators, literals, and names, of which its own are numbers. */
function written(node: Node, own: ReadonlyMap<string, number>): string {
  const words: string[] = [];
  const write = (value: unknown, key: string, holder: Node | undefined): void => {
    if (Array.isArray(value)) {
      words.push("[");
      for (const one of value) write(one, key, holder);
      words.push("]");
      return;
    }
    if (typeof value !== "object" || value === null) {
      if (key !== "start" && key !== "end" && key !== "raw") words.push(`${key}=${String(value)}`);
      return;
    }
    const one = value as Node;
    words.push(one.type);
    for (const [name, inner] of Object.entries(one)) {
      if (name === "start" || name === "end" || name === "raw" || name === "parent" || name === "type")
        continue;
      if (one === node && name === "id") continue;
      const isName = one.type === "Identifier" && name === "name";
      const number = isName && !isKey(holder, one) ? own.get(String(inner)) : undefined;
      if (number === undefined) write(inner, name, one);
      else words.push(`$${number}`);
    }
    words.push(";");
  };
  write(node, "", undefined);
  return words.join(" ");
}

/** Whether an identifier is the name of a property, and no variable. */
function isKey(holder: Node | undefined, node: Node): boolean {
  if (holder?.type === "MemberExpression") return holder.property === node && !holder.computed;
  if (holder?.type === "Property") return holder.key === node && !holder.computed && !holder.shorthand;
  return false;
}
