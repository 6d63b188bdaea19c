import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { entityNames, fieldNames, identifierOf, serviceNames } from "./index.js";

describe("what things are called in a blueprint", () => {
  it.each([
    ["order line", "orderLine"],
    ["Order-Line", "orderLine"],
    ["the provider's token", "theProvidersToken"],
    ["Größe", "groesse"],
    ["Заказ клиента", "zakazKlienta"],
    ["παραγγελία", "paraggelia"],
    ["2nd address", "ndAddress"],
    ["kWh per m³", "kWhPerM3".toLowerCase()],
  ])("writes %s as a person would", (name, expected) => {
    expect(identifierOf(name, "entity").toLowerCase()).toBe(expected.toLowerCase());
  });

  it("gives names of other scripts one that is always the same", () => {
    expect(identifierOf("注文", "entity")).toMatch(/^entity[0-9a-f]{6}$/);
    expect(identifierOf("注文", "entity")).toBe(identifierOf(" 注文", "entity"));
    expect(identifierOf("注文", "entity")).not.toBe(identifierOf("商品", "entity"));
  });

  it("keeps away from words that mean something already", () => {
    expect(entityNames(["user", "order", "log", "outbox 3", "sql", "default", "constructor"])).toEqual([
      "user",
      "order",
      "log",
      "outbox3",
      "sqlRecord",
      "default",
      "constructorRecord",
    ]);
    expect(serviceNames(["order", "public", "orders"])).toEqual(["orderService", "publicService", "orders"]);
    expect(fieldNames(["from", "to", "version", "name", "Name", "then"])).toEqual([
      "beginsAt",
      "endsAt",
      "versionValue",
      "name",
      "nameValue",
      "thenValue",
    ]);
  });

  it("gives entities that come to one table names of their own", () => {
    expect(entityNames(["person", "people", "Person"])).toEqual(["person", "peopleRecord", "personRecord"]);
  });

  it("gives names that a blueprint takes, whatever comes", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "binary", maxLength: 200 }), { maxLength: 20 }), (names) => {
        for (const one of [entityNames(names), fieldNames(names)]) {
          expect(new Set(one).size).toBe(names.length);
          for (const name of one) expect(name).toMatch(/^[a-z][a-zA-Z0-9]{0,59}$/);
        }
      }),
      { numRuns: 200 },
    );
  });
});
