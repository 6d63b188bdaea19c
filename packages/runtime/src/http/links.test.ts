import { expect, it } from "vitest";
import { linksOf } from "./links.js";

it("leads on and back within the same list", () => {
  expect(
    linksOf("/v1/products", "sort=-price&page[after]=old&page%5bbefore%5D=old&page%5Bsize%5D=5", "n", "p"),
  ).toBe(
    '</v1/products?sort=-price&page%5Bsize%5D=5&page%5Bafter%5D=n>; rel="next", ' +
      '</v1/products?sort=-price&page%5Bsize%5D=5&page%5Bbefore%5D=p>; rel="prev"',
  );
});

it("is empty where there is nowhere to go", () =>
  expect(linksOf("/v1/products", "q=a", null, null)).toBe(""));

it("lets nothing out of the angle brackets", () => {
  expect(linksOf("/p", 'q=>;rel="x"\u00ff', "n", null)).toBe(
    '</p?q=%3E;rel=%22x%22%C3%BF&page%5Bafter%5D=n>; rel="next"',
  );
});

it("is empty where it would be longer than clients take in their headers", () => {
  const query = `q=${"a".repeat(2_000)}`;
  expect(linksOf("/p", query, "n", null).length).toBeGreaterThan(2_000);
  expect(linksOf("/p", query, "n", "p")).not.toBe("");
  expect(linksOf("/p", query, "n".repeat(100), "p".repeat(100))).toBe("");
  expect(linksOf("/p", `page[after]=${"a".repeat(9_000)}`, "n", null)).not.toBe("");
});
