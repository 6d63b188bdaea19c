import { LintelError } from "../../errors.js";

/** With what a connection is closed, by the code of the error: RFC 6455, 7.4, and the protocol's own from 4000 on. */
const closeCodes: { readonly [code: string]: number } = {
  FEED_MESSAGE_INVALID: 4400,
  TOKEN_INVALID: 4401,
  TOKEN_EXPIRED: 4401,
  TOKEN_REVOKED: 4401,
  FEED_PERSON_CHANGED: 4403,
  FEED_CLIENT_SILENT: 4408,
  FEED_LIMIT_REACHED: 4429,
  STOPPING: 1012,
  OVERLOADED: 1013,
  IDENTITY_UNAVAILABLE: 1013,
};

/** Bytes of a reason at most (RFC 6455, 5.5). */
const longest = 123;

/** The code and the reason of a close: the error's code, and as much of its detail as there is room for. */
export function closingOf(error: unknown): { readonly code: number; readonly reason: string } {
  if (!(error instanceof LintelError)) return { code: 1011, reason: "INTERNAL" };
  const { publicCode, message } = error;
  const code = closeCodes[error.code] ?? 1011;
  return { code, reason: cut(code === 1011 ? publicCode : `${publicCode} ${message}`) };
}

/** What fits, and no half of a character. */
function cut(text: string): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= longest) return text;
  return bytes
    .subarray(0, longest)
    .toString()
    .replace(/\uFFFD+$/, "");
}
