import { createHash } from "node:crypto";
import type { Service } from "@lintel/runtime";
import { beforeAll, describe, expect, it } from "vitest";
import blueprint from "./blueprint.js";
import { cents } from "./rules/order-totals.js";
import seed, { type SeedTable, type SeedValue } from "./seed.js";

type SeededRow = { readonly [field: string]: SeedValue };

const scale = 0.05;
const versionSeven = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const loaded = new Map<string, readonly SeededRow[]>();

function tableOf(entity: string): SeedTable {
  const found = seed.find((table) => table.entity === entity);
  if (!found) throw new Error(`The seed has no table for ${entity}.`);
  return found;
}

function rowsOf(entity: string): readonly SeededRow[] {
  return loaded.get(entity) ?? [];
}

const valuesOf = (entity: string, field: string) => rowsOf(entity).map((row) => row[field]);

type Definition = Service["data"]["commands"][number]["input"][string]["definition"];

/** Whether a value keeps to what its field says. */
function keeps({ type, modifiers }: Definition, value: SeedValue): boolean {
  if (value === null) return modifiers.optional;
  if (type.kind === "enumeration") return type.values.includes(String(value));
  if (type.kind === "integer") return Number(value) >= (type.min ?? -Infinity);
  if (type.kind === "decimal" || type.kind === "money") {
    const [whole = "", places = ""] = String(value).replace("-", "").split(".");
    return places.length === type.scale && whole.length <= type.precision - type.scale;
  }
  if (type.kind !== "text") return true;
  const { min = 0, max = Infinity, pattern = "" } = type;
  const length = [...String(value)].length;
  return length >= min && length <= max && new RegExp(pattern, "u").test(String(value));
}

beforeAll(() => {
  for (const { entity, fields, rows } of seed) {
    const named = Array.from(rows(scale), (values) =>
      Object.fromEntries(fields.map((field, place) => [field, values[place] ?? null])),
    );
    loaded.set(entity, named);
  }
});

describe("the seed", () => {
  it("is the same on every machine, in every run", () => {
    const digest = createHash("sha256");
    for (const { entity, fields, rows } of seed) {
      digest.update(entity).update(fields.join());
      for (const row of rows(0.01)) digest.update(JSON.stringify(row));
    }
    expect(digest.digest("hex")).toBe("fe05813b6d8db99e5a6ee7a3ca237687161022f7f1d7da24276a9b806021d975");
  });

  it("has as many rows as it says, at every scale", () => {
    for (const at of [0.001, 0.013]) {
      for (const { count, rows } of seed) expect(Array.from(rows(at))).toHaveLength(count(at));
    }
    const counts = Object.fromEntries(seed.map(({ entity, count }) => [entity, count(1)]));
    expect(counts).toMatchObject({
      category: 50,
      product: 100_000,
      user: 10_000,
      order: 20_000,
      place: 135_233,
    });
    expect(tableOf("product").count(10)).toBe(1_000_000);
  });

  it("gives every field of the blueprint a value, and no other", () => {
    for (const { service, entity, fields } of seed) {
      const shape = blueprint.services.find(({ name }) => name === service)?.entities[entity]?.shape ?? {};
      const stored = Object.keys(shape).filter((name) => shape[name]?.definition.type.kind !== "many");
      expect([...fields].sort()).toEqual(["id", "createdAt", "updatedAt", "version", ...stored].sort());
    }
  });

  it("keeps the limits of the blueprint's fields", () => {
    for (const { service, entity } of seed) {
      const shape = blueprint.services.find(({ name }) => name === service)?.entities[entity]?.shape ?? {};
      for (const [name, { definition }] of Object.entries(shape)) {
        if (definition.type.kind === "many") continue;
        const broken = valuesOf(entity, name).filter((value) => !keeps(definition, value ?? null));
        expect({ entity, name, broken }).toEqual({ entity, name, broken: [] });
      }
    }
  });

  it("identifies rows by UUIDs of version 7, in the order in which they come", () => {
    for (const { entity } of seed) {
      const ids = valuesOf(entity, "id").map(String);
      expect(ids.filter((id) => !versionSeven.test(id))).toEqual([]);
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids).toEqual([...ids].sort());
    }
  });

  it("refers only to rows that are there", () => {
    const links = [
      ["product", "category", "category"],
      ["address", "user", "user"],
      ["order", "customer", "user"],
      ["orderLine", "order", "order"],
      ["orderLine", "product", "product"],
      ["payment", "order", "order"],
    ] as const;
    for (const [from, field, to] of links) {
      const targets = new Set(valuesOf(to, "id"));
      expect({
        from,
        field,
        dangling: valuesOf(from, field).filter((id) => !targets.has(id ?? null)),
      }).toEqual({
        from,
        field,
        dangling: [],
      });
    }
  });

  it("gives no e-mail address, product or category twice", () => {
    const emails = Array.from(tableOf("user").rows(1), (row) => row[1]);
    const names = Array.from(tableOf("product").rows(1), (row) => row[1]);
    expect(new Set(emails).size).toBe(10_000);
    expect(new Set(names).size).toBe(100_000);
    expect(new Set(valuesOf("category", "name")).size).toBe(50);
    expect(new Set(valuesOf("place", "geonameId")).size).toBe(135_233);
  });
});

