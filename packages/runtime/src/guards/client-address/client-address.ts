import { BlockList, isIP } from "node:net";
import { readNetwork } from "../../blueprint/index.js";

/**
 * Who called, by address.
 *
 * @param peer The other end of the connection, as Node gives it; empty where the connection is gone.
 * @param forwardedFor The request's `X-Forwarded-For`, several headers joined by commas.
 */
export type ClientAddress = (peer: string, forwardedFor: string | undefined) => string;

/**
 * Finds the address of a caller behind proxies. Every proxy adds the peer that it saw at the right end of
 * `X-Forwarded-For`; whatever stands further left may be made up. So the header is read from the right, as long as the
 * address that added an entry is trusted. The first that is not trusted is the caller: the peer itself, where nobody
 * trusts it, whatever it sends. Where an entry is no address, the proxy that added it counts as the caller.
 *
 * A port behind an address is dropped (`192.0.2.1:4711`, `[2001:db8::1]:443`), an IPv4 address in IPv6 form is taken
 * as IPv4.
 *
 * @param trusted Addresses and CIDR ranges of proxies.
 * @throws `TypeError` for what is neither
 */
export function createClientAddress(trusted: readonly string[]): ClientAddress {
  const four = new BlockList();
  const six = new BlockList();
  for (const text of trusted) {
    const network = readNetwork(text);
    if (network === undefined)
      throw new TypeError(`"${text}" is neither an address nor a range such as 10.0.0.0/8.`);
    const list = network.family === "ipv4" ? four : six;
    list.addSubnet(network.address, network.prefix, network.family);
  }
  const isTrusted = (address: string) => {
    const family = isIP(address);
    if (family === 0) return false;
    return family === 4 ? four.check(address, "ipv4") : six.check(withoutZone(address), "ipv6");
  };
  return (peer, forwardedFor) => {
    let caller = plain(peer);
    if (forwardedFor === undefined || !isTrusted(caller)) return caller;
    for (const entry of forwardedFor.split(",").reverse()) {
      const next = addressIn(entry.trim());
      if (next === undefined) return caller;
      caller = next;
      if (!isTrusted(caller)) return caller;
    }
    return caller;
  };
}

/** The address of an entry, without brackets and port; undefined where there is none. */
function addressIn(entry: string): string | undefined {
  const match = /^(?:\[([^\]]+)\]|([\d.]+))(?::\d{1,5})?$/.exec(entry);
  const address = plain(match?.[1] ?? match?.[2] ?? entry);
  return isIP(address) === 0 ? undefined : withoutZone(address);
}

function plain(address: string): string {
  return /^::ffff:[\d.]+$/i.test(address) ? address.slice(7) : address;
}

/** A zone means something on the machine that wrote it only. */
function withoutZone(address: string): string {
  const at = address.indexOf("%");
  return at === -1 ? address : address.slice(0, at);
}
