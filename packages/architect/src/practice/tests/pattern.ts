/**
 * A text that a pattern takes, where it is of the usual kind: characters, classes, groups and counts. Undefined where it is not: nothing
 * is given that was not tried.
 */
export function sampleOfPattern(
  pattern: string,
  least = 0,
  most = Number.POSITIVE_INFINITY,
): string | undefined {
  const expression = new RegExp(pattern, "u");
  const fits = (text: string) => {
    const { length } = [...text];
    return length >= least && length <= most && expression.test(text);
  };
  const made = make(pattern);
  const candidates = made === undefined ? usual : [made, made.padEnd(least, made.at(-1) ?? "a"), ...usual];
  return candidates.find(fits);
}

/** A text that the pattern refuses and whose length is right. */
export function textAgainst(pattern: string, least = 0, most = Number.POSITIVE_INFINITY): string | undefined {
  const expression = new RegExp(pattern, "u");
  const candidates = ["?", " ", "-", "0", "a", "A", "", "…"].map((one) => one.padEnd(least, one || "?"));
  return candidates.find((text) => [...text].length <= most && !expression.test(text));
}

const usual = [
  "a",
  "A",
  "0",
  "1",
  "abc",
  "ABC",
  "abc-def",
  "Abc",
  "12345",
  "2026-01-01",
  "12:30",
  "a@example.com",
];

interface Cursor {
  readonly pattern: string;
  at: number;
}

class NotUsual extends Error {}

function make(pattern: string): string | undefined {
  const cursor = { pattern, at: 0 };
  try {
    const text = alternatives(cursor);
    return cursor.at === pattern.length ? text : undefined;
  } catch (error) {
    if (error instanceof NotUsual) return undefined;
    throw error;
  }
}

/** The first of the alternatives, up to the end of the group. */
function alternatives(cursor: Cursor): string {
  const first = one(cursor);
  while (cursor.pattern[cursor.at] === "|") {
    cursor.at += 1;
    one(cursor);
  }
  return first;
}

function one(cursor: Cursor): string {
  let text = "";
  for (;;) {
    const next = cursor.pattern[cursor.at];
    if (next === undefined || next === "|" || next === ")") return text;
    const atom = atomAt(cursor);
    text += atom.repeat(countAt(cursor));
  }
}

function atomAt(cursor: Cursor): string {
  const { pattern } = cursor;
  const character = pattern[cursor.at];
  cursor.at += 1;
  switch (character) {
    case "^":
    case "$":
      return "";
    case ".":
      return "a";
    case "\\":
      return escapeAt(cursor);
    case "[":
      return classAt(cursor);
    case "(": {
      if (pattern.startsWith("?:", cursor.at)) cursor.at += 2;
      else if (pattern[cursor.at] === "?") throw new NotUsual();
      const text = alternatives(cursor);
      if (pattern[cursor.at] !== ")") throw new NotUsual();
      cursor.at += 1;
      return text;
    }
    default:
      return character ?? "";
  }
}

function escapeAt(cursor: Cursor): string {
  const character = cursor.pattern[cursor.at];
  cursor.at += 1;
  const known: { readonly [name: string]: string } = {
    d: "0",
    w: "a",
    s: " ",
    D: "a",
    W: "-",
    S: "a",
    b: "",
  };
  if (character === undefined) throw new NotUsual();
  if (character in known) return known[character] ?? "";
  if (/[A-Za-z0-9]/.test(character)) throw new NotUsual();
  return character;
}

/** Some character of the class: its first, or one that is not in it where it is negated. */
function classAt(cursor: Cursor): string {
  const { pattern } = cursor;
  const begin = cursor.at;
  let end = begin;
  while (pattern[end] !== "]" || end === begin) {
    if (end >= pattern.length) throw new NotUsual();
    end += pattern[end] === "\\" ? 2 : 1;
  }
  cursor.at = end + 1;
  const expression = new RegExp(`^[${pattern.slice(begin, end)}]$`, "u");
  const found = [..."a1A0-_ .,:+#?!/@"].find((character) => expression.test(character));
  if (found !== undefined) return found;
  const [first] = pattern.slice(begin, end);
  if (first === undefined || !expression.test(first)) throw new NotUsual();
  return first;
}

/** How often what stands before is to come: as seldom as may be, but once where it may be absent. */
function countAt(cursor: Cursor): number {
  const rest = cursor.pattern.slice(cursor.at);
  const [whole, least, most] = /^\{(\d+)(?:,(\d*))?\}/.exec(rest) ?? [];
  if (whole !== undefined) {
    cursor.at += whole.length;
    if (rest[whole.length] === "?") cursor.at += 1;
    return Math.max(Number(least), most === "0" ? 0 : 1);
  }
  if (rest[0] === "*" || rest[0] === "+" || rest[0] === "?") {
    cursor.at += rest[1] === "?" ? 2 : 1;
    return 1;
  }
  return 1;
}
