import { describe, expect, it } from "vitest";
import { type Network, readNetwork } from "../../blueprint/index.js";
import { isPublicAddress, isWithin } from "./address.js";

const ranges = (...written: string[]): Network[] => written.flatMap((one) => readNetwork(one) ?? []);

describe("an address of the public internet", () => {
  it.each([
    "1.1.1.1",
    "8.8.8.8",
    "100.63.255.255",
    "100.128.0.0",
    "172.15.255.255",
    "172.32.0.1",
    "192.167.1.1",
    "198.20.0.1",
    "223.255.255.255",
    "2606:4700:4700::1111",
    "2a00:1450:4001:82a::200e",
  ])("is %s", (address) => expect(isPublicAddress(address)).toBe(true));

  it.each([
    ["this network", "0.0.0.0"],
    ["private", "10.1.2.3"],
    ["shared by a carrier", "100.64.0.1"],
    ["shared by a carrier, the last", "100.127.255.254"],
    ["loopback", "127.0.0.1"],
    ["loopback, another", "127.255.255.254"],
    ["link-local", "169.254.1.1"],
    ["metadata of clouds", "169.254.169.254"],
    ["metadata of another cloud", "100.100.100.200"],
    ["private", "172.16.0.1"],
    ["private, the last", "172.31.255.255"],
    ["protocol assignments", "192.0.0.192"],
    ["documentation", "192.0.2.1"],
    ["6to4 relay", "192.88.99.1"],
    ["private", "192.168.0.1"],
    ["benchmarks", "198.19.255.255"],
    ["documentation", "203.0.113.7"],
    ["multicast", "224.0.0.1"],
    ["multicast, the last", "239.255.255.255"],
    ["reserved", "240.0.0.1"],
    ["broadcast", "255.255.255.255"],
    ["unspecified", "::"],
    ["loopback", "::1"],
    ["IPv4 in IPv6", "::ffff:127.0.0.1"],
    ["IPv4 in IPv6, public", "::ffff:8.8.8.8"],
    ["IPv4 in IPv6, hexadecimal", "::ffff:7f00:1"],
    ["IPv4 in IPv6, expanded", "0:0:0:0:0:ffff:a9fe:a9fe"],
    ["IPv4 compatible", "::127.0.0.1"],
    ["NAT64", "64:ff9b::a00:1"],
    ["local NAT64", "64:ff9b:1::a00:1"],
    ["discard", "100::1"],
    ["Teredo", "2001:0:4136:e378:8000:63bf:3fff:fdd2"],
    ["documentation", "2001:db8::1"],
    ["6to4", "2002:7f00:1::"],
    ["documentation", "3fff::1"],
    ["segment routing", "5f00::1"],
    ["unique local", "fc00::1"],
    ["unique local, metadata", "fd00:ec2::254"],
    ["link-local", "fe80::1"],
    ["link-local with a zone", "fe80::1%eth0"],
    ["public with a zone", "2606:4700::1%1"],
    ["site-local", "fec0::1"],
    ["multicast", "ff02::1"],
    ["a name", "localhost"],
    ["nothing", ""],
    ["decimal", "2130706433"],
    ["octal", "0177.0.0.1"],
    ["short", "127.1"],
  ])("is not %s: %s", (_, address) => expect(isPublicAddress(address)).toBe(false));
});

describe("ranges that are allowed", () => {
  it.each([
    ["10.1.2.3", ["10.0.0.0/8"], true],
    ["10.1.2.3", ["10.1.2.3"], true],
    ["10.1.2.4", ["10.1.2.3"], false],
    ["::1", ["::1"], true],
    ["fd00::5", ["fd00::/8"], true],
    ["::ffff:10.1.2.3", ["10.0.0.0/8"], false],
    ["fd00::5%eth0", ["fd00::/8"], false],
    ["somewhere", ["0.0.0.0/0", "::/0"], false],
    ["10.1.2.3", [], false],
  ] as const)("hold %s of %j: %s", (address, written, holds) =>
    expect(isWithin(address, ranges(...written))).toBe(holds),
  );
});
