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
const failing = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error as { publicCode?: string; status?: number; errors?: { pointer?: string }[]; message: string };
};

beforeEach(async () => {
  await shop.test.sql("truncate catalog.products, catalog.categories cascade");
  await insert(shop.category, [
    { id: ids.tools, name: "Tools" },
    { id: ids.garden, name: "Garden" },
  ]);
  await insert(shop.product, [{ id: ids.saw, name: "Saw", price: "19.90", category: ids.tools }]);
});

describe("inserting", () => {
  it("gives the rows back in the order of the plan, with defaults", async () => {
    const many = Array.from({ length: 50 }, (_, at) => ({
      id: `01890000-0000-7000-8000-${String(9_999 - at).padStart(12, "0")}`,
      name: `Item ${at}`,
      price: "1.00",
    }));
    const rows = await insert(shop.product, many);
    expect(rows.map((row) => row.id)).toEqual(many.map((row) => row.id));
    expect(JSON.parse(rows[3]?.json ?? "")).toMatchObject({ name: "Item 3", stock: 0, version: 1 });
  });

  it("writes nothing where one row is not the caller's to make", async () => {
    const rows = [
      { id: ids.rake, name: "Rake", price: "5.00" },
      { id: ids.none, name: "Fork", price: "5.00" },
    ];
    const error = await failing(insert(shop.product, rows, equals(shop.product, "name", "Rake")));
    expect(error.publicCode).toBe("ACCESS_DENIED");
    expect(await readOne(shop.product, ids.rake)).toBeUndefined();
  });

  it("looks at defaults too when it decides whether a row may be made", async () => {
    const row = { id: ids.rake, name: "Rake", price: "5.00" };
    await insert(shop.product, [row], equals(shop.product, "stock", 0));
    expect(await readOne(shop.product, ids.rake)).toBeDefined();
  });

  it("says which field holds a value that is taken", async () => {
    const error = await failing(insert(shop.category, [{ id: ids.none, name: "Tools" }]));
    expect(error).toMatchObject({
      publicCode: "CATEGORY_EXISTS",
      status: 409,
      errors: [{ pointer: "/name" }],
    });
    const again = await failing(insert(shop.category, [{ id: ids.tools, name: "Other" }]));
    expect(again).toMatchObject({ publicCode: "CATEGORY_EXISTS", errors: [{ pointer: "/id" }] });
  });

  it("says which reference points to nothing", async () => {
    const row = { id: ids.rake, name: "Rake", price: "5.00", category: ids.none };
    expect(await failing(insert(shop.product, [row]))).toMatchObject({
      publicCode: "REFERENCE_NOT_FOUND",
      status: 422,
      errors: [{ pointer: "/category" }],
    });
  });

  it("names the rule that a row breaks", async () => {
    const row = { id: ids.rake, name: "Rake", price: "5.00", salePrice: "6.00" };
    const error = await failing(insert(shop.product, [row]));
    expect(error).toMatchObject({ publicCode: "CHECK_FAILED", status: 422 });
    expect(error.message).toContain('"sale_below_price"');
    expect(error.errors?.map((fault) => fault.pointer)).toEqual(["/price", "/salePrice"]);
  });

  it.each([
    ["a number too large", { price: "99999999999.00" }],
    ["an integer too large", { stock: 3_000_000_000 }],
    ["what is no number", { price: "many" }],
    ["a NUL", { name: "a\u0000b" }],
    ["no UUID", { category: "x" }],
    ["no date", { releasedOn: "2026-02-31" }],
    ["a missing value", { name: null }],
  ])("refuses %s as the client's mistake", async (_, wrong) => {
    const row = { id: ids.rake, name: "Rake", price: "5.00", ...wrong };
    expect(await failing(insert(shop.product, [row]))).toMatchObject({
      publicCode: "INPUT_INVALID",
      status: 422,
    });
    expect(await readOne(shop.product, ids.rake)).toBeUndefined();
  });
});

