/** A value of a JSON text, and where it stands. */
export interface JsonNode {
  readonly start: number;
  /** After its last character. */
  readonly end: number;
  readonly value: unknown;
  /** Of an object. */
  readonly members?: readonly JsonMember[];
}

export interface JsonMember {
  readonly key: string;
  /** Of the key's first quotation mark. */
  readonly start: number;
  readonly node: JsonNode;
  /** Of the comma that follows it. */
  readonly comma?: number;
}

const DEEPEST = 64;
const SCALAR = /-?[0-9][0-9.eE+-]*|true|false|null/y;
const STRING = /"(?:[^"\\\p{Cc}]|\\.)*"/uy;
const TRIVIA = /(?:[ \t\r\n]+|\/\/[^\r\n]*|\/\*[\s\S]*?\*\/)*/y;

/**
 * Reads a JSON text with the places of its values. Comments and commas after a last element are let through, as the programs do whose settings
 * these are.
 *
 * @throws SyntaxError which names the line
 */
export function readJsonText(text: string): JsonNode {
  let at = text.startsWith("\uFEFF") ? 1 : 0;
  const fail = (expected: string): never => {
    const line = text.slice(0, at).split("\n").length;
    const found = at < text.length ? JSON.stringify(text[at]) : "the end";
    throw new SyntaxError(`line ${line}: expected ${expected}, found ${found}`);
  };
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const match = pattern.exec(text)?.[0];
    if (match !== undefined) at += match.length;
    return match;
  };
  const skip = () => void take(TRIVIA);
  const parsed = (raw: string, start: number): unknown => {
    try {
      return JSON.parse(raw);
    } catch {
      at = start;
      return fail("a value");
    }
  };

  const string = (): string => {
    const start = at;
    const raw = take(STRING) ?? fail("a text in double quotes");
    return String(parsed(raw, start));
  };

  const members = (depth: number): JsonMember[] => {
    const made: JsonMember[] = [];
    at += 1;
    for (;;) {
      skip();
      if (text[at] === "}") break;
      const start = at;
      const key = string();
      skip();
      if (text[at] !== ":") fail("a colon");
      at += 1;
      skip();
      const node = value(depth + 1);
      skip();
      const comma = text[at] === "," ? at : undefined;
      made.push({ key, start, node, ...(comma === undefined ? {} : { comma }) });
      if (comma === undefined) break;
      at += 1;
    }
    skip();
    if (text[at] !== "}") fail('a comma or "}"');
    at += 1;
    return made;
  };

  const elements = (depth: number): unknown[] => {
    const made: unknown[] = [];
    at += 1;
    for (;;) {
      skip();
      if (text[at] === "]") break;
      made.push(value(depth + 1).value);
      skip();
      if (text[at] !== ",") break;
      at += 1;
    }
    if (text[at] !== "]") fail('a comma or "]"');
    at += 1;
    return made;
  };

  const value = (depth: number): JsonNode => {
    if (depth > DEEPEST) fail(`no more than ${DEEPEST} levels`);
    const start = at;
    if (text[at] === "{") {
      const made = members(depth);
      const entries = made.map(({ key, node }) => [key, node.value] as const);
      return { start, end: at, value: Object.fromEntries(entries), members: made };
    }
    if (text[at] === "[") {
      const made = elements(depth);
      return { start, end: at, value: made };
    }
    if (text[at] === '"') {
      const made = string();
      return { start, end: at, value: made };
    }
    const raw = take(SCALAR) ?? fail("a value");
    return { start, end: at, value: parsed(raw, start) };
  };

  skip();
  const root = value(0);
  skip();
  if (at < text.length) fail("nothing more");
  return root;
}
