/** One statement of a file. */
export interface StatementText {
  /** Without the semicolon at its end, and without what stands before it. */
  readonly text: string;
  /** The line of its first character, from 1. */
  readonly line: number;
}

/** What a semicolon inside of does not end a statement, and how each ends. */
const enclosed: readonly (readonly [start: RegExp, end: (start: string) => RegExp])[] = [
  [/[eE]'/y, () => /(?:\\[\s\S]|''|[^'\\])*('|$)/g],
  [/'/y, () => /(?:''|[^'])*('|$)/g],
  [/"/y, () => /(?:""|[^"])*("|$)/g],
  [/\$(?:[\p{L}_][\p{L}\p{N}_]*)?\$/uy, (tag) => new RegExp(`${tag.replaceAll("$", "\\$")}|$`, "g")],
];

const word = /[\p{L}_][\p{L}\p{N}_$]*/uy;

/**
 * Takes SQL apart into its statements, at the semicolons that end them: not those in strings, quoted names, dollar
 * quotes, comments (which nest), parentheses, and `begin atomic ... end` of a function's body. What cannot be read is left
 * whole for PostgreSQL to complain about.
 */
export function splitStatements(source: string): readonly StatementText[] {
  const statements: StatementText[] = [];
  let start: number | undefined;
  let at = 0;
  let parentheses = 0;
  let words: string[] = [];
  let blocks = 0;

  const finish = (end: number) => {
    if (start !== undefined)
      statements.push({ text: source.slice(start, end).trimEnd(), line: lineOf(source, start) });
    start = undefined;
    parentheses = 0;
    words = [];
    blocks = 0;
  };

  while (at < source.length) {
    const comment = skipComment(source, at);
    if (comment !== undefined) {
      at = comment;
      continue;
    }
    const character = source[at] ?? "";
    if (character === ";" && parentheses === 0 && blocks === 0) {
      finish(at);
      at += 1;
      continue;
    }
    if (start === undefined && /\S/.test(character) && character !== ";") start = at;
    const name = match(word, source, at);
    const quoted = skipEnclosed(source, at);
    if (quoted !== undefined) {
      at = quoted;
    } else if (name !== undefined) {
      words.push(name.toLowerCase());
      blocks += blockStep(words, blocks);
      at += name.length;
    } else {
      if (character === "(") parentheses += 1;
      if (character === ")") parentheses -= 1;
      at += 1;
    }
  }
  finish(source.length);
  return statements;
}

/** How a word changes the depth of `begin atomic`, in which `case` has an `end` of its own. */
function blockStep(words: readonly string[], blocks: number): number {
  const last = words.at(-1);
  const makesRoutine =
    words[0] === "create" && words.slice(1, 4).some((one) => one === "function" || one === "procedure");
  if (!makesRoutine) return 0;
  if (last === "atomic" && words.at(-2) === "begin") return 1;
  if (blocks === 0) return 0;
  return last === "case" ? 1 : last === "end" ? -1 : 0;
}

function skipComment(source: string, at: number): number | undefined {
  if (source.startsWith("--", at)) {
    const end = source.indexOf("\n", at);
    return end === -1 ? source.length : end + 1;
  }
  if (!source.startsWith("/*", at)) return undefined;
  let depth = 0;
  for (let position = at; position < source.length; position += 1) {
    if (source.startsWith("/*", position)) {
      depth += 1;
      position += 1;
    } else if (source.startsWith("*/", position)) {
      depth -= 1;
      position += 1;
      if (depth === 0) return position + 1;
    }
  }
  return source.length;
}

function skipEnclosed(source: string, at: number): number | undefined {
  for (const [opening, endOf] of enclosed) {
    const opened = match(opening, source, at);
    if (opened === undefined) continue;
    const end = endOf(opened);
    end.lastIndex = at + opened.length;
    end.exec(source);
    return Math.max(end.lastIndex, at + opened.length);
  }
  return undefined;
}

function match(pattern: RegExp, source: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(source)?.[0];
}

function lineOf(source: string, at: number): number {
  return source.slice(0, at).split("\n").length;
}
