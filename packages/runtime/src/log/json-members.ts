const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const space = 0x20;
const brace = { open: 0x7b, close: 0x7d };
const bracket = { open: 0x5b, close: 0x5d };

/**
 * The members of the text of a JSON object: each value as the text that it has there, so that no number loses a digit.
 * The text must be JSON, such as PostgreSQL writes it, from `start` on; null, and what is no object, have none.
 */
export function membersOf(text: string | null, start = 0): ReadonlyMap<string, string> {
  const members = new Map<string, string>();
  if (text === null || text.charCodeAt(start) !== brace.open) return members;
  let at = afterSpace(text, start + 1);
  while (text.charCodeAt(at) === quote) {
    const end = endOfString(text, at);
    const name = text.slice(at + 1, end);
    const from = afterSpace(text, afterSpace(text, end + 1) + 1);
    const to = endOfValue(text, from);
    members.set(name.includes("\\") ? (JSON.parse(`"${name}"`) as string) : name, text.slice(from, to));
    at = afterSpace(text, to);
    if (text.charCodeAt(at) !== comma) break;
    at = afterSpace(text, at + 1);
  }
  return members;
}

/** The elements of the text of a JSON array, each as the text that it has there. What is no array has none. */
export function elementsOf(text: string): readonly string[] {
  const elements: string[] = [];
  if (text.charCodeAt(0) !== bracket.open) return elements;
  let at = afterSpace(text, 1);
  while (at < text.length && text.charCodeAt(at) !== bracket.close) {
    const to = endOfValue(text, at);
    elements.push(text.slice(at, to));
    at = afterSpace(text, to);
    if (text.charCodeAt(at) !== comma) break;
    at = afterSpace(text, at + 1);
  }
  return elements;
}

function afterSpace(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) <= space) at += 1;
  return at;
}

/** Where the value ends that begins here. */
export function endOfValue(text: string, from: number): number {
  const first = text.charCodeAt(from);
  if (first === quote) return endOfString(text, from) + 1;
  if (first === brace.open || first === bracket.open) return endOfNested(text, from);
  let at = from;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === comma || code === brace.close || code === bracket.close || code <= space) break;
    at += 1;
  }
  return at;
}

function endOfNested(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quote) at = endOfString(text, at);
    else if (code === brace.open || code === bracket.open) depth += 1;
    else if (code === brace.close || code === bracket.close) {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return text.length;
}

/** Where the quote stands that closes the string whose opening quote is here. */
function endOfString(text: string, from: number): number {
  for (let end = text.indexOf('"', from + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let slashes = 0;
    while (text.charCodeAt(end - 1 - slashes) === backslash) slashes += 1;
    if (slashes % 2 === 0) return end;
  }
  return text.length;
}
