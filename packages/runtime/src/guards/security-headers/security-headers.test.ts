import { describe, expect, it } from "vitest";
import { apiHeaders, pageHeaders } from "./index.js";

function named(pairs: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (let n = 0; n < pairs.length; n += 2) headers[(pairs[n] ?? "").toLowerCase()] = pairs[n + 1] ?? "";
  return headers;
}

describe("the security headers", () => {
  it("of the API forbid a browser everything", () => {
    expect(named(apiHeaders)).toEqual({
      "content-security-policy":
        "default-src 'none';base-uri 'none';form-action 'none';frame-ancestors 'none'",
      "cross-origin-resource-policy": "same-origin",
      "referrer-policy": "no-referrer",
      "strict-transport-security": "max-age=31536000; includeSubDomains",
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
    });
    expect(Object.isFrozen(apiHeaders)).toBe(true);
  });

  it("of a page let its own scripts and styles run, and no others", () => {
    const policy = named(pageHeaders({ scripts: ["alert('Hello, world.');"], styles: ["b{}"] }))[
      "content-security-policy"
    ];
    expect(policy?.split(";")).toEqual([
      "default-src 'none'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      // The example of CSP Level 3, section 2.3.1.
      "script-src 'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='",
      expect.stringMatching(/^style-src 'sha256-[\w+/]{43}='$/),
      "img-src 'self' data:",
      "connect-src 'self'",
    ]);
    expect(policy).not.toContain("unsafe");
  });

  it("of a page without scripts let none run", () => {
    expect(named(pageHeaders({ scripts: [], styles: [] }))["content-security-policy"]).toContain(
      "script-src 'none'",
    );
  });
});