describe("updating", () => {
  it("changes the row and counts its version", async () => {
    const row = await update(ids.saw, { name: "Better saw", tags: ["a", 'b"c', "d\\e", ""] });
    expect(row.version).toBe(2);
    expect(JSON.parse(row.json)).toMatchObject({
      name: "Better saw",
      tags: ["a", 'b"c', "d\\e", ""],
      version: 2,
    });
  });

  it("tells apart what is not there, not seen, not allowed and not current", async () => {
    const other = equals(shop.product, "name", "Other");
    expect(await failing(update(ids.none, { stock: 1 }))).toMatchObject({ publicCode: "PRODUCT_NOT_FOUND" });
    expect(await failing(update(ids.saw, { stock: 1 }, { visible: other }))).toMatchObject({
      publicCode: "PRODUCT_NOT_FOUND",
    });
    expect(await failing(update(ids.saw, { stock: 1 }, { must: other }))).toMatchObject({
      publicCode: "ACCESS_DENIED",
    });
    expect(await failing(update(ids.saw, { stock: 1 }, { ifVersion: [7, 8] }))).toMatchObject({
      publicCode: "VERSION_MISMATCH",
      status: 412,
    });
    expect(JSON.parse((await readOne(shop.product, ids.saw))?.json ?? "")).toMatchObject({
      stock: 0,
      version: 1,
    });
  });

  it("keeps a row that is at a version which the caller refuses to write over", async () => {
    for (const condition of [
      { unlessVersion: "*" as const },
      { unlessVersion: [3, 1] },
      { ifVersion: [1], unlessVersion: [1] },
    ])
      expect(await failing(update(ids.saw, { stock: 1 }, condition))).toMatchObject({
        publicCode: "VERSION_MISMATCH",
      });
    expect((await readOne(shop.product, ids.saw))?.version).toBe(1);
    for (const condition of [{ unlessVersion: [] }, { ifVersion: [2], unlessVersion: [1, 3] }])
      expect(await failing(update(ids.saw, { stock: 1 }, condition))).toBeUndefined();
    expect((await readOne(shop.product, ids.saw))?.version).toBe(3);
  });

  it("refuses what would make the row another's", async () => {
    const must = equals(shop.product, "name", "Saw");
    expect(await failing(update(ids.saw, { name: "Not mine" }, { must }))).toMatchObject({
      publicCode: "ACCESS_DENIED",
    });
    expect(JSON.parse((await readOne(shop.product, ids.saw))?.json ?? "")).toMatchObject({ name: "Saw" });
  });

  it("lets exactly one of many writers of the same version through", async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, at) => failing(update(ids.saw, { stock: at }, { ifVersion: [1] }))),
    );
    expect(outcomes.filter((error) => error === undefined)).toHaveLength(1);
    expect(outcomes.filter((error) => error?.publicCode === "VERSION_MISMATCH")).toHaveLength(19);
  });

  it("loses none of many writers without a version", async () => {
    await Promise.all(Array.from({ length: 20 }, (_, at) => update(ids.saw, { stock: at })));
    expect((await readOne(shop.product, ids.saw))?.version).toBe(21);
  });
});

describe("deleting and restoring", () => {
  const conditions = { visible: always, must: always };

  it("deletes softly, and restores", async () => {
    const deletedAt = fieldNamed(shop.product, "deletedAt");
    const live: Predicate = { kind: "isNull", field: deletedAt, isNull: true };
    await catalog().delete({
      kind: "delete",
      actor: stranger,
      entity: shop.product,
      id: ids.saw,
      ...conditions,
      visible: live,
    });
    expect(await readOne(shop.product, ids.saw, live)).toBeUndefined();
    const again = catalog().delete({
      kind: "delete",
      actor: stranger,
      entity: shop.product,
      id: ids.saw,
      ...conditions,
      visible: live,
    });
    expect(await failing(again)).toMatchObject({ publicCode: "PRODUCT_NOT_FOUND" });
    const row = await catalog().restore({
      kind: "restore",
      actor: stranger,
      entity: shop.product,
      id: ids.saw,
      ...conditions,
      returning: shop.product.fields,
    });
    expect(JSON.parse(row.json)).toMatchObject({ deletedAt: null, version: 3 });
  });

  it("deletes for good what nothing refers to", async () => {
    await catalog().delete({
      kind: "delete",
      actor: stranger,
      entity: shop.category,
      id: ids.garden,
      ...conditions,
    });
    expect(await readOne(shop.category, ids.garden)).toBeUndefined();
  });

  it("keeps what is referred to", async () => {
    const deletion = catalog().delete({
      kind: "delete",
      actor: stranger,
      entity: shop.category,
      id: ids.tools,
      ...conditions,
    });
    expect(await failing(deletion)).toMatchObject({ publicCode: "CATEGORY_IN_USE", status: 409 });
  });

  it("keeps what is not at the version, or not the caller's", async () => {
    const plan = {
      kind: "delete",
      actor: stranger,
      entity: shop.category,
      id: ids.garden,
      ...conditions,
    } as const;
    expect(await failing(catalog().delete({ ...plan, ifVersion: [9] }))).toMatchObject({
      publicCode: "VERSION_MISMATCH",
    });
    expect(await failing(catalog().delete({ ...plan, must: { kind: "never" } }))).toMatchObject({
      publicCode: "ACCESS_DENIED",
    });
    expect(await readOne(shop.category, ids.garden)).toBeDefined();
  });
});
