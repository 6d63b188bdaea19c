import { isNamedTypeScript, type Node, type Source, walk } from "../source/index.js";

/** The names that a file uses in its types, and those that it uses when it runs. */
export interface Uses {
  readonly inTypes: ReadonlySet<string>;
  readonly atRunTime: ReadonlySet<string>;
}

/** Nodes of TypeScript in which values stand; all others hold types alone. */
const withValues = new Set([
  "TSAsExpression",
  "TSSatisfiesExpression",
  "TSNonNullExpression",
  "TSTypeAssertion",
  "TSInstantiationExpression",
  "TSEnumDeclaration",
  "TSEnumBody",
  "TSEnumMember",
  "TSModuleDeclaration",
  "TSModuleBlock",
  "TSParameterProperty",
  "TSExportAssignment",
  "TSImportEqualsDeclaration",
  "TSExternalModuleReference",
  "TSQualifiedName",
  "TSAbstractMethodDefinition",
  "TSAbstractPropertyDefinition",
  "TSAbstractAccessorProperty",
]);

/** Nothing is known of a file of JavaScript, and of one with decorators: these make values of types. */
const unknown: Uses = { inTypes: new Set(), atRunTime: new Set() };

export function usesOf({ path, program }: Source): Uses {
  if (!isNamedTypeScript(path)) return unknown;
  const inTypes = new Set<string>();
  const atRunTime = new Set<string>();
  let isDecorated = false;
  const names = (node: Node, into: Set<string>) =>
    walk(node, (one) => {
      if (one.type === "Identifier" || one.type === "JSXIdentifier") into.add(one.name);
    });
  walk(program, (node) => {
    if (node.type === "ImportDeclaration") return false;
    if (node.type === "Decorator") isDecorated = true;
    if (node.type.startsWith("TS") && !withValues.has(node.type)) {
      names(node, inTypes);
      return false;
    }
    if (node.type === "Identifier" || node.type === "JSXIdentifier") atRunTime.add(node.name);
    return true;
  });
  return isDecorated ? unknown : { inTypes, atRunTime };
}

/** Whether an imported name is used, and only where types stand: the compiler leaves its import out. */
export function isOnlyType({ inTypes, atRunTime }: Uses, name: string): boolean {
  return inTypes.has(name) && !atRunTime.has(name);
}
