import { describe, expect, it } from "vitest";
import { delayOf, endOf, failuresAfter } from "./closing.js";

/** The longest of many random delays, nearly its limit. */
const longest = (failures: number, retry = {}) =>
  Math.max(...Array.from({ length: 2_000 }, () => delayOf(failures, retry)));
const closing = (code: number) => ({ code, reason: "" });

describe("the time before the next attempt", () => {
  it("is random, up to a limit that doubles from half a second to half a minute", () => {
    const limits = [0, 1, 2, 5, 6, 50].map((failures) => longest(failures));
    [500, 1_000, 2_000, 16_000, 30_000, 30_000].forEach((limit, at) => {
      expect(limits[at]).toBeLessThan(limit);
      expect(limits[at]).toBeGreaterThan(limit * 0.9);
    });
    expect(longest(3, { first: 1, most: 4 })).toBeLessThan(4);
  });

  it("begins at the first where the server restarts, and some seconds up where it has too much to do", () => {
    expect(failuresAfter(closing(1012), 5)).toBe(0);
    expect([1013, 4429].map((code) => failuresAfter(closing(code), 0))).toEqual([4, 4]);
    expect(failuresAfter(closing(1013), 6)).toBe(6);
    expect(failuresAfter(closing(1006), 2)).toBe(2);
  });

  it("never comes where the client is to be mended", () => {
    const ending = (code: number, fresh = true) => endOf(closing(code), fresh) !== undefined;
    const codes = [
      1000, 1001, 1002, 1003, 1006, 1007, 1008, 1009, 1011, 1012, 1013, 4400, 4401, 4403, 4408, 4429,
    ];
    expect(codes.filter((code) => ending(code))).toEqual([1000, 1002, 1003, 1007, 1008, 1009, 4400]);
    expect(ending(4401, false)).toBe(true);
  });
});
