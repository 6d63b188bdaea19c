import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import { failure, type LintelError } from "../errors.js";
import { problemOf } from "./problem.js";

/** What Node could not read as HTTP at all, as a failure from the catalogue. */
export function unreadable(code: string | undefined): LintelError {
  switch (code) {
    case "HPE_HEADER_OVERFLOW":
      return failure("HEADERS_TOO_LARGE", "The headers have more than 16,384 bytes together.");
    case "ERR_HTTP_REQUEST_TIMEOUT":
      return failure("REQUEST_TIMEOUT", "The request had not arrived in time.");
    default:
      return failure("HEADER_INVALID", "The request is not HTTP/1.1 that can be read.");
  }
}

/** What kept the rest of a request from arriving, whose headers were read, as a failure from the catalogue. */
export function brokenOff(code: string | undefined): LintelError {
  return code === "ERR_HTTP_REQUEST_TIMEOUT"
    ? unreadable(code)
    : failure("BODY_ABORTED", "The body broke off, or is not as long as its headers say.");
}

/** Writes a problem to a connection on which no request could be read, and closes it. */
export function writeProblem(socket: Socket, error: LintelError, requestId: string): number {
  const { status, body } = problemOf(error, requestId);
  const bytes = Buffer.byteLength(body);
  if (socket.writable)
    socket.end(
      [
        `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? "Error"}`,
        "content-type: application/problem+json",
        "cache-control: no-store",
        `x-request-id: ${requestId}`,
        `content-length: ${bytes}`,
        "connection: close",
        "",
        body,
      ].join("\r\n"),
    );
  else socket.destroy();
  return bytes;
}
