import { project } from "@lintel/runtime/testing";
import fc from "fast-check";
import { expect, it } from "vitest";
import { orders } from "../services/orders.js";
import { amount } from "./order-totals.js";

const [nut, bolt] = ["0195d1a0-0000-7000-8000-00000000000a", "0195d1a0-0000-7000-8000-00000000000b"] as const;

const placed = (...lines: readonly { product: string; quantity: number; lineTotal: string }[]) => ({
  event: "orderPlaced",
  data: { lines },
});

it("adds up the units and the revenue of each product, over lines and orders", () => {
  const rows = project(orders, "productSale", [
    placed({ product: nut, quantity: 3, lineTotal: "0.30" }),
    placed(
      { product: nut, quantity: 1, lineTotal: "0.10" },
      { product: bolt, quantity: 1_000, lineTotal: "99999999990.00" },
    ),
    placed({ product: bolt, quantity: 1, lineTotal: "0.07" }),
  ]);
  expect(rows).toEqual([
    { product: nut, units: "4", revenue: "0.40" },
    { product: bolt, units: "1001", revenue: "99999999990.07" },
  ]);
});

it("loses no cent, however many lines there are", () => {
  const line = fc.record({ quantity: fc.integer({ min: 1, max: 1_000 }), total: fc.bigInt(0n, 10n ** 13n) });
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 50 }), (lines) => {
      const entries = lines.map(({ quantity, total }) =>
        placed({ product: nut, quantity, lineTotal: amount(total) }),
      );
      const units = String(lines.reduce((sum, { quantity }) => sum + quantity, 0));
      const revenue = amount(lines.reduce((sum, { total }) => sum + total, 0n));
      expect(project(orders, "productSale", entries)).toEqual([{ product: nut, units, revenue }]);
    }),
    { numRuns: 30 },
  );
});
