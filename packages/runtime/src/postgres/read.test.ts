import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { EntityModel } from "../blueprint/index.js";
import type { Predicate, Value, Values } from "../plan/index.js";
import { createTestDatabase } from "../testing/database.js";
import { fieldNamed, openShop, type Shop, stranger } from "./fixture.js";

const always = { kind: "always" } as Predicate;
const ids = {
  tools: "01890000-0000-7000-8000-000000000001",
  garden: "01890000-0000-7000-8000-000000000002",
  saw: "01890000-0000-7000-8000-000000000011",
  rake: "01890000-0000-7000-8000-000000000012",
  none: "01890000-0000-7000-8000-0000000000ff",
};

let shop: Shop;
beforeAll(async () => {
  shop = await openShop(await createTestDatabase());
});
afterAll(() => shop.close());

const catalog = () => shop.database.service("catalog");
const values = (entity: EntityModel, row: Record<string, Value>): Values =>
  new Map(Object.entries(row).map(([name, value]) => [fieldNamed(entity, name), value]));
const equals = (entity: EntityModel, name: string, value: Value): Predicate => ({
  kind: "compare",
  field: fieldNamed(entity, name),
  operator: "eq",
  value,
});
const insert = (entity: EntityModel, rows: Record<string, Value>[], must = always) =>
  catalog().insert({
    kind: "insert",
    actor: stranger,
    entity,
    rows: rows.map((row) => values(entity, row)),
    returning: entity.fields,
    must,
  });
const readOne = (entity: EntityModel, id: string, where = always) =>
  catalog().readOne({ kind: "one", actor: stranger, entity, id, select: entity.fields, where, include: [] });
const update = (id: string, changes: Record<string, Value>, more: object = {}) =>
  catalog().update({
    kind: "update",
    actor: stranger,
    entity: shop.product,
    id,
    changes: values(shop.product, changes),
    visible: always,
    must: always,
    returning: shop.product.fields,
    ...more,
  });
beforeEach(async () => {
  await shop.test.sql("truncate catalog.products, catalog.categories cascade");
  await insert(shop.category, [
    { id: ids.tools, name: "Tools" },
    { id: ids.garden, name: "Garden" },
  ]);
  await insert(shop.product, [{ id: ids.saw, name: "Saw", price: "19.90", category: ids.tools }]);
});

describe("reading one row", () => {
  it("gives the row as JSON with its id and version", async () => {
    const row = await readOne(shop.product, ids.saw);
    expect(row?.id).toBe(ids.saw);
    expect(row?.version).toBe(1);
    expect(JSON.parse(row?.json ?? "")).toMatchObject({
      id: ids.saw,
      name: "Saw",
      price: "19.90",
      category: ids.tools,
      stock: 0,
      isActive: true,
      description: null,
      tags: [],
    });
  });

  it("gives nothing where the condition does not hold", async () => {
    expect(await readOne(shop.product, ids.saw, equals(shop.product, "stock", 5))).toBeUndefined();
    expect(await readOne(shop.product, ids.none)).toBeUndefined();
  });

  it("gives id and version also where they are not selected", async () => {
    const select = [fieldNamed(shop.product, "name")];
    const row = await catalog().readOne({
      kind: "one",
      actor: stranger,
      entity: shop.product,
      id: ids.saw,
      select,
      where: always,
      include: [],
    });
    expect(row).toEqual({ json: '{"name":"Saw"}', id: ids.saw, version: 1 });
  });

  it("compares e-mail addresses whatever their case", async () => {
    await update(ids.saw, { contact: "Ada@Example.org" });
    expect(
      await readOne(shop.product, ids.saw, equals(shop.product, "contact", "aDA@example.ORG")),
    ).toBeDefined();
    const field = fieldNamed(shop.product, "contact");
    expect(
      await readOne(shop.product, ids.saw, { kind: "in", field, values: ["x@y.z", "ADA@example.org"] }),
    ).toBeDefined();
    for (const kind of ["startsWith", "contains"] as const) {
      expect(await readOne(shop.product, ids.saw, { kind, field, value: "aDA@e" })).toBeDefined();
      expect(await readOne(shop.product, ids.saw, { kind, field, value: "a_A@" })).toBeUndefined();
    }
  });
});

