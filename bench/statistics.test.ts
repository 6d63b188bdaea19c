import { expect, it } from "vitest";
import { spread } from "./statistics.js";

it("gives the middle and the borders of the middle half, whatever the order", () => {
  expect(spread([5, 1, 3, 2, 4])).toEqual({ median: 3, lower: 2, upper: 4 });
  expect(spread([1, 2])).toEqual({ median: 1.5, lower: 1.25, upper: 1.75 });
});
