import { describe, expect, it } from "vitest";
import { createOriginPolicy } from "./index.js";

const shop = "https://shop.example";
const policy = createOriginPolicy([shop, "http://localhost:5173"]);

function named(pairs: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (let n = 0; n < pairs.length; n += 2) headers[pairs[n] ?? ""] = pairs[n + 1] ?? "";
  return headers;
}

describe("a page", () => {
  it("of a listed origin may read answers", () => {
    expect(named(policy.answer(shop))).toMatchObject({
      "Access-Control-Allow-Origin": shop,
      "Access-Control-Expose-Headers": expect.stringContaining("ETag"),
      Vary: "Origin",
    });
    expect(policy.answer(shop)).toBe(policy.answer(shop));
  });

  it("of a listed origin may send what the API takes", () => {
    expect(named(policy.preflight(shop))).toEqual({
      "Access-Control-Allow-Origin": shop,
      "Access-Control-Allow-Methods": "GET, HEAD, POST, PATCH, DELETE",
      "Access-Control-Allow-Headers": expect.stringContaining("Idempotency-Key"),
      "Access-Control-Max-Age": "7200",
      Vary: "Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
    });
  });

  it.each([
    undefined,
    "",
    "null",
    "*",
    "https://shop.example.evil.example",
    "https://evil.shop.example",
    "http://shop.example",
    "https://shop.example:8443",
    "https://shop.example/",
    "HTTPS://SHOP.EXAMPLE",
    "https://shop.example, https://evil.example",
    "http://localhost:5174",
    "__proto__",
  ])("of %j may not, and caches keep apart what they hold", (origin) => {
    expect(policy.answer(origin)).toEqual(["Vary", "Origin"]);
    expect(Object.keys(named(policy.preflight(origin)))).toEqual(["Vary"]);
  });

  it("of any origin may where all are allowed, and never with cookies", () => {
    const all = createOriginPolicy(["*"]);
    expect(named(all.answer("https://any.example"))).toMatchObject({ "Access-Control-Allow-Origin": "*" });
    for (const headers of [
      all.answer(shop),
      all.preflight(shop),
      policy.answer(shop),
      policy.preflight(shop),
    ]) {
      expect(headers).not.toContain("Access-Control-Allow-Credentials");
    }
  });
});

it.each([
  "shop.example",
  "https://shop.example/",
  "https://Shop.example",
  "https://shop.example:443",
  "null",
  "file:///",
  "",
  "https://*.example",
])("%j is not taken for an origin", (origin) => {
  expect(() => createOriginPolicy([origin])).toThrow(TypeError);
});

it("all origins and some do not go together", () => {
  expect(() => createOriginPolicy(["*", shop])).toThrow(TypeError);
});
