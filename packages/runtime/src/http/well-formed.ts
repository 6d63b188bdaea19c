import type { IncomingMessage } from "node:http";
import { failure, type LintelError } from "../errors.js";
import { longestTarget } from "./target.js";

/** A name, an IPv4 address or an IPv6 address in brackets, and perhaps a port (RFC 3986, 3.2.2 and 3.2.3). */
const hostAndPort = /^(?:\[[0-9A-Fa-f:.]+\]|(?:[\w\-.~!$&'()*+,;=]|%[0-9A-Fa-f]{2})+)(?::\d*)?$/;

/** The Host that was last found to be one: nearly every request has the same. Never empty. */
let known = "localhost";

/**
 * Refuses what Node reads, and HTTP/1.1 does not allow (RFC 9112, 2.3, 3.2 and 6.1): another version, a target that is
 * no address or has a fragment, a Host that is missing, there twice or none, a transfer coding but `chunked`. Another
 * reader in front could take such a request for another one. Needs `joinDuplicateHeaders`, so that two Hosts come as
 * one that is none.
 *
 * @throws `HEADER_INVALID`; `URI_TOO_LONG` for a target of more than 12,288 characters
 */
export function requireWellFormed({ httpVersion, headers, method, url = "" }: IncomingMessage): void {
  const { host, "transfer-encoding": coding } = headers;
  if (httpVersion !== "1.1" && httpVersion !== "1.0")
    throw closing(`The request is HTTP/${httpVersion}; HTTP/1.1 was expected.`);
  if (url.length > longestTarget)
    throw failure(
      "URI_TOO_LONG",
      `The address has ${url.length} characters; at most ${longestTarget} are taken.`,
    );
  if ((!url.startsWith("/") && !(url === "*" && method === "OPTIONS")) || url.includes("#"))
    throw failure(
      "HEADER_INVALID",
      `The target is ${shown(url)}; a path, perhaps with a query, was expected.`,
    );
  if (host !== known) requireHost(host, httpVersion);
  if (coding === undefined) return;
  if (httpVersion === "1.0") throw closing("HTTP/1.0 has no Transfer-Encoding (RFC 9112, section 6.1).");
  if (coding.toLowerCase() !== "chunked")
    throw closing(`Transfer-Encoding is ${shown(coding)}; chunked, or none, was expected.`);
}

function requireHost(host: string | undefined, httpVersion: string): void {
  if (host === undefined) {
    if (httpVersion === "1.0") return;
    throw failure("HEADER_INVALID", "The Host header is missing (RFC 9112, section 3.2).");
  }
  if (!hostAndPort.test(host))
    throw failure("HEADER_INVALID", `Host is ${shown(host)}; one host, perhaps with a port, was expected.`);
  known = host;
}

/** Where a request ends is not sure any more, so that nothing else is read from its connection. */
function closing(detail: string): LintelError {
  return failure("HEADER_INVALID", detail, { headers: { Connection: "close" } });
}

function shown(value: string): string {
  return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}...` : value);
}
