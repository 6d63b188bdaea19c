import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cellsOf, fenceFor, inline, plain, row } from "./markdown.js";

const text = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.string({ unit: fc.constantFrom(..."\\`*_[]<>|#+-.&1!$~=ab \n".split("")) }),
);

describe("text of people in Markdown", () => {
  it("is read back as it was", () => {
    fc.assert(
      fc.property(text, (given) => {
        expect(plain(inline(given))).toBe(given.trim());
      }),
      { numRuns: 2_000 },
    );
  });

  it("stays in its cell of a table, whatever stands in it", () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 4 }), (given) => {
        const line = row(given.map(inline));
        expect(line).not.toContain("\n");
        expect(cellsOf(line).map(plain)).toEqual(given.map((cell) => cell.trim()));
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ["# no heading", "\\# no heading"],
    ["1. no list, but 2.5 is a number", "1\\. no list, but 2.5 is a number"],
    ["99.9 % stays", "99.9 % stays"],
    ["OUT_OF_STOCK and _no emphasis_", "OUT_OF_STOCK and \\_no emphasis\\_"],
    ["<img src=x onerror=alert(1)>", "\\<img src=x onerror=alert(1)\\>"],
    ["[a](javascript:b)", "\\[a\\](javascript:b)"],
    ["a | b", "a \\| b"],
    ["two\nlines", "two<br>lines"],
  ])("%j is written %j", (given, written) => {
    expect(inline(given)).toBe(written);
  });

  it("is fenced by more than it holds", () => {
    expect([fenceFor("none"), fenceFor("```"), fenceFor("a ````` b")]).toEqual(["```", "````", "``````"]);
  });
});
