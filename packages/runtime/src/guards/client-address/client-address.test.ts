import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createClientAddress } from "./index.js";

const clientOf = createClientAddress(["10.0.0.0/8", "127.0.0.1", "2001:db8:ffff::/48", "::1"]);

describe("the address of a caller", () => {
  it.each([
    ["a peer whom nobody trusts", "192.0.2.1", "198.51.100.7", "192.0.2.1"],
    ["no header", "10.0.0.1", undefined, "10.0.0.1"],
    ["one hop", "10.0.0.1", "198.51.100.7", "198.51.100.7"],
    ["what a caller made up before a hop", "10.0.0.1", "203.0.113.9, 198.51.100.7", "198.51.100.7"],
    ["a caller that pretends to be a proxy", "10.0.0.1", "10.9.9.9, 198.51.100.7", "198.51.100.7"],
    ["several hops", "10.0.0.1", "203.0.113.9,198.51.100.7, 10.1.1.1 ,127.0.0.1", "198.51.100.7"],
    ["hops that are all trusted", "10.0.0.1", "10.3.3.3, 10.2.2.2", "10.3.3.3"],
    ["an empty header", "10.0.0.1", "", "10.0.0.1"],
    ["garbage from the nearest proxy", "10.0.0.1", "198.51.100.7, unknown", "10.0.0.1"],
    ["garbage from a proxy further away", "10.0.0.1", "_hidden, 10.1.1.1", "10.1.1.1"],
    ["an address that is none", "10.0.0.1", "198.51.100.777", "10.0.0.1"],
    ["a port", "10.0.0.1", "198.51.100.7:4711", "198.51.100.7"],
    ["IPv6", "::1", "2001:db8::7", "2001:db8::7"],
    ["IPv6 with a port", "::1", "[2001:db8::7]:443", "2001:db8::7"],
    ["IPv6 in brackets", "::1", "[2001:db8::7]", "2001:db8::7"],
    ["IPv6 hops", "::1", "2001:db8::7, 2001:db8:ffff::2", "2001:db8::7"],
    ["a range that a trusted one only begins like", "2001:db8:fffe::1", "198.51.100.7", "2001:db8:fffe::1"],
    ["IPv4 in IPv6 form", "::ffff:10.0.0.1", "::ffff:198.51.100.7", "198.51.100.7"],
    ["a zone", "::1", "fe80::1%eth0", "fe80::1"],
    ["a connection that is gone", "", "198.51.100.7", ""],
  ])("%s", (_what, peer, header, address) => {
    expect(clientOf(peer, header)).toBe(address);
  });

  it("is never moved by what stands left of the caller's own", () => {
    const entry = fc.oneof(fc.ipV4(), fc.ipV6(), fc.string(), fc.constant("10.0.0.9"));
    fc.assert(
      fc.property(fc.array(entry), (before) => {
        expect(clientOf("10.0.0.1", [...before, "198.51.100.7", "10.2.2.2"].join(","))).toBe("198.51.100.7");
      }),
    );
  });

  it("is not looked for behind what is no address", () => {
    expect(() => createClientAddress(["proxy.local"])).toThrow('"proxy.local" is neither');
  });
});
