import type { TestClient, TestSystem } from "@lintel/runtime/testing";

/** An address that is used for one order. */
export const home = {
  recipient: "Ada Lovelace",
  street: "12 St James's Square",
  postalCode: "SW1Y 4JH",
  city: "London",
  region: null,
  country: "GB",
};

/** Puts a product on the shelf, and gives back its id. */
export async function stock(
  shop: TestSystem,
  product: { readonly name?: string; readonly price: string; readonly count: number },
): Promise<string> {
  const manager = shop.as({ roles: ["catalog-manager"] });
  const name = product.name ?? "Oak Table";
  const category = await manager.post("/v1/categories", { name: `${name} ${crypto.randomUUID()}` });
  const made = await manager.post("/v1/products", {
    name,
    price: product.price,
    category: category.body.data.id,
    inventoryCount: product.count,
  });
  if (made.status !== 201) throw new Error(`No product was made: ${JSON.stringify(made.body)}`);
  return String(made.body.data.id);
}

/** How many of a product there are now. */
export async function inStock(shop: TestSystem, product: string): Promise<number> {
  const [row] = await shop.sql<{ inventory_count: number }>`
    select inventory_count from catalog.products where id = ${product}`;
  return row?.inventory_count ?? Number.NaN;
}

/** How many orders hold a product. */
export async function ordersOf(shop: TestSystem, product: string): Promise<number> {
  const [row] = await shop.sql<{ orders: number }>`
    select count(distinct order_id)::integer as orders from orders.order_lines where product = ${product}`;
  return row?.orders ?? Number.NaN;
}

/** Opens an account; gives back a client that acts for it. */
export async function customer(shop: TestSystem): Promise<TestClient & { readonly subject: string }> {
  const made = await shop.anonymous.post("/v1/users/register", {
    email: `${crypto.randomUUID()}@example.com`,
    password: "a password for one test",
    firstName: "Ada",
    lastName: "Lovelace",
  });
  if (made.status !== 200) throw new Error(`No account was made: ${JSON.stringify(made.body)}`);
  return shop.as({ subject: String(made.body.data.user) });
}
