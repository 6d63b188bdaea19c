import type { ToolErrorCode } from "../../tool-error.js";
import type { Complaint } from "../complaint.js";
import { restore } from "./complaint.js";
import type { JsonNode, JsonObject } from "./json-text.js";

/** Reads nodes as what they should be, and collects what they are not. What could not be read is undefined. */
export interface NodeReader {
  readonly complaints: readonly Complaint[];
  complain(node: JsonNode, says: string, code?: ToolErrorCode, next?: string): undefined;
  /** Whose members are all known, and the required ones there. */
  object(
    node: JsonNode,
    what: string,
    members: { readonly required?: readonly string[]; readonly optional?: readonly string[] },
  ): JsonObject | undefined;
  /** Whose members are named by who wrote it. */
  map(node: JsonNode, what: string): JsonObject | undefined;
  list(node: JsonNode, what: string): readonly JsonNode[] | undefined;
  text(node: JsonNode, what: string): string | undefined;
  number(node: JsonNode, what: string): number | undefined;
  oneOf<T extends string>(node: JsonNode, what: string, values: readonly T[]): T | undefined;
  texts(node: JsonNode, what: string): readonly string[] | undefined;
}

/** A character that no text may hold: a control character but for the tab and the line feed, what reorders letters, or half of a pair. */
const forbidden = /[^\P{Cc}\t\n]|[\p{Surrogate}\u202a-\u202e\u2066-\u2069]/u;

export function nodeReader(): NodeReader {
  const complaints: Complaint[] = [];
  const complain: NodeReader["complain"] = (node, says, code = "BRIEF_INVALID", next = restore) => {
    complaints.push({ code, line: node.line, says, next });
    return undefined;
  };
  const map: NodeReader["map"] = (node, what) =>
    node.value instanceof Map
      ? node.value
      : complain(node, `${what} must be an object, and is ${kindOf(node)}.`);
  const object: NodeReader["object"] = (node, what, { required = [], optional = [] }) => {
    const members = map(node, what);
    if (!members) return undefined;
    const known = [...required, ...optional];
    for (const [name, member] of members) {
      if (!known.includes(name))
        complain(member, `${what} has no "${shortly(name)}": it has ${known.join(", ")}.`);
    }
    const missing = required.filter((name) => !members.has(name));
    if (missing.length > 0) return complain(node, `${what} lacks ${missing.join(", ")}.`);
    return members;
  };
  const list: NodeReader["list"] = (node, what) =>
    Array.isArray(node.value)
      ? node.value
      : complain(node, `${what} must be a list, and is ${kindOf(node)}.`);
  const text: NodeReader["text"] = (node, what) => {
    if (typeof node.value !== "string")
      return complain(node, `${what} must be a text, and is ${kindOf(node)}.`);
    const found = forbidden.exec(node.value)?.[0];
    if (found === undefined) return node.value;
    const code = found.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
    return complain(
      node,
      `${what} holds U+${code}: no control character but the tab and the line feed may stand in a text.`,
      "BRIEF_CONTROL_CHARACTER",
      "Take the character out.",
    );
  };
  return {
    complaints,
    complain,
    object,
    map,
    list,
    text,
    number: (node, what) =>
      typeof node.value === "number" && Number.isFinite(node.value)
        ? node.value
        : complain(node, `${what} must be a number, and is ${kindOf(node)}.`),
    oneOf: (node, what, values) => {
      const found = values.find((value) => value === node.value);
      return found ?? complain(node, `${what} must be one of ${values.join(", ")}, and is ${kindOf(node)}.`);
    },
    texts: (node, what) => list(node, what)?.flatMap((item) => text(item, what) ?? []),
  };
}

function kindOf({ value }: JsonNode): string {
  if (value instanceof Map) return "an object";
  if (Array.isArray(value)) return "a list";
  return shortly(JSON.stringify(value));
}

export function shortly(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}...` : text;
}
