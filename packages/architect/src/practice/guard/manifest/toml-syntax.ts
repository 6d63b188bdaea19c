import type { SyntaxFault } from "./json-syntax.js";

const key = String.raw`(?:[\w-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*')`;
const dotted = `${key}(?:[ \\t]*\\.[ \\t]*${key})*`;
const header = new RegExp(`^\\[\\[?[ \\t]*${dotted}[ \\t]*\\]\\]?[ \\t]*(?:#.*)?$`);
const assignment = new RegExp(`^${dotted}[ \\t]*=[ \\t]*(?=\\S)`);

/**
 * The first fault of a text of TOML, in what hand-written manifests get wrong: headers, keys, texts and brackets that are not closed. It does not judge
 * numbers and dates.
 */
export function tomlFault(text: string): SyntaxFault | undefined {
  let at = 0;
  while (at < text.length) {
    const end = text.indexOf("\n", at) < 0 ? text.length : text.indexOf("\n", at);
    const line = text.slice(at, end).trim();
    const begins = at + (text.slice(at, end).length - text.slice(at, end).trimStart().length);
    if (line === "" || line.startsWith("#")) {
      at = end + 1;
      continue;
    }
    if (line.startsWith("[")) {
      if (!header.test(line))
        return { offset: begins, because: `${JSON.stringify(line)} is no header of a table.` };
      at = end + 1;
      continue;
    }
    const [name] = assignment.exec(text.slice(begins)) ?? [];
    if (name === undefined || name.includes("\n"))
      return {
        offset: begins,
        because: `${JSON.stringify(line)} is neither a header nor a key with a value.`,
      };
    const after = endOfValue(text, begins + name.length);
    if (typeof after !== "number") return after;
    at = after;
  }
  return undefined;
}

/** Where a value's line ends, after all brackets and texts are closed. */
function endOfValue(text: string, from: number): number | SyntaxFault {
  const open: string[] = [];
  const opened = { "[": "]", "{": "}" } as const;
  for (let at = from; at < text.length; at++) {
    const character = text[at];
    if (character === "\n" && open.length === 0) return at + 1;
    if (character === "#") {
      const end = text.indexOf("\n", at);
      at = (end < 0 ? text.length : end) - 1;
    } else if (character === '"' || character === "'") {
      const long = text.startsWith(character.repeat(3), at);
      const end = endOfText(text, at, long ? character.repeat(3) : character, long);
      if (end < 0) return { offset: at, because: "A text begins here and does not end." };
      at = end - 1;
    } else if (character === "[" || character === "{") open.push(opened[character]);
    else if (character === "]" || character === "}") {
      if (open.pop() !== character)
        return { offset: at, because: `There is ${character} where nothing is open that it closes.` };
    }
  }
  return open.length > 0
    ? { offset: from, because: `The value that begins here is not closed: ${open.at(-1)} is missing.` }
    : text.length;
}

function endOfText(text: string, from: number, quote: string, long: boolean): number {
  for (let at = from + quote.length; at < text.length; at++) {
    if (text[at] === "\\" && quote.startsWith('"')) at += 1;
    else if (text[at] === "\n" && !long) return -1;
    else if (text.startsWith(quote, at)) {
      let end = at + quote.length;
      while (long && text[end] === quote[0] && end < at + 5) end += 1;
      return end;
    }
  }
  return -1;
}
