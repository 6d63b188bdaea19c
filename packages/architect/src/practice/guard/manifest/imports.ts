import { type Node, type Source, stringOf, walk } from "../source/index.js";
import { isOnlyType, type Uses, usesOf } from "./type-uses.js";

/** Something that a file asks for by name. What the compiler leaves out since only types are used of it asks for types. */
export interface Import {
  readonly specifier: string;
  readonly offset: number;
  /** Only its types are asked for: nothing of it is there at run time. */
  readonly isType: boolean;
}

const known = new WeakMap<Source, readonly Import[]>();

/** Whatever a file imports: by `import`, `export ... from`, `import()`, `require()`, `import x = require()`, and in types. */
export function importsOf(source: Source): readonly Import[] {
  const found = known.get(source) ?? collect(source);
  known.set(source, found);
  return found;
}

function collect(source: Source): readonly Import[] {
  const imports: Import[] = [];
  let ownRequire = false;
  const required: Import[] = [];
  let uses: Uses | undefined;
  const areUsedAsTypes = (specifiers: readonly Node[]) => {
    if (specifiers.length === 0) return false;
    uses ??= usesOf(source);
    const known = uses;
    return specifiers.every(
      (one) => "local" in one && one.local.type === "Identifier" && isOnlyType(known, one.local.name),
    );
  };
  const add = (from: Node | null | undefined, isType: boolean, into = imports) => {
    const specifier = stringOf(from);
    if (from && specifier !== undefined) into.push({ specifier, offset: from.start, isType });
  };
  walk(source.program, (node) => {
    switch (node.type) {
      case "ImportDeclaration":
        add(
          node.source,
          node.importKind === "type" || areTypes(node.specifiers) || areUsedAsTypes(node.specifiers),
        );
        break;
      case "ExportNamedDeclaration":
        add(node.source, node.exportKind === "type" || (node.source !== null && areTypes(node.specifiers)));
        break;
      case "ExportAllDeclaration":
        add(node.source, node.exportKind === "type");
        break;
      case "ImportExpression":
        add(node.source, false);
        break;
      case "TSImportType":
        add(node.source, true);
        break;
      case "TSExternalModuleReference":
        add(node.expression, false);
        break;
      case "CallExpression":
        if (node.callee.type === "Identifier" && node.callee.name === "require")
          add(node.arguments[0], false, required);
        break;
      // A function of the file's own that is called so, or one that `createRequire` made, which asks the same.
      case "FunctionDeclaration":
        ownRequire ||= node.id?.name === "require";
        break;
      default:
    }
  });
  return Object.freeze(ownRequire ? imports : [...imports, ...required]);
}

function areTypes(specifiers: readonly Node[]): boolean {
  return (
    specifiers.length > 0 &&
    specifiers.every(
      (one) =>
        (one.type === "ImportSpecifier" && one.importKind === "type") ||
        (one.type === "ExportSpecifier" && one.exportKind === "type"),
    )
  );
}
