import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import { failure, type LintelError } from "../errors.js";
import { apiHeaders } from "../guards/security-headers/index.js";
import { problemOf } from "./problem.js";
import { longestTarget } from "./target.js";

/** What Node says of a connection that brought no request, with the bytes at which it gave up. */
export interface ConnectionError {
  readonly code?: string;
  readonly rawPacket?: unknown;
}

/** A method, a blank, and a target that is longer than any that is taken. */
const longTarget = new RegExp(`^[A-Z]+ [^\\s]{${longestTarget},}`);
/** A request line that is whole and as it has to be, whatever its method (RFC 9112, 3). */
const requestLine = /^(?:\r?\n)*([!#$%&'*+\-.^_`|~0-9A-Za-z]+) [!-~]+ HTTP\/1\.[01]\r?\n/;

/** What Node could not read as HTTP at all, as a failure from the catalogue. */
export function unreadable({ code, rawPacket }: ConnectionError): LintelError {
  switch (code) {
    case "HPE_HEADER_OVERFLOW":
      return longTarget.test(textOf(rawPacket))
        ? failure(
            "URI_TOO_LONG",
            `The address is longer than ${longestTarget} characters, the most that are taken.`,
          )
        : failure("HEADERS_TOO_LARGE", "The headers have more than 16,384 bytes together.");
    case "HPE_INVALID_METHOD": {
      const method = requestLine.exec(textOf(rawPacket))?.[1];
      return method === undefined ? invalid() : unknownMethod(method);
    }
    case "ERR_HTTP_REQUEST_TIMEOUT":
      return failure("REQUEST_TIMEOUT", "The request had not arrived in time.");
    default:
      return invalid();
  }
}

/** A method that nothing here takes, wherever it goes (RFC 9110, 9.1). */
export function unknownMethod(method: string): LintelError {
  return failure("METHOD_UNKNOWN", `Received the method ${method.slice(0, 40)}, which nothing here takes.`);
}

/** What kept the rest of a request from arriving, whose headers were read, as a failure from the catalogue. */
export function brokenOff(code: string | undefined): LintelError {
  const headers = { Connection: "close" };
  return code === "ERR_HTTP_REQUEST_TIMEOUT"
    ? failure("REQUEST_TIMEOUT", "The request had not arrived in time.", { headers })
    : failure("BODY_ABORTED", "The body broke off, or is not as long as its headers say.", { headers });
}

/**
 * Writes a problem to a connection on which no request could be read, and closes it. It has the headers that every
 * answer has.
 *
 * @param traceparent Of a trace of its own, since none could be read.
 * @param more Further headers, names and values in turn.
 */
export function writeProblem(
  socket: Socket,
  error: LintelError,
  requestId: string,
  traceparent: string,
  more: readonly string[] = [],
): number {
  const { status, body, headers } = problemOf(error, requestId);
  const bytes = Buffer.byteLength(body);
  const all = [
    ...apiHeaders,
    ...["date", new Date().toUTCString()],
    ...["content-type", "application/problem+json"],
    ...["cache-control", "no-store"],
    ...["x-request-id", requestId],
    ...["traceparent", traceparent],
    ...["content-length", String(bytes)],
    ...["connection", "close"],
    ...headers,
    ...more,
  ];
  const lines = all.flatMap((name, at) => (at % 2 === 0 ? [`${name}: ${all[at + 1]}`] : []));
  if (socket.writable)
    socket.end([`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? "Error"}`, ...lines, "", body].join("\r\n"));
  else socket.destroy();
  return bytes;
}

function textOf(packet: unknown): string {
  return Buffer.isBuffer(packet) ? packet.toString("latin1") : "";
}

function invalid(): LintelError {
  return failure("HEADER_INVALID", "The request is not HTTP/1.1 that can be read.");
}
