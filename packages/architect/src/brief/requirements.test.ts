import { expect, it } from "vitest";
import { slugOf, slugsOf } from "./requirement-id.js";
import { requirementsOf } from "./requirements.js";
import { briefOf, choose, refunds, rows, shop } from "./scenario.js";

const ids = (values = shop, amendments = {}) =>
  requirementsOf(briefOf(values, amendments)).map(({ id }) => id);

it("has one for each question that is answered, by the question's number", () => {
  const found = requirementsOf(briefOf(shop)).find(({ question }) => question === "performance.latency");
  expect(found).toMatchObject({ category: "performance", priority: "P0" });
  expect(found?.id).toMatch(/^REQ-PERF-\d{3}$/);
});

it("has one for each row of features, with its criteria and its priority", () => {
  const found = requirementsOf(briefOf(shop));
  expect(found.find(({ id }) => id === "REQ-FEAT-PLACE-ORDER")).toMatchObject({
    question: "scope.features",
    statement: 'THE SYSTEM SHALL offer "Place order": a customer orders what is in stock.',
    priority: "P0",
    criteria: [expect.stringContaining("reserve its stock"), expect.stringContaining("OUT_OF_STOCK")],
  });
  expect(found.find(({ id }) => id === "REQ-FEAT-GIFT-CARDS")?.statement).toMatch(
    /^THE SYSTEM SHALL NOT offer/,
  );
});

it("has one for each metric, rule, edge case and system that may be down", () => {
  const found = requirementsOf(briefOf(shop));
  expect(found.find(({ id }) => id === "REQ-METRIC-ORDERS-LOST")?.statement).toBe(
    'THE SYSTEM SHALL reach "Orders lost": 0, measured by: orders acknowledged against orders kept, nightly.',
  );
  expect(found.find(({ id }) => id === "REQ-RULE-STOCK")?.criteria).toEqual([
    "THE SYSTEM SHALL never sell more than is in stock",
  ]);
  expect(found.find(({ id }) => id === "REQ-EDGE-LAST-ITEM-TWICE")?.criteria).toHaveLength(1);
  expect(found.find(({ id }) => id === "REQ-DOWN-MAIL")?.statement).toBe(
    "WHILE Mail cannot be reached THE SYSTEM SHALL hold to this: messages wait up to a day and are sent then.",
  );
});

it("keeps ids when other answers come, go or change their order", () => {
  const { "scope.metrics": _metrics, "security.regulations": _regulations, ...fewer } = shop;
  const reversed = Object.fromEntries(Object.entries(fewer).reverse());
  const left = ids().filter((id) => !id.includes("METRIC"));
  expect(ids(reversed).every((id) => left.includes(id))).toBe(true);
});

it("puts an amendment's name in front of what it asks for", () => {
  const found = requirementsOf(briefOf(shop, { "late-refunds": refunds }));
  const own = found.filter(({ amendment }) => amendment === "late-refunds");
  expect(own.map(({ id }) => id)).toContain("REQ-LATE-REFUNDS-FEAT-REFUND-ORDER");
  expect(own.map(({ id }) => id)).toContain("REQ-LATE-REFUNDS-EDGE-REFUNDED-TWICE");
  expect(own.every(({ id }) => id.startsWith("REQ-LATE-REFUNDS-"))).toBe(true);
  expect(new Set(found.map(({ id }) => id)).size).toBe(found.length);
});

it("asks for nothing where nothing is answered, and leaves out what is not asked", () => {
  expect(ids({})).toEqual([]);
  expect(ids({ ...shop, "no.such-question": choose("it") })).toEqual(ids());
});

it("keeps the rows of a table apart though their names come to the same", () => {
  const twice = { "scope.features": rows({ name: "Place order" }, { name: "place-order!" }) };
  const found = ids({ ...shop, ...twice }).filter((id) => id.startsWith("REQ-FEAT-"));
  expect(found[0]).toBe("REQ-FEAT-PLACE-ORDER");
  expect(found[1]).toMatch(/^REQ-FEAT-PLACE-ORDER-[0-9A-F]{8}$/);
});

it.each([
  ["Place order", "PLACE-ORDER"],
  ["  place_order  ", "PLACE-ORDER"],
  ["Größe & Maß", "GROSSE-MASS"],
  ["Zoë's café", "ZOES-CAFE"],
  ["2-factor", "2-FACTOR"],
])("writes %s as %s", (name, slug) => expect(slugOf(name)).toBe(slug));

it.each(["注文する", "заказ", "طلب", "!!!", "", "🛒", "注文 API", "a".repeat(300), `${"word ".repeat(60)}`])(
  "writes %s in letters, digits and hyphens, with a digest",
  (name) => {
    expect(slugOf(name)).toMatch(/^([A-Z0-9-]{1,40}-)?[0-9A-F]{8}$/);
    expect(slugOf(name)).toBe(slugOf(name));
  },
);

it("tells names of another script apart, and takes composed and decomposed letters for the same", () => {
  expect(new Set(slugsOf(["注文", "返品", "заказ"])).size).toBe(3);
  expect(slugOf("Pâté")).toBe(slugOf("Pa\u0302te\u0301"));
});
