import { isIP } from "node:net";
import fc from "fast-check";
import { expect, it } from "vitest";
import { readNetwork } from "./network.js";

it.each([
  ["127.0.0.1", { family: "ipv4", address: "127.0.0.1", prefix: 32 }],
  ["10.0.0.0/8", { family: "ipv4", address: "10.0.0.0", prefix: 8 }],
  ["0.0.0.0/0", { family: "ipv4", address: "0.0.0.0", prefix: 0 }],
  ["::1", { family: "ipv6", address: "::1", prefix: 128 }],
  ["2001:DB8::/32", { family: "ipv6", address: "2001:DB8::", prefix: 32 }],
])("reads %s", (text, network) => {
  expect(readNetwork(text)).toEqual(network);
});

it.each(
  "|localhost|10.0.0|10.0.0.256|010.0.0.1|10.0.0.0.|0x7f.0.0.1|10.0.0.0/|10.0.0.0/33|10.0.0.0/08|10.0.0.0/8/8|10.0.0.1:80|[::1]|::1/129|::1%lo|:::|::ffff:10.0.0.1|::ffff:0:0/96|1::2::3| 10.0.0.1".split(
    "|",
  ),
)("does not read %j", (text) => {
  expect(readNetwork(text)).toBeUndefined();
});

it("reads every address that there is, and nothing that is none", () => {
  fc.assert(
    fc.property(fc.oneof(fc.ipV4(), fc.ipV6(), fc.stringMatching(/^[0-9a-f:.]{0,20}$/)), (text) => {
      const mapped = /^(?:0{0,4}:)*:?ffff:/i.test(text);
      expect(readNetwork(text) !== undefined).toBe(isIP(text) !== 0 && !mapped);
    }),
  );
});
