import { describe, expect, it } from "vitest";
import { readNetwork } from "../../blueprint/index.js";
import { allowedAddresses, type DestinationRules, readDestination } from "./destination.js";

const strict: DestinationRules = { http: false, ports: [8443], networks: [] };
const [loopback, office] = ["127.0.0.0/8", "10.0.0.0/8"].map((one) => readNetwork(one));
const lenient: DestinationRules = {
  http: true,
  ports: undefined,
  networks: [loopback, office].flatMap((one) => one ?? []),
};
const read = (text: string, rules = strict) => {
  const found = readDestination(text, rules);
  return found instanceof URL ? found.href : found.refused;
};

describe("a destination", () => {
  it.each([
    ["https://shop.example/hooks?a=1", "https://shop.example/hooks?a=1"],
    ["https://shop.example:8443/", "https://shop.example:8443/"],
    ["https://shop.example:443/", "https://shop.example/"],
    ["https://shop.example./", "https://shop.example./"],
    ["https://bücher.example/", "https://xn--bcher-kva.example/"],
    ["https://1.1.1.1/", "https://1.1.1.1/"],
    ["https://[2606:4700:4700::1111]/", "https://[2606:4700:4700::1111]/"],
  ])("may be %s", (text, href) => expect(read(text)).toBe(href));

  it.each([
    ["http://shop.example/", "http:"],
    ["ftp://shop.example/", "ftp:"],
    ["file:///etc/passwd", "file:"],
    ["javascript:alert(1)", "javascript:"],
    ["shop.example/hooks", "absolute"],
    ["", "absolute"],
    ["https://", "absolute"],
    ["https://user@shop.example/", "password"],
    ["https://user:word@shop.example/", "password"],
    ["https://shop.example:22/", "22"],
    ["https://shop.example:6379/", "6379"],
    ["https://shop.example:80/", "80"],
    [`https://shop.example/${"x".repeat(2_048)}`, "characters"],
    ["https://127.0.0.1/", "public"],
    ["https://127.0.0.1./", "public"],
    ["https://2130706433/", "public"],
    ["https://0x7f000001/", "public"],
    ["https://0x7f.1/", "public"],
    ["https://0177.0.0.01/", "public"],
    ["https://127.1/", "public"],
    ["https://0/", "public"],
    ["https://１２７.０.０.１/", "public"],
    ["https://①②⑦.0.0.1/", "public"],
    ["https://%31%32%37.0.0.1/", "public"],
    ["https://169.254.169.254/latest/meta-data/", "public"],
    ["https://[::1]/", "public"],
    ["https://[::ffff:127.0.0.1]/", "public"],
    ["https://[::ffff:8.8.8.8]/", "public"],
    ["https://[64:ff9b::7f00:1]/", "public"],
    ["https://[2002:7f00:1::]/", "public"],
    ["https://[fe80::1]/", "public"],
    ["https://localhost/", "public"],
    ["https://LOCALHOST./", "public"],
    ["https://a.localhost/", "public"],
    ["https://printer.local/", "public"],
    ["https://metadata.google.internal/", "public"],
    ["https://router.home.arpa/", "public"],
    ["https://database/", "public"],
    ["https://database./", "public"],
    ["https://ⓛocalhost/", "public"],
  ])("may not be %s", (text, says) => expect(read(text)).toContain(says));

  it("may be what the settings allow beyond that, and nothing else", () => {
    expect(read("http://127.0.0.1:4999/hooks", lenient)).toBe("http://127.0.0.1:4999/hooks");
    expect(read("https://hooks.office.internal/", lenient)).toBe("https://hooks.office.internal/");
    expect(read("http://169.254.169.254/", lenient)).toContain("public");
    expect(read("http://[::ffff:127.0.0.1]/", lenient)).toContain("public");
    expect(read("ftp://127.0.0.1/", lenient)).toContain("ftp:");
    expect(read("http://me@127.0.0.1/", lenient)).toContain("password");
  });
});

describe("the addresses of a name", () => {
  const names: { readonly [name: string]: readonly string[] } = {
    "shop.example": ["1.1.1.1", "2606:4700:4700::1111"],
    "rebound.example": ["127.0.0.1"],
    "metadata.example": ["169.254.169.254"],
    "six.example": ["::ffff:10.0.0.1"],
    "mixed.example": ["1.1.1.1", "10.0.0.1"],
    "office.example": ["10.0.0.1"],
    "empty.example": [],
  };
  const asked: string[] = [];
  const resolve = async (name: string) => {
    asked.push(name);
    return names[name] ?? Promise.reject(new Error("ENOTFOUND"));
  };
  const of = (host: string, rules = strict) => allowedAddresses(new URL(`https://${host}/`), rules, resolve);

  it("are given where all are public", async () => {
    expect(await of("shop.example")).toEqual(["1.1.1.1", "2606:4700:4700::1111"]);
    expect(await of("shop.example.")).toEqual(["1.1.1.1", "2606:4700:4700::1111"]);
  });

  it.each(["rebound", "metadata", "six", "mixed", "office", "empty"])(
    "are not given where one is not: %s.example",
    async (name) =>
      expect(await of(`${name}.example`)).toMatchObject({ refused: expect.stringContaining("public") }),
  );

  it("are given where the settings allow their range", async () => {
    expect(await of("office.example", lenient)).toEqual(["10.0.0.1"]);
    expect(await of("six.example", lenient)).toMatchObject({ refused: expect.any(String) });
  });

  it("are not looked for where an address stands in the place of the name", async () => {
    asked.length = 0;
    expect(await of("1.1.1.1")).toEqual(["1.1.1.1"]);
    expect(await of("127.0.0.1")).toMatchObject({ refused: expect.any(String) });
    expect(asked).toEqual([]);
  });

  it("are missing where the name has none", async () => {
    await expect(of("nowhere.example")).rejects.toThrow("ENOTFOUND");
  });
});
