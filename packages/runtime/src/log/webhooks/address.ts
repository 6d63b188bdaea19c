import { BlockList, isIPv4, isIPv6 } from "node:net";
import type { Network } from "../../blueprint/index.js";

/** What is not on the public internet in IPv4 (IANA IPv4 Special-Purpose Address Registry), and multicast. */
const specialFour = networks([
  "0.0.0.0/8", // this network
  "10.0.0.0/8", // private
  "100.64.0.0/10", // shared by a carrier's customers
  "127.0.0.0/8", // loopback
  "169.254.0.0/16", // link-local, and where clouds tell machines of themselves
  "172.16.0.0/12", // private
  "192.0.0.0/24", // protocol assignments
  "192.0.2.0/24", // documentation
  "192.31.196.0/24", // AS112
  "192.52.193.0/24", // AMT
  "192.88.99.0/24", // 6to4 relays
  "192.168.0.0/16", // private
  "192.175.48.0/24", // AS112
  "198.18.0.0/15", // benchmarks
  "198.51.100.0/24", // documentation
  "203.0.113.0/24", // documentation
  "224.0.0.0/4", // multicast
  "240.0.0.0/4", // reserved, and broadcast
]);

/** Global unicast is `2000::/3`; these lie within it, and lead elsewhere or nowhere. All other IPv6 is not public. */
const globalSix = networks(["2000::/3"]);
const specialSix = networks([
  "2001::/23", // protocol assignments, Teredo among them: it carries IPv4
  "2001:db8::/32", // documentation
  "2002::/16", // 6to4: it carries IPv4
  "2620:4f:8000::/48", // AS112
  "3fff::/20", // documentation
]);

/** Whether an address is one of the public internet. False for whatever is no address, or has a zone. */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !specialFour.check(address, "ipv4");
  if (!isIPv6(address) || address.includes("%")) return false;
  return globalSix.check(address, "ipv6") && !specialSix.check(address, "ipv6");
}

/** Whether an address is in one of the ranges. */
export function isWithin(address: string, ranges: readonly Network[]): boolean {
  const family = isIPv4(address) ? "ipv4" : "ipv6";
  if (family === "ipv6" && (!isIPv6(address) || address.includes("%") || isMapped(address))) return false;
  const list = new BlockList();
  for (const { address: from, prefix, family: kind } of ranges) list.addSubnet(from, prefix, kind);
  return list.check(address, family);
}

/** IPv4 written as IPv6. What a range of IPv4 allows is to be asked for as IPv4. */
function isMapped(address: string): boolean {
  return new URL(`http://[${address}]/`).hostname.startsWith("[::ffff:");
}

function networks(written: readonly string[]): BlockList {
  const list = new BlockList();
  for (const one of written) {
    const [address = "", prefix] = one.split("/");
    list.addSubnet(address, Number(prefix), address.includes(":") ? "ipv6" : "ipv4");
  }
  return list;
}
