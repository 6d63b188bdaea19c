import type { IncomingHttpHeaders } from "node:http";
import { ProtocolFailure } from "./offered.js";
import { codes } from "./rpc.js";
import { revisionOf } from "./stateless.js";

/** Which member of the parameters `Mcp-Name` says again. */
const named: { readonly [method: string]: string } = {
  "tools/call": "name",
  "resources/read": "uri",
  "prompts/get": "name",
};

/**
 * Holds a stateless request's headers to its body: whatever stands between client and server has decided by them.
 *
 * @throws ProtocolFailure with the code of a header mismatch
 */
export function checkHeaders(
  headers: IncomingHttpHeaders,
  method: string,
  params: { readonly [name: string]: unknown },
): void {
  hold("MCP-Protocol-Version", headers["mcp-protocol-version"], revisionOf(params));
  hold("Mcp-Method", headers["mcp-method"], method);
  const member = named[method];
  const name = member === undefined ? undefined : params[member];
  if (typeof name === "string") hold("Mcp-Name", decoded(headers["mcp-name"]), name);
}

function hold(header: string, given: string | string[] | undefined, said: string | undefined): void {
  // What the body lacks is told by whoever reads the body.
  if (said === undefined && given !== undefined) return;
  if (given === said) return;
  throw new ProtocolFailure({
    code: codes.headerMismatch,
    message:
      given === undefined
        ? `Header mismatch: ${header} is missing.`
        : `Header mismatch: ${header} says ${JSON.stringify(given)}, and the body ${JSON.stringify(said)}.`,
  });
}

/** A value that is no plain ASCII comes as `=?base64?...?=`. */
function decoded(value: string | string[] | undefined): string | string[] | undefined {
  const match = /^=\?base64\?([A-Za-z0-9+/]*={0,2})\?=$/.exec(String(value ?? ""));
  return match?.[1] === undefined ? value : Buffer.from(match[1], "base64").toString("utf8");
}
