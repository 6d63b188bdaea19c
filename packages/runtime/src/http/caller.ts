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
  return callerKey("", addressOf({ socket, headers }, clientAddress));
}

/** The address of the client, behind proxies that are trusted. */
export function addressOf(
  { socket, headers }: Pick<IncomingMessage, "socket" | "headers">,
  clientAddress: ClientAddress | undefined,
): string {
  const peer = socket.remoteAddress ?? "";
  return clientAddress?.(peer, headers["x-forwarded-for"] as string | undefined) ?? peer;
}
