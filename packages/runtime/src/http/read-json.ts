import { failure, type LintelError } from "../errors.js";
import { isKept } from "./kept-number.js";

/** How many objects and lists may lie within each other. */
export const maxDepth = 32;

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

const quote = 0x22;
const backslash = 0x5c;
const letterU = 0x75;
const plus = 0x2b;
const minus = 0x2d;
const point = 0x2e;

/**
 * Reads one JSON value from the bytes of a body (RFC 8259), more strictly than `JSON.parse`: the text must be
 * UTF-8, and in it must be no NUL, no lone surrogate, no number that a double cannot keep, no `__proto__` key,
 * and at most {@link maxDepth} levels. PostgreSQL could not store the first two, and nobody needs the others.
 *
 * @throws `BODY_MALFORMED`, which names what was found and where.
 */
export function readJson(bytes: Uint8Array): unknown {
  if (bytes.length === 0) throw malformed("The body is empty; one JSON value was expected.");
  let text: string;
  try {
    text = decoder.decode(bytes);
  } catch (cause) {
    throw malformed("The body is not UTF-8.", cause);
  }
  const escaped = scan(text);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw malformed(`The body is not JSON${placeIn(cause)}.`, cause);
  }
  if (escaped || text.includes("__proto__")) refusePrototypeKeys(value);
  return value;
}

/** Looks at every character once. Whether the text is JSON at all is left to `JSON.parse`. True if a `\u` was seen. */
function scan(text: string): boolean {
  let depth = 0;
  let escaped = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      for (at++; at < text.length; at++) {
        const inner = text.charCodeAt(at);
        if (inner === quote) break;
        if (inner !== backslash) continue;
        at++;
        if (text.charCodeAt(at) !== letterU) continue;
        escaped = true;
        at = afterEscape(text, at);
      }
    } else if (code === 0x7b || code === 0x5b) {
      depth++;
      if (depth > maxDepth)
        throw malformed(`At character ${at} the body is more than ${maxDepth} levels deep.`);
    } else if (code === 0x7d || code === 0x5d) {
      depth--;
    } else if (code >= 0x30 && code <= 0x39) {
      at = afterNumber(text, at);
    }
  }
  return escaped;
}

/** From the `u` of an escape to its last digit, or to that of the pair of surrogates that it begins. */
function afterEscape(text: string, at: number): number {
  const unit = hexadecimal(text, at + 1);
  if (unit === 0) throw malformed(`At character ${at - 1} the body holds NUL (\\u0000).`);
  if (unit >= 0xd800 && unit <= 0xdbff) {
    const pairs = text.charCodeAt(at + 5) === backslash && text.charCodeAt(at + 6) === letterU;
    const low = pairs ? hexadecimal(text, at + 7) : 0;
    if (low >= 0xdc00 && low <= 0xdfff) return at + 10;
  }
  if (unit >= 0xd800 && unit <= 0xdfff)
    throw malformed(`At character ${at - 1} the body holds half of a surrogate pair.`);
  return at + 4;
}

/** The value of four digits; -1 where they are not that, which `JSON.parse` refuses. */
function hexadecimal(text: string, from: number): number {
  const digits = text.slice(from, from + 4);
  return /^[0-9a-fA-F]{4}$/.test(digits) ? Number.parseInt(digits, 16) : -1;
}

/** From the first digit of a number to its last character. */
function afterNumber(text: string, from: number): number {
  let hasExponent = false;
  let end = from + 1;
  for (; ; end++) {
    const code = text.charCodeAt(end);
    if ((code >= 0x30 && code <= 0x39) || code === point) continue;
    const isExponent = code === 0x65 || code === 0x45;
    if (!isExponent && (!hasExponent || (code !== plus && code !== minus))) break;
    hasExponent = true;
  }
  const number = text.slice(from, end);
  if (!isKept(number, hasExponent)) {
    const signed = text.charCodeAt(from - 1) === minus ? `-${number}` : number;
    const shown = signed.length > 40 ? `${signed.slice(0, 40)}...` : signed;
    throw malformed(
      `At character ${from - (signed.length - number.length)} the body holds the number ${shown}, which a double cannot keep; send it as a string.`,
    );
  }
  return end - 1;
}

function refusePrototypeKeys(value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  if (Object.hasOwn(value, "__proto__"))
    throw malformed('The body has a key "__proto__", which is never taken.');
  for (const inner of Object.values(value)) refusePrototypeKeys(inner);
}

/** Where V8 stopped; its message also quotes the body, which stays out of the answer. */
function placeIn(cause: unknown): string {
  const position = cause instanceof Error ? /position (\d+)/.exec(cause.message)?.[1] : undefined;
  if (position) return ` at character ${position}`;
  return cause instanceof Error && /end of JSON input/.test(cause.message) ? ": it ends too early" : "";
}

function malformed(detail: string, cause?: unknown): LintelError {
  return failure("BODY_MALFORMED", detail, { cause });
}
