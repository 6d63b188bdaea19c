import { describe, expect, it } from "vitest";
import { readListQuery } from "../plan/query-string.js";
import { queryOf } from "./where.js";

/** What the server reads of it. */
const read = (where: object, fields?: readonly string[]) => {
  const { filters, fields: named } = readListQuery(queryOf(where, fields));
  return { filters: filters.map(({ field, operator, value }) => `${field} ${operator} ${value}`), named };
};

describe("the query of a view", () => {
  it("is that of a list in REST, as its server reads it", () => {
    expect(read({ category: "c", price: { gte: "10", lt: "20" } }, ["name", "price"])).toEqual({
      filters: ["category eq c", "price gte 10", "price lt 20"],
      named: ["name", "price"],
    });
    expect(queryOf()).toBe("");
    expect(queryOf({}, ["name"])).toBe("fields=name");
  });

  it("writes numbers, truth and null as REST does", () => {
    expect(read({ isActive: true, stock: { lt: 3 }, description: { isNull: false } }).filters).toEqual([
      "isActive eq true",
      "stock lt 3",
      "description isNull false",
    ]);
  });

  it("puts values of a list into quotes where they hold a comma or a quote", () => {
    expect(read({ name: { in: ["Salt, fine", 'the "best"', "Pepper"] } }).filters).toEqual([
      'name in "Salt, fine","the ""best""",Pepper',
    ]);
  });

  it("keeps what means something else in an address", () => {
    expect(read({ name: "a&b=c+d e%20[f]#ü" }).filters).toEqual(["name eq a&b=c+d e%20[f]#ü"]);
  });

  it("refuses a condition without a value, which would match every row", () => {
    expect(() => queryOf({ category: undefined })).toThrow(
      "filter[category] is undefined; expected a value.",
    );
    expect(() => queryOf({ price: { lt: null } })).toThrow("filter[price][lt] is null");
  });
});
