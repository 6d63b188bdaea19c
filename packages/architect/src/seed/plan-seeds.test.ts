import { anyone, entity, integer, nobody, reference, service, system, text } from "@lintel/runtime";
import { resolve } from "@lintel/runtime/tools";
import { expect, it } from "vitest";
import { nameOf, planSeeds } from "./plan-seeds.js";
import type { Seed } from "./seed.js";
import { identifierFor } from "./seed-identifier.js";

const access = { read: anyone, write: nobody };
const shop = service("shop", {
  entities: {
    line: entity({ order: reference("order"), product: reference("product") }, { access }),
    order: entity({ number: integer(), previous: reference("order").optional() }, { access }),
    product: entity({ name: text({ max: 10 }) }, { access }),
  },
});
const model = resolve(system("trade", { version: 1, services: [shop] }));

function seedOf(name: string, fields: readonly string[]): Seed {
  return { service: "shop", entity: name, fields, count: () => 0, rows: () => [] };
}

it("puts what is referred to before what refers to it", () => {
  const seeds = [
    seedOf("line", ["order", "product"]),
    seedOf("product", ["name"]),
    seedOf("order", ["number"]),
  ];
  const names = planSeeds(model, seeds).map(({ entity: planned }) => nameOf(planned));
  expect(names).toEqual(["shop.order", "shop.product", "shop.line"]);
});

it.each([
  ["not a list", {}, "must export a list"],
  ["not a seed", [{ service: "shop" }], "Seed 1 is not of the form"],
  ["an unknown entity", [seedOf("prodct", [])], "which is none of shop.line, shop.order, shop.product"],
  ["an unknown field", [seedOf("product", ["nme"])], 'shop.product has no field "nme"; it has id, name'],
  ["the same entity twice", [seedOf("product", []), seedOf("product", [])], "Two seeds fill shop.product"],
])("refuses %s", (_what, seeds, told) => {
  expect(() => planSeeds(model, seeds)).toThrowError(
    expect.objectContaining({
      code: "SEED_INVALID",
      where: "seed.ts",
      message: expect.stringContaining(told),
    }),
  );
});

it("makes identifiers that are the same every time, in order, and UUIDv7", () => {
  const made = Array.from({ length: 1_000 }, (_, row) => identifierFor("shop.product", row));
  expect(made).toEqual([...made].sort());
  expect(new Set(made).size).toBe(1_000);
  expect(
    made.every((one) => /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(one)),
  ).toBe(true);
  expect(identifierFor("shop.product", 7)).toBe(made[7]);
  expect(identifierFor("shop.order", 7)).not.toBe(made[7]);
});
