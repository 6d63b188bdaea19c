import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { amount, cents, priceLines, repeated, totalOf } from "./order-totals.js";

const price = fc.bigInt({ min: 0n, max: 9_999_999_999n });
const basket = fc.array(fc.record({ id: fc.uuid(), price, quantity: fc.integer({ min: 1, max: 1_000 }) }), {
  minLength: 1,
  maxLength: 100,
});

describe("amounts", () => {
  it("come back as they were", () => {
    fc.assert(fc.property(price, (value) => cents(amount(value)) === value));
  });

  it("are read with two places, one or none", () => {
    expect([cents("19.90"), cents("19.9"), cents("19"), cents("0.07")]).toEqual([1990n, 1990n, 1900n, 7n]);
    expect([amount(0n), amount(7n), amount(1990n)]).toEqual(["0.00", "0.07", "19.90"]);
  });

  it.each(["", "-1.00", "1.234", "1e3", "1,50", " 1"])("%j is none", (text) => {
    expect(() => cents(text)).toThrow(RangeError);
  });
});

describe("the total of an order", () => {
  it("is the exact sum of price times quantity", () => {
    fc.assert(
      fc.property(basket, (wanted) => {
        const products = wanted.map(({ id, price }) => ({ id, name: id, price: amount(price) }));
        const items = wanted.map(({ id, quantity }) => ({ product: id, quantity }));
        const expected = wanted.reduce((sum, one) => sum + one.price * BigInt(one.quantity), 0n);
        expect(cents(totalOf(priceLines(items, products)))).toBe(expected);
      }),
    );
  });

  it("loses no cent where floating point would", () => {
    const products = [{ id: "a", name: "A", price: "0.10" }];
    expect(totalOf(priceLines([{ product: "a", quantity: 3 }], products))).toBe("0.30");
    expect(
      priceLines([{ product: "a", quantity: 3 }], [{ id: "a", name: "A", price: "99999999.99" }]),
    ).toEqual([
      { product: "a", name: "A", unitPrice: "99999999.99", quantity: 3, lineTotal: "299999999.97" },
    ]);
  });

  it("cannot be said without a price", () => {
    expect(() => priceLines([{ product: "a", quantity: 1 }], [])).toThrow("no price for a");
  });
});

describe("items", () => {
  it("that name a product twice are found, whatever the case of the id", () => {
    const item = (product: string) => ({ product, quantity: 1 });
    expect(repeated([item("a"), item("b"), item("A"), item("a")])).toEqual(["a"]);
    expect(repeated([item("a"), item("b")])).toEqual([]);
  });
});
