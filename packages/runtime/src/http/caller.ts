import type { IncomingMessage } from "node:http";
import type { ClientAddress } from "../guards/client-address/index.js";
import { callerKey } from "../guards/rate-limit/index.js";

/**
 * Who is counted as one caller: an actor, or where none is known an address.
 *
 * @param actor The actor's id; empty when nobody is known.
 */
export function callerOf(
  { socket, headers }: IncomingMessage,
  actor: string,
  clientAddress: ClientAddress | undefined,
): string {
  if (actor !== "") return callerKey(actor, "");
  const peer = socket.remoteAddress ?? "";
  return callerKey("", clientAddress?.(peer, headers["x-forwarded-for"] as string | undefined) ?? peer);
}