describe("including relations", () => {
  const relation = (entity: EntityModel, name: string) => {
    const found = entity.relations.get(name);
    if (!found) throw new TypeError(name);
    return found;
  };
  const products = (limit: number, where = always) => ({
    relation: relation(shop.category, "products"),
    entity: shop.product,
    select: [fieldNamed(shop.product, "name")],
    where,
    include: [],
    limit,
  });
  const category = (where = always) => ({
    relation: relation(shop.product, "category"),
    entity: shop.category,
    select: [fieldNamed(shop.category, "id"), fieldNamed(shop.category, "name")],
    where,
    include: [],
    limit: 1,
  });

  it("puts the row in place of its id, which stays where the row is not to be seen", async () => {
    const plan = { kind: "one", actor: stranger, entity: shop.product, id: ids.saw, where: always } as const;
    const select = [fieldNamed(shop.product, "name"), fieldNamed(shop.product, "category")];
    const seen = await catalog().readOne({ ...plan, select, include: [category()] });
    expect(seen?.json).toBe(`{"name":"Saw","category":{"id":"${ids.tools}","name":"Tools"}}`);
    const unseen = await catalog().readOne({ ...plan, select, include: [category({ kind: "never" })] });
    expect(unseen?.json).toBe(`{"name":"Saw","category":"${ids.tools}"}`);
    const unselected = await catalog().readOne({
      ...plan,
      select: [fieldNamed(shop.product, "name")],
      include: [category()],
    });
    expect(unselected?.json).toBe(`{"name":"Saw","category":{"id":"${ids.tools}","name":"Tools"}}`);
  });

  it("adds the rows of the far side, at most the limit for each, and follows on from there", async () => {
    await insert(shop.product, [
      { id: ids.rake, name: "Rake", price: "1", category: ids.garden },
      { id: ids.none, name: "Plane", price: "1", category: ids.tools },
    ]);
    const page = await catalog().readList({
      kind: "list",
      actor: stranger,
      entity: shop.category,
      select: [fieldNamed(shop.category, "name")],
      where: always,
      sort: [{ field: fieldNamed(shop.category, "id"), descending: false }],
      size: 10,
      include: [{ ...products(10), include: [category()] }],
    });
    const tools = { id: ids.tools, name: "Tools" };
    expect(page.rows.map((row) => JSON.parse(row))).toEqual([
      {
        name: "Tools",
        products: [
          { name: "Saw", category: tools },
          { name: "Plane", category: tools },
        ],
      },
      { name: "Garden", products: [{ name: "Rake", category: { id: ids.garden, name: "Garden" } }] },
    ]);
    const limited = await catalog().readOne({
      kind: "one",
      actor: stranger,
      entity: shop.category,
      id: ids.tools,
      select: [fieldNamed(shop.category, "name")],
      where: always,
      include: [products(1)],
    });
    expect(JSON.parse(limited?.json ?? "").products).toEqual([{ name: "Saw" }]);
  });
});

describe("searching", () => {
  it("finds by words, and pages by rank", async () => {
    const many = Array.from({ length: 9 }, (_, at) => ({
      id: `01890000-0000-7000-8000-0000000001${String(at).padStart(2, "0")}`,
      name: at % 2 === 0 ? "Hammer" : "Hammer hammering hammered",
      description: at % 3 === 0 ? "with a hammer" : null,
      price: "1.00",
    }));
    await insert(shop.product, many);
    const plan = {
      kind: "list",
      actor: stranger,
      entity: shop.product,
      select: [fieldNamed(shop.product, "id")],
      where: always,
      search: "hammer -saw",
      sort: "rank",
      include: [],
    } as const;
    const all = await catalog().readList({ ...plan, size: 100 });
    expect(all.rows).toHaveLength(9);
    const seen: string[] = [];
    let position: { direction: "after"; key: readonly (string | null)[] } | undefined;
    for (;;) {
      const page = await catalog().readList({ ...plan, size: 2, position });
      seen.push(...page.rows);
      if (!page.after || !page.last) break;
      position = { direction: "after", key: page.last };
    }
    expect(seen).toEqual(all.rows);
  });

  it("takes whatever words there are, or says that they are too tangled", async () => {
    const asked = async (search: string) =>
      catalog()
        .readList({
          kind: "list",
          actor: stranger,
          entity: shop.product,
          select: [fieldNamed(shop.product, "id")],
          where: always,
          search,
          sort: "rank",
          include: [],
          size: 1,
        })
        .then(
          () => "answered",
          (error: unknown) => error,
        );
    expect(await asked("-".repeat(500))).toMatchObject({
      code: "PARAMETER_INVALID",
      status: 400,
      errors: [{ parameter: "q" }],
    });
    const pieces = fc.constantFrom(
      "-",
      '"',
      " ",
      "(",
      "!",
      "&",
      "|",
      "'",
      "\\",
      "*",
      "😀",
      "or",
      ":*",
      "<->",
      "saw",
    );
    await fc.assert(
      fc.asyncProperty(fc.array(pieces, { minLength: 1, maxLength: 150 }), async (words) => {
        const outcome = await asked(words.join(""));
        if (outcome !== "answered") expect(outcome).toMatchObject({ status: 400 });
      }),
      { numRuns: 100 },
    );
  });
});
