const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const colon = 0x3a;

/**
 * The members of the text of a JSON object: each value as the text that it has there, so that no number loses a digit.
 * The text must be JSON, such as PostgreSQL writes it; null, and what is no object, have none.
 */
export function membersOf(text: string | null): ReadonlyMap<string, string> {
  const members = new Map<string, string>();
  if (text === null || text.charCodeAt(0) !== 0x7b) return members;
  let depth = 0;
  let name: string | undefined;
  let from = 1;
  const close = (end: number) => {
    if (name !== undefined) members.set(name, text.slice(from, end).trim());
    name = undefined;
    from = end + 1;
  };
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      const end = endOfString(text, at);
      if (depth === 1 && name === undefined && text.charCodeAt(end + 1) === colon) {
        name = JSON.parse(text.slice(at, end + 1)) as string;
        from = end + 2;
      }
      at = end;
    } else if (code === 0x7b || code === 0x5b) depth += 1;
    else if (code === 0x7d || code === 0x5d) {
      depth -= 1;
      if (depth === 0) close(at);
    } else if (code === comma && depth === 1) close(at);
  }
  return members;
}

function endOfString(text: string, from: number): number {
  let at = from + 1;
  while (at < text.length && text.charCodeAt(at) !== quote) at += text.charCodeAt(at) === backslash ? 2 : 1;
  return at;
}
