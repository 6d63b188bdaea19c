import { isFunction, keyOf, type Node, type Source, stringOf, walk } from "../source/index.js";

/** What a file declares and imports, by name. */
export interface FileScope {
  readonly source: Source;
  /** Functions that are declared, or that a variable holds. */
  readonly functions: ReadonlyMap<string, Node>;
  /** Functions of objects and classes, by the name of the property. */
  readonly methods: ReadonlyMap<string, readonly Node[]>;
  readonly imports: ReadonlyMap<string, Imported>;
  /** What the file exports, by the name under which others see it. */
  readonly exports: ReadonlyMap<string, Exported>;
  /** Files of which everything is exported. */
  readonly passedOn: readonly string[];
}

export interface Imported {
  readonly specifier: string;
  /** `default`, `*` or the name. */
  readonly name: string;
  readonly isType: boolean;
}

export type Exported =
  | { readonly local: string }
  | { readonly from: string; readonly name: string }
  | { readonly node: Node };

const known = new WeakMap<Source, FileScope>();

export function scopeOf(source: Source): FileScope {
  const found = known.get(source) ?? read(source);
  known.set(source, found);
  return found;
}

function read(source: Source): FileScope {
  const functions = new Map<string, Node>();
  const methods = new Map<string, Node[]>();
  const imports = new Map<string, Imported>();
  const exports = new Map<string, Exported>();
  const passedOn: string[] = [];
  walk(source.program, (node) => {
    if (node.type === "FunctionDeclaration" && node.id) functions.set(node.id.name, node);
    if (
      node.type === "VariableDeclarator" &&
      node.id.type === "Identifier" &&
      node.init &&
      isFunction(node.init)
    )
      functions.set(node.id.name, node.init);
    if (node.type === "Property" || node.type === "MethodDefinition" || node.type === "PropertyDefinition") {
      const name = keyOf(node);
      if (name !== undefined && node.value && isFunction(node.value))
        methods.set(name, [...(methods.get(name) ?? []), node.value]);
    }
  });
  for (const node of source.program.body) {
    if (node.type === "ImportDeclaration") readImport(node, imports);
    if (node.type === "ExportAllDeclaration" && !node.exported) passedOn.push(node.source.value);
    if (node.type === "ExportDefaultDeclaration") exports.set("default", { node: node.declaration });
    if (node.type === "ExportNamedDeclaration") readExport(node, exports);
    if (node.type === "VariableDeclaration") for (const one of node.declarations) readRequire(one, imports);
  }
  // A module of CommonJS says what it exports when it runs: any of its functions may be.
  if (isCommonJs(source)) for (const name of functions.keys()) exports.set(name, { local: name });
  return Object.freeze({ source, functions, methods, imports, exports, passedOn });
}

function isCommonJs({ program, text }: Source): boolean {
  return (
    /\bexports\b/.test(text) &&
    !program.body.some(({ type }) => /^(?:Import|Export)\w*Declaration$/.test(type))
  );
}

/** `const { test } = require("node:test")` */
function readRequire(
  { id, init }: Extract<Node, { type: "VariableDeclarator" }>,
  imports: Map<string, Imported>,
): void {
  const call = init?.type === "MemberExpression" ? init.object : init;
  if (call?.type !== "CallExpression" || call.callee.type !== "Identifier" || call.callee.name !== "require")
    return;
  const specifier = stringOf(call.arguments[0]);
  if (specifier === undefined) return;
  const member = init?.type === "MemberExpression" ? keyOf(init) : "default";
  if (id.type === "Identifier" && member !== undefined)
    imports.set(id.name, { specifier, name: member, isType: false });
  if (id.type !== "ObjectPattern" || init !== call) return;
  for (const one of id.properties) {
    const name = one.type === "Property" ? keyOf(one) : undefined;
    if (one.type === "Property" && one.value.type === "Identifier" && name !== undefined)
      imports.set(one.value.name, { specifier, name, isType: false });
  }
}

function readImport(
  node: Extract<Node, { type: "ImportDeclaration" }>,
  imports: Map<string, Imported>,
): void {
  const specifier = node.source.value;
  for (const one of node.specifiers) {
    const isType =
      node.importKind === "type" || (one.type === "ImportSpecifier" && one.importKind === "type");
    const name =
      one.type === "ImportSpecifier"
        ? nameOf(one.imported)
        : one.type === "ImportDefaultSpecifier"
          ? "default"
          : "*";
    imports.set(one.local.name, { specifier, name, isType });
  }
}

function readExport(
  node: Extract<Node, { type: "ExportNamedDeclaration" }>,
  exports: Map<string, Exported>,
): void {
  const { declaration, source } = node;
  if (declaration?.type === "VariableDeclaration") {
    for (const { id } of declaration.declarations)
      if (id.type === "Identifier") exports.set(id.name, { local: id.name });
  } else if (declaration && "id" in declaration && declaration.id?.type === "Identifier")
    exports.set(declaration.id.name, { local: declaration.id.name });
  for (const { local, exported } of node.specifiers)
    exports.set(
      nameOf(exported),
      source ? { from: source.value, name: nameOf(local) } : { local: nameOf(local) },
    );
}

function nameOf(node: Node): string {
  return node.type === "Identifier" ? node.name : (stringOf(node) ?? "");
}
