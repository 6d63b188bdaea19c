/**
 * Whom a limit counts for: the actor where one is known, otherwise the address. Of an IPv6 address only the first
 * 64 bits count, since whoever has one address has all of those (RFC 6177). An IPv4 address in IPv6 form counts as
 * the IPv4 address.
 *
 * @param actor The actor's id; empty when nobody is known.
 * @param address The peer's address as Node gives it.
 */
export function callerKey(actor: string, address: string): string {
  if (actor !== "") return `actor ${actor}`;
  if (!address.includes(":")) return address;
  return address.startsWith("::ffff:") && address.includes(".") ? address.slice(7) : networkOf(address);
}

/** Four groups as RFC 5952 has them: no capitals, no leading zeros, nothing left out. */
const canonical = /^(?:(?:0|[1-9a-f][0-9a-f]{0,3}):){4}/;

/** The first four groups of an IPv6 address, without leading zeros, so that each network has one form. */
function networkOf(address: string): string {
  const groups = canonical.exec(address);
  return groups === null ? networkOfAny(address) : `${groups[0]}:/64`;
}

function networkOfAny(address: string): string {
  const [head = "", tail] = address.toLowerCase().split("%", 1).join("").split("::", 2);
  const first = head === "" ? [] : head.split(":");
  const last = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - first.length - last.length - dotted(last));
  const groups = [...first, ...Array.from({ length: zeros }, () => "0"), ...last].slice(0, 4);
  return `${groups.map((group) => group.replace(/^0+(?=.)/, "")).join(":")}::/64`;
}

/** An IPv4 address at the end of an IPv6 address takes the place of two groups. */
function dotted(groups: readonly string[]): number {
  return groups.at(-1)?.includes(".") ? 1 : 0;
}
