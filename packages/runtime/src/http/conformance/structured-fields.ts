/** What an item is, by type (RFC 9651, 3.3): tokens apart from strings, so that a test sees which of them came. */
export type Bare =
  | { readonly type: "integer" | "decimal" | "date"; readonly value: number }
  | { readonly type: "string" | "token" | "bytes" | "display"; readonly value: string }
  | { readonly type: "boolean"; readonly value: boolean };
export interface Item {
  readonly value: Bare;
  readonly parameters: ReadonlyMap<string, Bare>;
}

/**
 * Reads a list of items (RFC 9651, 4.2.1, without inner lists), by the steps of the RFC's own algorithms and nothing of
 * Lintel's. Throws for whatever is none.
 */
export function parseList(field: string): Item[] {
  const input = inputOf(field);
  input.skip(/ */y);
  const items: Item[] = [];
  while (!input.isOver) {
    items.push(parseItem(input));
    input.skip(/[ \t]*/y);
    if (input.isOver) return items;
    input.take(/,/y, "a comma");
    input.skip(/[ \t]*/y);
    if (input.isOver) throw new Error("The list ends with a comma.");
  }
  return items;
}

function parseItem(input: Input): Item {
  const value = parseBare(input);
  const parameters = new Map<string, Bare>();
  while (input.has(";")) {
    input.take(/; */y, "a semicolon");
    const key = input.take(/[a-z*][a-z0-9_\-.*]*/y, "a key");
    if (!input.has("=")) {
      parameters.set(key, { type: "boolean", value: true });
      continue;
    }
    input.take(/=/y, "=");
    parameters.set(key, parseBare(input));
  }
  return { value, parameters };
}

function parseBare(input: Input): Bare {
  if (input.has('"')) {
    const text = input.take(/"(?:[ !#-[\]-~]|\\["\\])*"/y, "a string");
    return { type: "string", value: text.slice(1, -1).replace(/\\(.)/g, "$1") };
  }
  if (input.has("?")) return { type: "boolean", value: input.take(/\?[01]/y, "a boolean") === "?1" };
  if (input.has(":")) return { type: "bytes", value: input.take(/:[A-Za-z0-9+/=]*:/y, "bytes").slice(1, -1) };
  if (input.has("@"))
    return { type: "date", value: Number(input.take(/@-?\d{1,15}(?![\d.])/y, "a date").slice(1)) };
  if (input.has("%"))
    return { type: "display", value: input.take(/%"(?:[ !#$&-~]|%[0-9a-f]{2})*"/y, "a text") };
  if (/[-0-9]/.test(input.first)) {
    const text = input.take(/-?\d+(?:\.\d+)?/y, "a number");
    const [whole = "", fraction] = text.replace("-", "").split(".");
    if (whole.length > (fraction === undefined ? 15 : 12) || (fraction?.length ?? 0) > 3)
      throw new Error(`A number of too many digits: ${text}`);
    return { type: fraction === undefined ? "integer" : "decimal", value: Number(text) };
  }
  return { type: "token", value: input.take(/[A-Za-z*][!#$%&'*+\-.^_`|~0-9A-Za-z:/]*/y, "an item") };
}

interface Input {
  readonly isOver: boolean;
  /** The next character; empty at the end. */
  readonly first: string;
  has(character: string): boolean;
  /** What fits here, which is gone then. */
  take(pattern: RegExp, what: string): string;
  skip(pattern: RegExp): void;
}

function inputOf(text: string): Input {
  if (/[^\x20-\x7e\t]/.test(text)) throw new Error("A character that is not ASCII.");
  let at = 0;
  const next = (pattern: RegExp) => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0] ?? "";
    at += found.length;
    return found;
  };
  return {
    get isOver() {
      return at >= text.length;
    },
    get first() {
      return text.charAt(at);
    },
    has: (character) => text.charAt(at) === character,
    take(pattern, what) {
      const found = next(pattern);
      if (found === "") throw new Error(`Expected ${what} at character ${at} of ${JSON.stringify(text)}.`);
      return found;
    },
    skip: (pattern) => void next(pattern),
  };
}
