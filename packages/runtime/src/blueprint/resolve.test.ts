import { describe, expect, it } from "vitest";
import { anyone, role, signedIn } from "./access.js";
import { entity } from "./entity.js";
import { integer, many, reference, text } from "./fields.js";
import { by, search } from "./index-definition.js";
import { resolve } from "./resolve.js";
import { service } from "./service.js";
import { system } from "./system.js";

const catalog = service("catalog", {
  entities: {
    category: entity({ name: text(), products: many("product", "category") }, { access: { read: anyone } }),
    product: entity(
      { name: text(), unitPrice: integer(), category: reference("category") },
      {
        softDelete: true,
        plural: "wares",
        indexes: [by("unitPrice"), search(["name"])],
        access: { write: role("editor"), create: signedIn, fields: { unitPrice: { read: signedIn } } },
      },
    ),
  },
}).command("reserveStock", { access: signedIn, async run() {} });
const orders = service("orders", { entities: {}, uses: { stock: catalog } });
const model = resolve(system("web-shop", { version: 2, services: [catalog, orders] }));
const [category, product] = model.services[0]?.entities ?? [];

describe("a system resolved", () => {
  it("has every name that its parts have elsewhere", () => {
    expect(model.services[0]).toMatchObject({ schema: "catalog", role: "web_shop_catalog" });
    expect(category).toMatchObject({
      table: "categories",
      path: "/v2/categories",
      title: "Category",
      constant: "CATEGORY",
    });
    expect(product).toMatchObject({ table: "wares", path: "/v2/wares" });
    expect(model.services[0]?.commands[0]).toMatchObject({
      path: "/v2/catalog/reserve-stock",
      kind: "command",
    });
    expect(model.services[1]?.uses).toEqual({ stock: "catalog" });
  });

  it("has its own fields around the user's, and no column for the other side of a reference", () => {
    expect(product?.fields.map(({ column }) => column)).toEqual([
      "id",
      "name",
      "unit_price",
      "category_id",
      "created_at",
      "updated_at",
      "version",
      "deleted_at",
    ]);
    expect(category?.fields.map(({ name }) => name)).toEqual([
      "id",
      "name",
      "createdAt",
      "updatedAt",
      "version",
    ]);
  });

  it("has both sides of a reference as relations", () => {
    expect(product?.relations.get("category")).toEqual({
      name: "category",
      cardinality: "one",
      target: "category",
      field: "category",
    });
    expect(category?.relations.get("products")).toEqual({
      name: "products",
      cardinality: "many",
      target: "product",
      field: "category",
    });
  });

  it("lets write stand for what is not said, and nobody for what neither says", () => {
    expect(product?.access).toEqual({
      read: { kind: "nobody" },
      create: { kind: "signedIn" },
      update: { kind: "role", role: "editor" },
      delete: { kind: "role", role: "editor" },
      restore: { kind: "role", role: "editor" },
    });
    expect(category?.access.update).toEqual({ kind: "nobody" });
    expect(product?.byName.get("unitPrice")?.read).toEqual({ kind: "signedIn" });
  });

  it("keeps the search apart from the indexes", () => {
    expect(product?.indexes).toHaveLength(1);
    expect(product?.search).toMatchObject({ weights: { name: "A" }, language: "english" });
  });
});
