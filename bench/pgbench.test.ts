import { describe, expect, it } from "vitest";
import { scriptOf } from "./pgbench.js";

describe("a script of pgbench", () => {
  it("is one statement of the limit, with its values written into it", () => {
    const script = scriptOf({ method: "GET", path: "/v1/products/01900000-0000-7000-8000-000000000001" });
    expect(script).toContain("where id = '01900000-0000-7000-8000-000000000001' and deleted_at is null;");
    expect(script).not.toMatch(/\$\d/);
  });

  it("has nothing in its values that pgbench would take for a variable, nor for their end", () => {
    const script = scriptOf({
      method: "POST",
      path: "/v1/orders/place-order",
      body: { items: [{ product: "p", quantity: 2 }], deliverTo: "King's Road" },
    });
    expect(script).toContain(`'{"items":[{"product":"p","quantity": 2}],"deliverTo":"King''s Road"}'::text`);
  });

  it("leaves casts as they are", () => {
    expect(scriptOf({ method: "GET", path: "/v1/products?q=red+chair&page[size]=20" })).toContain(
      "limit '20'::integer",
    );
  });
});
