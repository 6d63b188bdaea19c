import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fingerprint, parseIdempotencyKey } from "./index.js";

describe("an Idempotency-Key", () => {
  it.each([
    ["8e03978e-40d5-43dd-bc93-6894a57f9324", "8e03978e-40d5-43dd-bc93-6894a57f9324"],
    ['"8e03978e-40d5-43dd-bc93-6894a57f9324"', "8e03978e-40d5-43dd-bc93-6894a57f9324"],
    ['"a\\"b\\\\c"', 'a"b\\c'],
    ["a\\b", "a\\b"],
    ["k", "k"],
    ["k".repeat(255), "k".repeat(255)],
    [`"${"k".repeat(255)}"`, "k".repeat(255)],
    ["'; drop table idempotency_keys; --".replaceAll(" ", "_"), "';_drop_table_idempotency_keys;_--"],
  ])("%s is read", (header, key) => {
    expect(parseIdempotencyKey(header)).toBe(key);
  });

  it.each([
    ["", "empty"],
    ['""', "empty in quotation marks"],
    ['"', "one quotation mark"],
    ['"abc', "not closed"],
    ['"a"b"', "a quotation mark inside"],
    ['"a\\b"', "an escape of nothing"],
    ['"abc";p=1', "with parameters"],
    ["a b", "a blank"],
    ["a, b", "sent twice"],
    ["a\u0000b", "a NUL"],
    ["é", "not ASCII"],
    ["k".repeat(256), "too long"],
    [`"${"k".repeat(256)}"`, "too long in quotation marks"],
  ])("%j is refused: %s", (header) => {
    expect(() => parseIdempotencyKey(header)).toThrow(
      expect.objectContaining({ code: "HEADER_INVALID", status: 400 }),
    );
  });

  it("sent in two headers is refused", () => {
    expect(() => parseIdempotencyKey(["a", "a"])).toThrow(
      expect.objectContaining({ code: "HEADER_INVALID" }),
    );
  });

  it("is the same with and without quotation marks, for every key", () => {
    const visible = fc.string({
      unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
      minLength: 1,
      maxLength: 255,
    });
    fc.assert(
      fc.property(visible, (key) => {
        expect(parseIdempotencyKey(`"${key.replace(/["\\]/g, "\\$&")}"`)).toBe(key);
        if (!key.startsWith('"')) expect(parseIdempotencyKey(key)).toBe(key);
      }),
    );
  });

  it("is read in linear time", () => {
    const began = process.cpuUsage();
    expect(() => parseIdempotencyKey(`"${"\\\\".repeat(500_000)}`)).toThrow();
    const { user } = process.cpuUsage(began);
    expect(user / 1_000).toBeLessThan(1_000);
  });
});

describe("the fingerprint of a request", () => {
  it("is another for another method, path or body", () => {
    const prints = [
      fingerprint("POST", "/v1/orders", "{}"),
      fingerprint("PUT", "/v1/orders", "{}"),
      fingerprint("POST", "/v1/orders/1", "{}"),
      fingerprint("POST", "/v1/orders", "{ }"),
      fingerprint("POST", "/v1/orders", ""),
    ].map((print) => print.toString("hex"));
    expect(new Set(prints).size).toBe(5);
    expect(fingerprint("POST", "/v1/orders", Buffer.from("{}")).toString("hex")).toBe(prints[0]);
    expect(prints[0]).toHaveLength(64);
  });
});
