import { expectIndexes } from "@lintel/runtime/testing";
import { expect, it } from "vitest";
import blueprint from "../blueprint.js";

it("finds and orders every list of a large table by an index", { timeout: 120_000 }, async () => {
  const { requests } = await expectIndexes(blueprint);
  for (const request of [
    "GET /v1/products?filter[category][eq]=00000000-0000-7000-8000-000000000042&sort=-price, by anyone",
    "GET /v1/products?sort=-createdAt, by anyone, what comes after a cursor",
    "GET /v1/products?q=oak red, by anyone",
    "GET /v1/places?filter[country][eq]=oak 42&sort=-population, by anyone",
    "GET /v1/orders?sort=-createdAt, by someone signed in",
    "GET /v1/orders?filter[status][eq]=placed, by support",
    "GET /v1/orders?include=lines, by support, the rows of the relation",
    "GET /v1/product-sales?sort=-revenue, by manager",
    "GET /v1/users?filter[email][eq]=person42@example.com, by support",
    "DELETE of a category, to whom a product may refer by category",
  ]) {
    expect(requests).toContain(request);
  }
});
