import { isDeepStrictEqual } from "node:util";
import { addMember, removeMember, replaceValue } from "./json-edit.js";
import { type JsonMember, type JsonNode, readJsonText } from "./json-text.js";
import { type Edit, type Part, same } from "./part.js";

const KEY = "lintel";
const EDITED = `its entry "${KEY}" says something else than Lintel would write`;

/** An entry `lintel` in an object of a JSON file of settings, such as `mcpServers`. */
export function jsonEntry(path: string, container: string, entry: { readonly [key: string]: unknown }): Part {
  const whole = `${JSON.stringify({ [container]: { [KEY]: entry } }, null, 2)}\n`;
  const emptied = removed(whole);
  return Object.freeze<Part>({
    path,
    install(text, replace): Edit {
      if (text === undefined) return { kind: "write", text: whole };
      const found = find(text, container);
      if (typeof found === "string") return { kind: "leave", why: found };
      const { root, object, member } = found;
      if (!object) return { kind: "write", text: addMember(text, root, container, { [KEY]: entry }) };
      if (!member) return { kind: "write", text: addMember(text, object, KEY, entry) };
      if (isDeepStrictEqual(member.node.value, entry)) return same;
      return replace
        ? { kind: "write", text: replaceValue(text, member, entry) }
        : { kind: "leave", why: EDITED };
    },
    remove(text, replace): Edit {
      if (text === undefined) return same;
      const found = find(text, container);
      if (typeof found === "string") return { kind: "leave", why: found };
      const { object, member } = found;
      if (!object || !member) return same;
      if (!replace && !isDeepStrictEqual(member.node.value, entry)) return { kind: "leave", why: EDITED };
      const left = removeMember(text, object, member);
      return left === emptied ? { kind: "delete" } : { kind: "write", text: left };
    },
  });

  function removed(text: string): string {
    const found = find(text, container);
    return typeof found !== "string" && found.object && found.member
      ? removeMember(text, found.object, found.member)
      : text;
  }
}

type ObjectNode = JsonNode & { readonly members: readonly JsonMember[] };

interface Found {
  readonly root: ObjectNode;
  readonly object?: ObjectNode;
  readonly member?: JsonMember;
}

/** Where the entry is, or should be; or why the file is not touched. */
function find(text: string, container: string): Found | string {
  let root: JsonNode;
  try {
    root = readJsonText(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return `it is not valid JSON: ${error.message}`;
  }
  if (!isObject(root)) return "it is JSON, but no object";
  const outer = only(root, container);
  if (typeof outer === "string") return outer;
  if (!outer) return { root };
  if (!isObject(outer.node)) return `its "${container}" is no object`;
  const member = only(outer.node, KEY);
  if (typeof member === "string") return member;
  return { root, object: outer.node, ...(member ? { member } : {}) };
}

function only({ members }: ObjectNode, key: string): JsonMember | string | undefined {
  const found = members.filter((member) => member.key === key);
  return found.length > 1 ? `it says "${key}" twice` : found[0];
}

function isObject(node: JsonNode): node is ObjectNode {
  return node.members !== undefined;
}
