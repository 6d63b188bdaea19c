import {
  anyone,
  boolean,
  by,
  calledBy,
  entity,
  event,
  id,
  integer,
  list,
  many,
  money,
  reference,
  role,
  search,
  service,
  text,
} from "@lintel/runtime";
import { ranLow, type StockLine, shortages, unavailable } from "../rules/stock.js";

const category = entity(
  {
    name: text({ min: 1, max: 100 }).unique(),
    products: many("product", "category"),
  },
  {
    description: "A shelf of the shop.",
    rows: 1_000,
    access: { read: anyone, write: role("catalog-manager") },
  },
);

const product = entity(
  {
    name: text({ min: 1, max: 200 }),
    description: text({ max: 5_000 }).optional(),
    price: money(),
    category: reference("category"),
    inventoryCount: integer({ min: 0, max: 1_000_000_000 }).default(0),
    isActive: boolean().default(true),
  },
  {
    description: "What the shop sells.",
    softDelete: true,
    feed: true,
    rows: 10_000_000,
    indexes: [
      by("category"),
      by("category", "price"),
      by("price"),
      by("isActive"),
      by("-createdAt"),
      search({ name: "A", description: "B" }, { language: "english" }),
    ],
    access: { read: anyone, write: role("catalog-manager") },
  },
);

const quantity = () => integer({ min: 1, max: 1_000 });

/** One product and how many of it. */
export const item = () => ({ product: id("catalog.product"), quantity: quantity() });

/** How taking stock can fail; what calls `reserveStock` passes them on. */
export const stockErrors = {
  OUT_OF_STOCK: { status: 409, description: "There is less in stock than was asked for." },
  PRODUCT_UNAVAILABLE: { status: 422, description: "A product does not exist, or is no longer sold." },
} as const;

/** Products, what they cost, and how many there are. */
export const catalog = service("catalog", {
  description: "Products, their categories and their stock.",
  entities: { category, product },
  events: {
    stockReserved: event(
      { items: list(item(), { min: 1, max: 100 }) },
      { description: "Items were taken out of stock, all of them." },
    ),
    stockRanLow: event(
      { product: id("product"), remaining: integer({ min: 0 }) },
      { key: "product", description: "There are fewer than ten of a product now." },
    ),
  },
})
  .command("reserveStock", {
    description: "Takes all of the items out of stock, or none of them.",
    access: calledBy("orders"),
    input: { items: list(item(), { min: 1, max: 100 }) },
    output: { products: list({ id: id("product"), name: text(), price: money() }) },
    errors: stockErrors,
    /*
     * One statement: the rows are locked in the order of their ids, so that two orders for the same products
     * wait for each other instead of deadlocking; a row that another order has just changed is read again
     * under the lock; and stock goes down only if every line has enough.
     */
    async run({ input, db, emit, fail }) {
      const items = JSON.stringify(input.items);
      const lines = await db.sql<StockLine>`
        with wanted as (
          select item.product, sum(item.quantity)::integer as quantity, min(item.line) as line
            from rows from (json_to_recordset(${items}) as (product uuid, quantity integer))
                   with ordinality as item (product, quantity, line)
           group by item.product
        ), locked as (
          select products.id,
                 products.name,
                 products.price,
                 products.inventory_count,
                 products.is_active and products.deleted_at is null as is_sold,
                 wanted.quantity
            from products
            join wanted on wanted.product = products.id
           order by products.id
             for no key update of products
        ), taken as (
          update products
             set inventory_count = products.inventory_count - locked.quantity
            from locked
           where products.id = locked.id
             and (select count(*) from wanted)
               = (select count(*) from locked where is_sold and inventory_count >= quantity)
          returning products.id
        )
        select wanted.product as id,
               locked.name,
               locked.price,
               coalesce(locked.is_sold, false) as "isSold",
               coalesce(locked.inventory_count, 0) as "inStock",
               wanted.quantity,
               taken.id is not null as "isTaken"
          from wanted
          left join locked on locked.id = wanted.product
          left join taken on taken.id = wanted.product
         order by wanted.line`;
      if (lines.every((line) => line.isTaken)) {
        emit.stockReserved({ items: input.items });
        for (const event of ranLow(lines)) emit.stockRanLow(event);
        return { products: lines.map(({ id, name, price }) => ({ id, name, price })) };
      }
      const missing = unavailable(lines);
      return missing ? fail("PRODUCT_UNAVAILABLE", missing) : fail("OUT_OF_STOCK", shortages(lines));
    },
  })
  .command("releaseStock", {
    description: "Puts what was reserved back into stock.",
    access: calledBy("orders"),
    input: { items: list(item(), { min: 1, max: 100 }) },
    async run({ input, db }) {
      const items = JSON.stringify(input.items);
      await db.sql`
        with returned as (
          select item.product, sum(item.quantity)::integer as quantity
            from json_to_recordset(${items}) as item (product uuid, quantity integer)
           group by item.product
        ), locked as (
          select products.id, returned.quantity
            from products
            join returned on returned.product = products.id
           order by products.id
             for no key update of products
        )
        update products
           set inventory_count = products.inventory_count + locked.quantity
          from locked
         where products.id = locked.id`;
    },
  })
  .command("restock", {
    description: "Adds a delivery to the stock of a product.",
    access: role("catalog-manager"),
    input: { product: id("product"), quantity: integer({ min: 1, max: 1_000_000 }) },
    output: { inventoryCount: integer({ min: 0 }) },
    errors: {
      PRODUCT_NOT_FOUND: { status: 404, description: "There is no such product." },
    },
    async run({ input, db, fail }) {
      const [restocked] = await db.sql<{ inventoryCount: number }>`
        update products
           set inventory_count = inventory_count + ${input.quantity}
         where id = ${input.product}
           and deleted_at is null
        returning inventory_count as "inventoryCount"`;
      return restocked ?? fail("PRODUCT_NOT_FOUND");
    },
  });