describe("seeded products", () => {
  it("are mostly for sale, sometimes sold out, and cost what their category costs", () => {
    const products = rowsOf("product");
    const share = (is: (row: SeededRow) => boolean) => products.filter(is).length / products.length;
    expect(share((row) => row.isActive === true)).toBeCloseTo(0.95, 1);
    expect(share((row) => row.inventoryCount === 0)).toBeGreaterThan(0.01);
    const amounts = products.map(({ price }) => cents(String(price)));
    expect(amounts.filter((price) => price <= 100n || price >= 1_000_000n)).toEqual([]);
  });
});

describe("seeded orders", () => {
  it("have one to five lines for different products, at the catalogue's names and prices", () => {
    const products = new Map(rowsOf("product").map((row) => [row.id, row]));
    const byOrder = new Map<SeedValue | undefined, SeededRow[]>();
    for (const line of rowsOf("orderLine")) {
      byOrder.set(line.order, [...(byOrder.get(line.order) ?? []), line]);
    }
    expect(byOrder.size).toBe(rowsOf("order").length);
    for (const lines of byOrder.values()) {
      expect(lines.length).toBeLessThanOrEqual(5);
      expect(new Set(lines.map((line) => line.product)).size).toBe(lines.length);
      for (const line of lines) {
        const product = products.get(line.product ?? null);
        expect([line.name, line.unitPrice]).toEqual([product?.name, product?.price]);
      }
    }
  });

  it("cost exactly what their lines cost, and that is what is to be paid", () => {
    const sums = new Map<SeedValue | undefined, bigint>();
    for (const { order, unitPrice, quantity, lineTotal } of rowsOf("orderLine")) {
      expect(cents(String(lineTotal))).toBe(cents(String(unitPrice)) * BigInt(Number(quantity)));
      sums.set(order, (sums.get(order) ?? 0n) + cents(String(lineTotal)));
    }
    for (const { id, total } of rowsOf("order")) expect(cents(String(total))).toBe(sums.get(id));
    const totals = new Map(rowsOf("order").map(({ id, total }) => [id, total]));
    for (const { order, amount } of rowsOf("payment")) expect(amount).toBe(totals.get(order ?? null));
  });

  it("are paid for as far as their status says", () => {
    const states = new Map(rowsOf("payment").map(({ order, state }) => [order, state]));
    const possible: { readonly [status: string]: readonly string[] } = {
      placed: ["pending", "failed"],
      paid: ["authorised"],
      shipped: ["captured"],
      delivered: ["captured"],
      cancelled: ["voided"],
    };
    for (const { id, status, cancelledAt } of rowsOf("order")) {
      expect(possible[String(status)]).toContain(states.get(id ?? null));
      expect(cancelledAt !== null).toBe(status === "cancelled");
    }
    expect(new Set(valuesOf("order", "status")).size).toBe(5);
  });
});

describe("places", () => {
  it("are the real ones", () => {
    const capitals = rowsOf("place").filter((row) => row.name === "Berlin" && row.featureCode === "PPLC");
    expect(capitals).toMatchObject([
      {
        country: "DE",
        geonameId: 2_950_159,
        population: 3_426_354,
        latitude: "52.52437",
        longitude: "13.41053",
      },
    ]);
  });
});
