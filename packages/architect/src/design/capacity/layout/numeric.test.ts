import { expect, it } from "vitest";
import { numericBytes, usualNumericBytes } from "./numeric.js";

it.each([
  ["0", 2],
  ["0.00", 2],
  ["1", 4],
  ["-9999", 4],
  ["10000", 4],
  ["10001", 6],
  ["19.90", 6],
  ["24.00", 4],
  ["0.0001", 4],
  ["123456789.123456789", 14],
])("keeps two bytes for every four digits that matter: %s", (text, bytes) => {
  expect(numericBytes(text)).toBe(bytes);
});

it("takes half of the digits before the point, where nobody has measured", () => {
  expect(usualNumericBytes(10, 2)).toBe(6);
  expect(usualNumericBytes(20, 0)).toBe(8);
});
