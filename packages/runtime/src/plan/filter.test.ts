import { describe, expect, it } from "vitest";
import { fieldValue } from "../blueprint/index.js";
import { filterPredicate } from "./filter.js";
import { planList } from "./list.js";
import { always, never } from "./predicate.js";
import { ada, asking, entityNamed } from "./scenario.js";
import { thrown } from "./thrown.js";

const product = entityNamed("product");

describe("a filter as a blueprint or command writes it", () => {
  it("joins all its conditions", () => {
    const found = filterPredicate(product, {
      active: true,
      price: { gte: "1", lt: "20" },
      salePrice: { lte: fieldValue("price") },
      description: null,
      category: { in: [ada, ada] },
      secret: { ne: null },
    });
    expect(found).toMatchObject({
      kind: "and",
      parts: [
        { kind: "compare", operator: "eq", value: true },
        { kind: "compare", operator: "gte", value: "1" },
        { kind: "compare", operator: "lt", value: "20" },
        { kind: "compareFields", operator: "lte", other: { name: "price" } },
        { kind: "isNull", isNull: true },
        { kind: "in", values: [ada] },
        { kind: "isNull", isNull: false },
      ],
    });
  });

  it("matches all rows when it says nothing, and none for an empty list of values", () => {
    expect(filterPredicate(product, {})).toBe(always);
    expect(filterPredicate(product, { name: { in: [] } })).toBe(never);
  });

  it.each([
    [{ active: undefined }],
    [{ category: { eq: undefined } }],
    [{ name: {} }],
    [{ name: { like: "%" } }],
    [{ stock: "1" }],
    [{ stock: Number.NaN }],
    [{ price: 0.1 }],
    [{ name: { in: "a" } }],
    [{ name: "\0" }],
    [{ colour: "red" }],
    [{ settings: { size: 1 } }],
    [{ price: fieldValue("name") }],
    [{ price: fieldValue("gone") }],
    [{ name: { contains: fieldValue("description") } }],
    [JSON.parse('{"__proto__": 1}')],
  ])("refuses %j", (filter) => {
    expect(thrown(() => filterPredicate(product, filter)).code).toBe("FILTER_UNSUPPORTED");
  });
});

it("knows of a required field without asking that it is never null", () => {
  const filtered = (query: string) => planList(asking(), product, query).where;
  expect(filtered("filter[name][isNull]=true")).toEqual({ kind: "never" });
  expect(filtered("filter[name][isNull]=false")).toEqual(filtered(""));
});
