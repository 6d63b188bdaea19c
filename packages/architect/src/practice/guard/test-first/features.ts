import { keyOf, type Node, propertyOf, type Source, stringOf, walk } from "../source/index.js";
import { constantsOf, heldBy, runtimeNames } from "./runtime-names.js";

/** Something that a blueprint says a system does, and who may do it. */
export interface Feature {
  readonly kind: "command" | "query" | "entity";
  /** Of the service, where the file says it. */
  readonly service: string | undefined;
  readonly name: string;
  /** In the API's paths, where it is not the name's plural. */
  readonly plural: string | undefined;
  readonly source: Source;
  readonly offset: number;
  /** By operation: who may. `run` of a command or query. */
  readonly access: ReadonlyMap<string, { readonly rule: string; readonly offset: number }>;
}

const known = new WeakMap<Source, readonly Feature[]>();

/** The commands, queries and entities that a file of a blueprint declares, through its syntax tree. */
export function featuresOf(source: Source): readonly Feature[] {
  const found = known.get(source) ?? collect(source);
  known.set(source, found);
  return found;
}

function collect(source: Source): readonly Feature[] {
  const names = runtimeNames(source);
  const reader = { source, names, constants: constantsOf(source) };
  const features: Feature[] = [];
  const placed = new Set<Node>();
  const named = new Map<Node, string>();
  walk(source.program, (node) => {
    if (node.type === "VariableDeclarator" && node.id.type === "Identifier" && node.init)
      named.set(node.init, node.id.name);
    if (node.type !== "CallExpression") return;
    const operation = operationOf(node, reader);
    if (operation) features.push(operation);
    if (!isCallOf(node, "service", reader)) return;
    const service = stringOf(node.arguments[0]);
    for (const [name, value] of entriesOf(
      propertyOf(heldBy(node.arguments[1], reader.constants), "entities"),
      reader,
    )) {
      const held = heldBy(value, reader.constants);
      if (held) placed.add(held);
      features.push(entityOf(name, service, held, value.start, reader));
    }
  });
  // An entity that is handed to a service of another file.
  walk(source.program, (node) => {
    if (node.type === "CallExpression" && isCallOf(node, "entity", reader) && !placed.has(node)) {
      const name = named.get(node);
      if (name !== undefined) features.push(entityOf(name, undefined, node, node.start, reader));
    }
  });
  return features;
}

interface Reader {
  readonly source: Source;
  readonly names: ReadonlyMap<string, string>;
  readonly constants: ReadonlyMap<string, Node>;
}

type Call = Extract<Node, { type: "CallExpression" }>;

function isCallOf(node: Call, word: string, { names }: Reader): boolean {
  return node.callee.type === "Identifier" && names.get(node.callee.name) === word;
}

/** `.command("name", { run })` */
function operationOf(node: Call, reader: Reader): Feature | undefined {
  const { callee } = node;
  if (callee.type !== "MemberExpression") return undefined;
  const kind = keyOf(callee);
  if (kind !== "command" && kind !== "query") return undefined;
  const name = stringOf(node.arguments[0]);
  const definition = heldBy(node.arguments[1], reader.constants);
  if (name === undefined || !isDefinition(definition, callee.object, reader)) return undefined;
  const rule = propertyOf(definition, "access");
  return {
    kind,
    service: serviceOf(callee.object, reader),
    name,
    plural: undefined,
    source: reader.source,
    offset: node.arguments[0]?.start ?? node.start,
    access: new Map(rule ? [["run", { rule: normal(rule, reader), offset: rule.start }]] : []),
  };
}

/** Whether what is handed over with a name says what an operation does, and not how a program's arguments are read. */
function isDefinition(definition: Node | undefined, of: Node, reader: Reader): boolean {
  // It is defined in another file.
  if (definition?.type === "Identifier") return serviceOf(of, reader) !== undefined;
  const runs = hasMethod(definition, "run");
  const access = propertyOf(definition, "access") !== undefined;
  // A file that takes service and rules from others needs no word of the runtime.
  return reader.names.size === 0 ? runs && access : runs || access;
}

function hasMethod(node: Node | undefined, name: string): boolean {
  return (
    node?.type === "ObjectExpression" &&
    node.properties.some((one) => one.type === "Property" && keyOf(one) === name)
  );
}

function serviceOf(node: Node, reader: Reader, most = 40): string | undefined {
  const held = heldBy(node, reader.constants);
  if (held?.type !== "CallExpression" || most === 0) return undefined;
  if (isCallOf(held, "service", reader)) return stringOf(held.arguments[0]);
  return held.callee.type === "MemberExpression"
    ? serviceOf(held.callee.object, reader, most - 1)
    : undefined;
}

function entriesOf(node: Node | undefined, reader: Reader, most = 8): readonly (readonly [string, Node])[] {
  const held = heldBy(node, reader.constants);
  if (held?.type !== "ObjectExpression" || most === 0) return [];
  return held.properties.flatMap((one): readonly (readonly [string, Node])[] => {
    if (one.type === "SpreadElement") return entriesOf(one.argument, reader, most - 1);
    const name = keyOf(one);
    return name === undefined ? [] : [[name, one.value]];
  });
}

function entityOf(
  name: string,
  service: string | undefined,
  held: Node | undefined,
  offset: number,
  reader: Reader,
): Feature {
  const options = held?.type === "CallExpression" ? heldBy(held.arguments[1], reader.constants) : undefined;
  const access = entriesOf(propertyOf(options, "access"), reader);
  return {
    kind: "entity",
    service,
    name,
    plural: stringOf(propertyOf(options, "plural")),
    source: reader.source,
    offset,
    access: new Map(
      access.map(([operation, rule]) => [operation, { rule: normal(rule, reader), offset: rule.start }]),
    ),
  };
}

/** A rule as a text that is the same however it is laid out, and whatever its variables are called. */
function normal(node: Node, reader: Reader): string {
  const held = heldBy(node, reader.constants) ?? node;
  return JSON.stringify(held, (key, value: unknown) => {
    if (key === "start" || key === "end" || key === "raw" || key === "parent") return undefined;
    if (typeof value === "bigint") return String(value);
    const one = value as Node | null;
    if (typeof one !== "object" || one === null || one.type !== "Identifier" || one === held) return value;
    const word = reader.names.get(one.name);
    if (word !== undefined) return `runtime ${word}`;
    const constant = reader.constants.get(one.name);
    return constant ? normal(constant, { ...reader, constants: without(reader.constants, one.name) }) : value;
  });
}

function without(constants: ReadonlyMap<string, Node>, name: string): ReadonlyMap<string, Node> {
  const fewer = new Map(constants);
  fewer.delete(name);
  return fewer;
}
