import type { Complaint } from "../complaint.js";
import { restore } from "./complaint.js";

/** A value of a JSON text, with the line on which it begins. */
export interface JsonNode {
  readonly line: number;
  readonly value: string | number | boolean | null | readonly JsonNode[] | JsonObject;
}

export type JsonObject = ReadonlyMap<string, JsonNode>;

export type ParsedJson =
  | { readonly root: JsonNode; readonly twice: readonly Complaint[] }
  | { readonly complaint: Complaint };

const deepest = 64;
const space = /[ \t\n\r]*/y;
const literal = /true|false|null/y;
const number = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const string = /"(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/uy;
/** Of a string that is none: as far as it is one. */
const begunString = /"(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*/uy;

/**
 * Reads JSON (RFC 8259) and keeps the lines, which `JSON.parse` does not tell. A name that stands twice in an object is a complaint: otherwise
 * the first of them would be lost.
 */
export function parseJson(text: string): ParsedJson {
  const twice: Complaint[] = [];
  const lineAt = lineCounter(text);
  let at = 0;

  const fail = (says: string): never => {
    throw new Unreadable(at, says);
  };
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) at += found.length;
    return found;
  };
  const skipSpace = () => void match(space);
  const take = (character: string): boolean => {
    skipSpace();
    if (text[at] !== character) return false;
    at += 1;
    return true;
  };
  const expect = (character: string, where: string) => {
    if (!take(character)) fail(`"${character}" is expected ${where}`);
  };
  const parseString = (): string => {
    skipSpace();
    const found = match(string);
    if (found === undefined) {
      const isBegun = match(begunString) !== undefined;
      fail(isBegun ? "the string does not go on like this" : "a string is expected");
    }
    return JSON.parse(found ?? '""');
  };
  const parseObject = (depth: number): JsonObject => {
    const entries = new Map<string, JsonNode>();
    if (take("}")) return entries;
    do {
      skipSpace();
      const line = lineAt(at);
      const name = parseString();
      expect(":", `after the name "${shown(name)}"`);
      const before = entries.get(name);
      if (before) {
        twice.push({
          code: "BRIEF_DUPLICATE",
          line,
          says: `"${shown(name)}" stands here for the second time: it is on line ${before.line} already.`,
          next: "Keep one of the two, and take the other out.",
        });
      }
      entries.set(name, parseValue(depth + 1));
    } while (take(","));
    expect("}", "or a comma, after a member of an object");
    return entries;
  };
  const parseArray = (depth: number): readonly JsonNode[] => {
    const items: JsonNode[] = [];
    if (take("]")) return items;
    do items.push(parseValue(depth + 1));
    while (take(","));
    expect("]", "or a comma, after an item of a list");
    return items;
  };
  const parseValue = (depth: number): JsonNode => {
    if (depth > deepest) fail(`it is nested deeper than ${deepest} levels`);
    skipSpace();
    const line = lineAt(at);
    if (take("{")) return { line, value: parseObject(depth) };
    if (take("[")) return { line, value: parseArray(depth) };
    if (text[at] === '"') return { line, value: parseString() };
    const found = match(literal) ?? match(number);
    if (found === undefined) return fail("a value is expected");
    return { line, value: JSON.parse(found) };
  };

  try {
    const root = parseValue(0);
    skipSpace();
    if (at < text.length) fail("nothing may follow the end of the object");
    return { root, twice };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    const isCut = text.slice(error.at).trim() === "";
    const place = isCut ? text.trimEnd().length : error.at;
    const line = lineAt(place);
    const column = place - text.lastIndexOf("\n", place - 1);
    return {
      complaint: {
        code: isCut ? "BRIEF_TRUNCATED" : "BRIEF_NOT_JSON",
        line,
        says: isCut
          ? `The file ends here, in the middle of the data: ${error.message} (line ${line}, column ${column}).`
          : `This is not JSON: ${error.message} (line ${line}, column ${column}).`,
        next: restore,
      },
    };
  }
}

class Unreadable extends Error {
  constructor(
    readonly at: number,
    message: string,
  ) {
    super(message);
  }
}

/** Lines of places that are asked for from the beginning on, more or less. */
function lineCounter(text: string): (at: number) => number {
  let line = 1;
  let seen = 0;
  return (at) => {
    if (at < seen) {
      line = 1;
      seen = 0;
    }
    for (let next = text.indexOf("\n", seen); next !== -1 && next < at; next = text.indexOf("\n", seen)) {
      line += 1;
      seen = next + 1;
    }
    return line;
  };
}

function shown(name: string): string {
  return JSON.stringify(name.length > 80 ? `${name.slice(0, 80)}...` : name).slice(1, -1);
}
