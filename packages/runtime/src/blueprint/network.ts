/** A range of internet addresses: `10.0.0.0/8`. A single address is a range of one. */
export interface Network {
  readonly family: "ipv4" | "ipv6";
  readonly address: string;
  /** How many of the first bits are the range's. */
  readonly prefix: number;
}

const dotted = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;

/**
 * Reads an address, or a range in CIDR notation (RFC 4632, RFC 4291). Undefined for whatever is neither: a name, a
 * port behind it, an IPv4 address in IPv6 form, which is to be written as IPv4.
 */
export function readNetwork(text: string): Network | undefined {
  const [address = "", prefix, ...more] = text.split("/");
  const isFour = dotted.test(address);
  if (more.length > 0 || !(isFour || isSix(address))) return undefined;
  const bits = isFour ? 32 : 128;
  if (prefix !== undefined && (!/^(?:0|[1-9]\d{0,2})$/.test(prefix) || Number(prefix) > bits))
    return undefined;
  return { family: isFour ? "ipv4" : "ipv6", address, prefix: prefix === undefined ? bits : Number(prefix) };
}

function isSix(address: string): boolean {
  if (!/^[0-9a-f:.]+$/i.test(address) || !URL.canParse(`http://[${address}]/`)) return false;
  return !new URL(`http://[${address}]/`).hostname.startsWith("[::ffff:");
}
