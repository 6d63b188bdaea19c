import { failure, type LintelError } from "../errors.js";
import { isStorable } from "./scalar.js";
import { cut, received } from "./wording.js";

/** Parameters of one request at most. */
const most = 100;

/**
 * The parameters of a query string (without its question mark), each once, percent-decoded as UTF-8, `+` as a
 * space. Throws `PARAMETER_INVALID` for a parameter given twice, broken encoding, NUL, and more than 100.
 */
export function readParameters(query: string): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  for (const part of query.split("&")) {
    if (part === "") continue;
    const equals = part.indexOf("=");
    const name = decode(equals < 0 ? part : part.slice(0, equals));
    if (parameters.has(name)) {
      throw invalidParameter(name, "repeated", `Received ${received(name)} twice; expected it once.`);
    }
    parameters.set(name, equals < 0 ? "" : decode(part.slice(equals + 1), name));
    if (parameters.size > most) {
      throw failure("PARAMETER_INVALID", `Received more than ${most} parameters; expected fewer.`);
    }
  }
  return parameters;
}

/** `PARAMETER_INVALID` that names the parameter. */
export function invalidParameter(parameter: string, rule: string, message: string): LintelError {
  return failure("PARAMETER_INVALID", message, {
    errors: [{ parameter: cut(parameter, 100), rule, message }],
  });
}

/**
 * The values of a comma-separated list. A value in double quotes may hold commas, and `""` within it is one
 * quote: `a,"b, c"`. Undefined where the quoting is broken.
 */
export function splitValues(text: string): readonly string[] | undefined {
  if (!text.includes('"')) return text.split(",");
  const values: string[] = [];
  const next = /(?:"((?:[^"]|"")*)"|([^",]*))(,|$)/y;
  for (;;) {
    const match = next.exec(text);
    if (!match) return undefined;
    values.push(match[1] === undefined ? (match[2] ?? "") : match[1].replaceAll('""', '"'));
    if (match[3] === "") return values;
  }
}

/** The text behind the percent signs. A value, that of `parameter`, is not repeated in a message: it may be personal. */
function decode(text: string, parameter?: string): string {
  const what = (shown: string) =>
    parameter === undefined ? received(shown) : `a value of ${received(parameter)}`;
  let decoded = text;
  if (text.includes("%") || text.includes("+")) {
    try {
      decoded = decodeURIComponent(text.replaceAll("+", " "));
    } catch {
      const message = `Received ${what(text)} that cannot be decoded; expected UTF-8, percent-encoded.`;
      throw invalidParameter(parameter ?? text, "encoding", message);
    }
  }
  if (isStorable(decoded)) return decoded;
  const message = `Received ${what(decoded)} with NUL or a lone surrogate; expected text without them.`;
  throw invalidParameter(parameter ?? decoded, "encoding", message);
}
