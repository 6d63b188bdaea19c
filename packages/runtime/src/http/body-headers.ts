import type { IncomingHttpHeaders } from "node:http";
import { failure, type LintelError } from "../errors.js";

const parameter = /;\s*([^\s;="]+)=("(?:[^"\\]|\\.)*"|[^\s;"]*)/g;

/**
 * Refuses a body that its own headers say cannot be read: compressed (RFC 9110, 8.4), or in another charset than UTF-8.
 *
 * @throws `MEDIA_TYPE_UNSUPPORTED`, for a coding with `Accept-Encoding` (RFC 9110, 15.5.16)
 */
export function requireReadableBody(headers: IncomingHttpHeaders): void {
  const { "content-encoding": coding, "content-type": type } = headers;
  if (coding !== undefined && !/^(?:identity|[\s,])*$/i.test(coding))
    throw unsupported(`Content-Encoding is ${shown(coding)}; identity, or none, was expected.`, {
      "Accept-Encoding": "identity",
    });
  if (type === undefined || !type.includes(";")) return;
  for (const [, name, value = ""] of type.matchAll(parameter))
    if (name?.toLowerCase() === "charset" && !/^"?utf-?8"?$/i.test(value))
      throw unsupported(`The charset of the body is ${shown(value)}; UTF-8 was expected.`);
}

function unsupported(detail: string, headers: { readonly [name: string]: string } = {}): LintelError {
  return failure("MEDIA_TYPE_UNSUPPORTED", detail, { headers });
}

function shown(value: string): string {
  return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}...` : value);
}
