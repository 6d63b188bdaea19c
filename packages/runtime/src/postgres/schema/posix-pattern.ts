/** The longest repetition that PostgreSQL takes. */
const longestRepeat = 255;

const spaces = "\\t\\n\\u000b\\f\\r \\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff";
const classes: { readonly [letter: string]: string } = { d: "0-9", w: "A-Za-z0-9_", s: spaces };
const controls: { readonly [letter: string]: string } = {
  n: "\\n",
  r: "\\r",
  t: "\\t",
  f: "\\f",
  v: "\\u000b",
};

/**
 * An ECMAScript regular expression as PostgreSQL's `~` reads it, where both agree on what matches; undefined where
 * they may not (look-around, word boundaries, back references, Unicode properties), and the rule stays with the
 * application. ECMAScript: ECMA-262 section 22.2; PostgreSQL: section 9.7.3, advanced regular expressions.
 */
export function posixPattern(pattern: string): string | undefined {
  const source = [...pattern];
  let at = 0;
  let translated = "";
  while (at < source.length) {
    const piece = readPiece(source, at);
    if (!piece) return undefined;
    translated += piece.text;
    at = piece.end;
  }
  return translated;
}

interface Piece {
  readonly text: string;
  readonly end: number;
}

function readPiece(source: readonly string[], at: number): Piece | undefined {
  const character = source[at] ?? "";
  if (character === "\\") return readEscape(source, at);
  if (character === "[") return readClass(source, at);
  if (character === ".") return { text: "[^\\n\\r\\u2028\\u2029]", end: at + 1 };
  if (character === "(") return readGroup(source, at);
  if (character === "{") return readRepeat(source, at);
  if ("*+?".includes(character)) return { text: character, end: skipLazy(source, at + 1) };
  if (character === "]" || character === "}") return undefined;
  return { text: character, end: at + 1 };
}

/** Lazy or greedy: what matches is the same, only how much of it. */
function skipLazy(source: readonly string[], at: number): number {
  return source[at] === "?" ? at + 1 : at;
}

function readGroup(source: readonly string[], at: number): Piece | undefined {
  if (source[at + 1] !== "?") return { text: "(", end: at + 1 };
  return source[at + 2] === ":" ? { text: "(?:", end: at + 3 } : undefined;
}

function readRepeat(source: readonly string[], at: number): Piece | undefined {
  const match = /^\{(\d+)(,(\d*))?\}/.exec(source.slice(at).join(""));
  if (!match || Number(match[1]) > longestRepeat || Number(match[3] ?? 0) > longestRepeat) return undefined;
  return { text: match[0], end: skipLazy(source, at + match[0].length) };
}

function readEscape(source: readonly string[], at: number): Piece | undefined {
  const letter = source[at + 1] ?? "";
  const wide = classes[letter];
  if (wide) return { text: `[${wide}]`, end: at + 2 };
  const narrow = classes[letter.toLowerCase()];
  if (narrow) return { text: `[^${narrow}]`, end: at + 2 };
  return readCharacterEscape(source, at);
}

function readCharacterEscape(source: readonly string[], at: number): Piece | undefined {
  const letter = source[at + 1] ?? "";
  const control = controls[letter];
  if (control) return { text: control, end: at + 2 };
  if (letter === "u") {
    const digits = source.slice(at + 2, at + 6).join("");
    return /^[0-9a-fA-F]{4}$/.test(digits) && !/^(0000|d[89a-f]..)$/i.test(digits)
      ? { text: `\\u${digits}`, end: at + 6 }
      : undefined;
  }
  return /^[\^$\\.*+?()[\]{}|/-]$/.test(letter) ? { text: `\\${letter}`, end: at + 2 } : undefined;
}

function readClass(source: readonly string[], at: number): Piece | undefined {
  const negated = source[at + 1] === "^";
  let position = at + (negated ? 2 : 1);
  let inside = "";
  while (source[position] !== "]") {
    const piece = readMember(source, position);
    if (!piece) return undefined;
    inside += piece.text;
    position = piece.end;
  }
  return inside === "" ? undefined : { text: `[${negated ? "^" : ""}${inside}]`, end: position + 1 };
}

function readMember(source: readonly string[], at: number): Piece | undefined {
  const character = source[at];
  if (character === undefined) return undefined;
  if (character === "[") return { text: "\\[", end: at + 1 };
  if (character !== "\\") return { text: character, end: at + 1 };
  const named = classes[source[at + 1] ?? ""];
  return named ? { text: named, end: at + 2 } : readCharacterEscape(source, at);
}
