import { describe, expect, it } from "vitest";
import { type StockLine, shortages, unavailable } from "./stock.js";

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
});
