import { isIP } from "node:net";
import type { Network } from "../../blueprint/index.js";
import { isPublicAddress, isWithin } from "./address.js";

/** Where webhooks may go beyond https on the public internet. */
export interface DestinationRules {
  /** Whether `http:` is taken too. */
  readonly http: boolean;
  /** Ports that are taken, those of the schemes aside; undefined for any. */
  readonly ports: readonly number[] | undefined;
  /** Ranges that are not public, and allowed all the same. */
  readonly networks: readonly Network[];
}

/** Finds the addresses of a name. Rejects where there are none. */
export type ResolveName = (name: string) => Promise<readonly string[]>;

/** Why nothing is sent to an address: the rule, in words that may be told to whoever has written it. */
export interface Refusal {
  readonly refused: string;
}

const longest = 2_048;
/** Names that are of a machine, a house or an office and never of the internet (RFC 6761, 6762, 8375, ICANN on `.internal`). */
const innerName = /(?:^|\.)(?:localhost|local|internal|home\.arpa|localdomain)$/;

/**
 * Reads where webhooks are to be sent. What it says is what is written, made plain as the WHATWG URL standard has it: decimal,
 * octal and hexadecimal IPv4, full-width digits and letters of other scripts are told apart there, and what goes out is what was looked at.
 */
export function readDestination(text: string, rules: DestinationRules): URL | Refusal {
  if (text.length > longest) return { refused: `it has ${text.length} characters; ${longest} at most` };
  if (!URL.canParse(text)) return { refused: "it is no absolute address such as https://shop.example/hooks" };
  const url = new URL(text);
  if (url.protocol !== "https:" && !(rules.http && url.protocol === "http:"))
    return {
      refused: `it begins with "${url.protocol}"; ${rules.http ? "https: or http:" : "https:"} is needed`,
    };
  if (url.username || url.password) return { refused: "it holds a name or a password" };
  if (url.port !== "" && rules.ports && !rules.ports.includes(Number(url.port)))
    return { refused: `its port is ${url.port}; ${["443", ...rules.ports].join(", ")} may be used` };
  const host = hostOf(url);
  if (isIP(host))
    return isAllowed(host, rules) ? url : { refused: "its address is not one of the public internet" };
  const isInner = !host.includes(".") || innerName.test(host);
  if (isInner && rules.networks.length === 0)
    return { refused: "its name is not one of the public internet" };
  return url;
}

/**
 * The addresses that may be connected to: all that the name has now. Where one of them may not, none is given: such a name is
 * not one of the public internet.
 */
export async function allowedAddresses(
  url: URL,
  rules: DestinationRules,
  resolve: ResolveName,
): Promise<readonly string[] | Refusal> {
  const host = hostOf(url);
  const addresses = isIP(host) ? [host] : await resolve(host);
  const isFine = addresses.length > 0 && addresses.every((address) => isAllowed(address, rules));
  return isFine
    ? addresses
    : { refused: "its name leads to an address that is not one of the public internet" };
}

function isAllowed(address: string, { networks }: DestinationRules): boolean {
  return isPublicAddress(address) || isWithin(address, networks);
}

/** The host without the brackets of IPv6 and the dot that ends a full name. */
function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
}
