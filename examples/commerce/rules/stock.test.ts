import { describe, expect, it } from "vitest";
import { ranLow, type StockLine, shortages, unavailable } from "./stock.js";

const line = (over: Partial<StockLine>): StockLine => ({
  id: "p1",
  name: "Oak Table",
  price: "90.00",
  isSold: true,
  inStock: 5,
  quantity: 1,
  isTaken: false,
  ...over,
});

describe("what the catalogue says when it has too little", () => {
  it("names each product of which there is too little, and only those", () => {
    expect(shortages([line({ inStock: 1, quantity: 2 }), line({ id: "p2", name: "Lamp" })])).toBe(
      "Too little in stock: Oak Table (p1): 1 left, 2 wanted.",
    );
  });

  it("names the products that are not sold", () => {
    expect(unavailable([line({}), line({ id: "p9", isSold: false })])).toBe("Not sold: p9.");
    expect(unavailable([line({})])).toBeUndefined();
  });

  it("tells of what there is little now, and was not before", () => {
    const lines = [
      line({ id: "p1", inStock: 10, quantity: 1 }),
      line({ id: "p2", inStock: 9, quantity: 1 }),
      line({ id: "p3", inStock: 11, quantity: 1 }),
    ];
    expect(ranLow(lines)).toEqual([{ product: "p1", remaining: 9 }]);
  });
});
