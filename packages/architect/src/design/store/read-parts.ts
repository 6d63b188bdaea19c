import type { JsonNode, JsonObject } from "../../brief/store/json-text.js";
import type { NodeReader } from "../../brief/store/node-reader.js";

/** Reads a member of an object where it is there. */
export function member<T>(
  members: JsonObject | undefined,
  name: string,
  read: (node: JsonNode) => T | undefined,
): T | undefined {
  const node = members?.get(name);
  return node && read(node);
}

/** A member, as a part of an object that may lack it. */
export function optional<Name extends string, T>(
  members: JsonObject | undefined,
  name: Name,
  read: (node: JsonNode) => T | undefined,
): { readonly [name in Name]?: T } {
  const value = member(members, name, read);
  return (value === undefined ? {} : { [name]: value }) as { readonly [name in Name]?: T };
}

/** Every item of a list; undefined where one of them cannot be read. */
export function listOf<T>(
  reader: NodeReader,
  node: JsonNode,
  what: string,
  read: (reader: NodeReader, node: JsonNode) => T | undefined,
): readonly T[] | undefined {
  const items = reader.list(node, what)?.map((item) => read(reader, item));
  return items?.every((item) => item !== undefined) ? items : undefined;
}

/** Texts by names that are free. */
export function textsByName(
  reader: NodeReader,
  node: JsonNode,
  what: string,
): { readonly [name: string]: string } | undefined {
  const entries = [...(reader.map(node, what) ?? [])].map(
    ([name, given]) => [name, reader.text(given, `${what}: ${name.slice(0, 80)}`)] as const,
  );
  return entries.every(([, text]) => text !== undefined)
    ? (Object.fromEntries(entries) as { readonly [name: string]: string })
    : undefined;
}

/** A whole number from 0 on. */
export function wholeNumber(reader: NodeReader, node: JsonNode, what: string): number | undefined {
  const number = reader.number(node, what);
  if (number === undefined || (Number.isSafeInteger(number) && number >= 0)) return number;
  return reader.complain(node, `${what} must be a whole number, and is ${number}.`);
}

/** A path below a folder: it leads nowhere else. */
export function pathBelow(reader: NodeReader, node: JsonNode, what: string): string | undefined {
  const path = reader.text(node, what);
  if (path === undefined || isPathBelow(path)) return path;
  return reader.complain(
    node,
    `${what} must be a path below its folder, such as services/orders.ts, and is ${JSON.stringify(path.slice(0, 80))}.`,
  );
}

export function isPathBelow(path: string): boolean {
  return path
    .split("/")
    .every((part) => part !== "" && part !== "." && part !== ".." && !/[\\\0:]/.test(part));
}
