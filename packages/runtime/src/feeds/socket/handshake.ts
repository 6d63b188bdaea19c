import type { IncomingMessage } from "node:http";
import { failure } from "../../errors.js";

/** What both ends speak, with its version. */
export const subprotocol = "lintel.feed.v1";

/** 16 bytes in base64 (RFC 6455, 4.1). */
const key = /^[+/0-9A-Za-z]{22}==$/;
const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/**
 * Refuses what is no opening handshake for a feed (RFC 6455, 4.2.1).
 *
 * @throws `HEADER_INVALID`; `UPGRADE_REQUIRED` for another version than 13
 */
export function requireHandshake({ headers }: Pick<IncomingMessage, "headers">): void {
  const version = headers["sec-websocket-version"];
  if (version !== "13")
    throw failure("UPGRADE_REQUIRED", `Sec-WebSocket-Version is ${shown(version)}; 13 was expected.`, {
      headers: { "Sec-WebSocket-Version": "13", Upgrade: "websocket" },
    });
  const sent = headers["sec-websocket-key"];
  if (sent === undefined || !key.test(sent))
    throw failure("HEADER_INVALID", `Sec-WebSocket-Key is ${shown(sent)}; 16 bytes in base64 were expected.`);
  if (headers["content-length"] !== undefined || headers["transfer-encoding"] !== undefined)
    throw failure("HEADER_INVALID", "A request that opens a WebSocket has no body.");
  const offered = headers["sec-websocket-protocol"];
  const names = (offered ?? "").split(",").map((name) => name.trim());
  if (!names.includes(subprotocol) || !names.every((name) => token.test(name)))
    throw failure(
      "HEADER_INVALID",
      `Sec-WebSocket-Protocol is ${shown(offered)}; ${subprotocol} was expected.`,
    );
}

function shown(value: string | undefined): string {
  if (value === undefined) return "missing";
  return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}...` : value);
}
