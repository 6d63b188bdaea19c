import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  anyone,
  by,
  entity,
  event,
  id,
  integer,
  list,
  money,
  object,
  role,
  service,
  signedIn,
  system,
  text,
} from "../blueprint/index.js";
import { issueToken } from "../identity/index.js";
import { serveUnderLogins, type UnderLogins } from "../testing/cases/serve-under-logins.js";

const line = object({ product: id("catalog.product"), quantity: integer({ min: 1 }), price: money() });
const catalog = service("catalog", {
  entities: {
    product: entity(
      { name: text({ max: 50 }), price: money(), cost: money().private().optional() },
      { access: { read: anyone, write: role("clerk") }, feed: true },
    ),
  },
});
const cents = (amount: string) => BigInt(amount.replace(".", ""));
const amount = (all: bigint) => `${all / 100n}.${String(all % 100n).padStart(2, "0")}`;
const orders = service("orders", {
  entities: {},
  events: { orderPlaced: event({ lines: list(line) }) },
})
  .command("place", {
    access: signedIn,
    input: { lines: list(line) },
    async run({ input, emit }) {
      emit.orderPlaced(input);
    },
  })
  .projection("productSale", {
    fields: { product: id("catalog.product"), sold: integer(), revenue: money({ precision: 14 }) },
    key: "product",
    access: { read: role("manager") },
    indexes: [by("-sold")],
    events: {
      orderPlaced: ({ data }) =>
        data.lines.map(({ product, quantity, price }) => ({
          key: product,
          next: (row) => ({
            sold: (row?.sold ?? 0) + quantity,
            revenue: amount(cents(row?.revenue ?? "0.00") + cents(price) * BigInt(quantity)),
          }),
        })),
    },
  })
  .projection("priceTag", {
    of: catalog,
    fields: { name: text(), products: integer({ min: 1 }) },
    key: "name",
    access: { read: anyone },
    changes: {
      product: ({ before, after }) => [
        ...(before ? [{ key: before.name, next: less }] : []),
        ...(after ? [{ key: after.name, next: more }] : []),
      ],
    },
  });

interface Counted {
  readonly products: number;
}
function more(row: Counted | undefined) {
  return { products: (row?.products ?? 0) + 1 };
}
function less(row: Counted | undefined) {
  return row && row.products > 1 ? { products: row.products - 1 } : undefined;
}

const blueprint = system(`projected${randomBytes(4).toString("hex")}`, {
  version: 1,
  services: [catalog, orders],
});
let served: UnderLogins;
beforeAll(async () => {
  served = await serveUnderLogins(blueprint);
});
afterAll(() => served?.stop());

async function send(method: string, path: string, body?: object) {
  const token = await issueToken(served.issuer, { subject: "ann", roles: ["manager", "clerk"] });
  const response = await fetch(`${served.running.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: response.status, ...((await response.json()) as { data: never; meta: never }) };
}
const [a, b] = ["0195d1a0-0000-7000-8000-00000000000a", "0195d1a0-0000-7000-8000-00000000000b"];

describe("a projection", () => {
  it("is derived from events, and read as an entity is", async () => {
    const placed = await send("POST", "/v1/orders/place", {
      lines: [
        { product: a, quantity: 2, price: "1.50" },
        { product: b, quantity: 1, price: "10.00" },
        { product: a, quantity: 3, price: "2.00" },
      ],
    });
    expect(placed.status).toBe(200);
    await expect
      .poll(async () => (await send("GET", "/v1/product-sales?sort=-sold")).data, { timeout: 60_000 })
      .toMatchObject([
        { id: a, product: a, sold: 5, revenue: "9.00" },
        { id: b, product: b, sold: 1, revenue: "10.00" },
      ]);
    expect((await send("GET", `/v1/product-sales/${b}`)).data).toMatchObject({ revenue: "10.00" });
    expect((await send("GET", `/v1/product-sales?filter[product]=${a}`)).data).toHaveLength(1);
    expect((await send("GET", "/v1/product-sales?sort=-sold&page[size]=1")).data).toHaveLength(1);
    expect((await send("POST", "/v1/product-sales", { product: a })).status).toBe(405);
  });

  it("is derived from the changes of rows of another service", async () => {
    const made = await send("POST", "/v1/products", { name: "Nut", price: "1.00" });
    await send("POST", "/v1/products", { name: "Nut", price: "2.00" });
    await expect
      .poll(async () => (await send("GET", "/v1/price-tags?filter[name]=Nut")).data, { timeout: 60_000 })
      .toMatchObject([{ name: "Nut", products: 2 }]);
    await send("PATCH", `/v1/products/${(made.data as { id: string }).id}`, { name: "Bolt" });
    await expect
      .poll(async () => (await send("GET", "/v1/price-tags?sort=name")).data, { timeout: 60_000 })
      .toMatchObject([
        { name: "Bolt", products: 1 },
        { name: "Nut", products: 1 },
      ]);
  });
});
