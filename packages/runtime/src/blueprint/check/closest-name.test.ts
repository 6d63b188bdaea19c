import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { closestName, editDistance, nameInstead } from "./closest-name.js";

describe("the distance of two words", () => {
  it.each([
    ["", "abc", 3],
    ["kitten", "sitting", 3],
    ["price", "prise", 1],
    ["price", "price", 0],
  ])("from %j to %j is %i", (one, other, distance) => {
    expect(editDistance(one, other)).toBe(distance);
  });

  it("is the same both ways, and never more than the longer word has characters", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, other) => {
        const distance = editDistance(one, other);
        expect(editDistance(other, one)).toBe(distance);
        expect(distance).toBeLessThanOrEqual(Math.max(one.length, other.length));
        expect(distance === 0).toBe(one === other);
      }),
    );
  });
});

describe("the name that was meant", () => {
  const names = ["name", "price", "salePrice", "isActive"];

  it.each([
    ["prise", "price"],
    ["isactive", "isActive"],
    ["salesPrice", "salePrice"],
    ["colour", undefined],
    ["x", undefined],
  ])("by %j is %j", (written, meant) => {
    expect(closestName(written, names)).toBe(meant);
  });

  it("is suggested, or else some that there are", () => {
    expect(nameInstead("nam", names)).toBe('Did you mean "name"?');
    expect(nameInstead("colour", names)).toBe("Name one that there is: name, price, salePrice, isActive.");
    expect(nameInstead("colour", [])).toBe("There is none to name here: take it out.");
  });
});
