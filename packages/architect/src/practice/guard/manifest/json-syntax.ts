/** Where a text stops being JSON, and why: RFC 8259, without what some readers let pass. */
export interface SyntaxFault {
  readonly offset: number;
  readonly because: string;
}

const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const string = /"(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/uy;
const word = /true|false|null/y;
const space = /[ \t\r\n]*/y;
const MOST_DEPTH = 500;

/** The first fault of a text; undefined where it is JSON. */
export function jsonFault(text: string): SyntaxFault | undefined {
  let at = 0;
  const take = (expression: RegExp): boolean => {
    expression.lastIndex = at;
    const match = expression.exec(text);
    if (match) at += match[0].length;
    return match !== null;
  };
  const skip = () => take(space);
  const fault = (because: string): SyntaxFault => ({ offset: at, because });
  const unexpected = (wanted: string) =>
    fault(
      at >= text.length
        ? `It ends where ${wanted} should stand.`
        : `There is ${JSON.stringify(text[at])} where ${wanted} should stand.`,
    );

  const value = (depth: number): SyntaxFault | undefined => {
    if (depth > MOST_DEPTH) return fault("It is nested too deeply.");
    skip();
    const first = text[at];
    if (first === "{") return members(depth, "}", true);
    if (first === "[") return members(depth, "]", false);
    return take(string) || take(number) || take(word) ? undefined : unexpected("a value");
  };
  const members = (depth: number, end: string, named: boolean): SyntaxFault | undefined => {
    at += 1;
    skip();
    if (text[at] === end) {
      at += 1;
      return undefined;
    }
    for (;;) {
      if (named) {
        skip();
        if (!take(string)) return unexpected('a name in "quotes"');
        skip();
        if (text[at] !== ":") return unexpected("a colon");
        at += 1;
      }
      const found = value(depth + 1);
      if (found) return found;
      skip();
      const next = text[at];
      if (next !== "," && next !== end) return unexpected(`a comma or ${end}`);
      at += 1;
      if (next === end) return undefined;
    }
  };

  const found = value(0);
  if (found) return found;
  skip();
  return at < text.length ? unexpected("the end") : undefined;
}
