import { describe, expect, it } from "vitest";
import { hasNestedRepetition, patternFault } from "./patterns.js";

describe("a pattern", () => {
  it.each([
    "(a+)+",
    "(?:a*)*b",
    "^(\\w+\\s?)*$",
    "([a-z]+)*@",
    "((ab)+)+",
    "(a|b+)*",
    "(?<word>\\d+)+",
    "(?:[a-z.]+\\.)+",
    "(x+y?){2,}",
  ])("repeats a repetition: %s", (pattern) => {
    expect(hasNestedRepetition(pattern)).toBe(true);
  });

  it.each([
    "^[a-z0-9]+(?:-[a-z0-9]+)*$",
    "^[A-Z]{3}\\d+$",
    "(?:a{2}){3,}",
    "^\\(\\d+\\)+$",
    "[(+)+]+",
    "(?:\\.[a-z]+)+",
    "^(?=.*\\d).{8,}$",
  ])("takes its time in proportion to the text: %s", (pattern) => {
    expect(hasNestedRepetition(pattern)).toBe(false);
  });

  it("that does not compile says why", () => {
    expect(patternFault("(a")).toMatch(/Unterminated group/);
    expect(patternFault("a")).toBeUndefined();
  });
});
