import {
  anyOf,
  anyone,
  bigint,
  by,
  date,
  entity,
  enumeration,
  event,
  id,
  integer,
  json,
  list,
  many,
  money,
  object,
  owner,
  reference,
  role,
  service,
  signedIn,
  text,
  timestamp,
} from "@lintel/runtime";
import { isAccount } from "../rules/account.js";
import { type DeliveryAddress, deliveryAddress, deliveryAddressSchema } from "../rules/delivery-address.js";
import { priceLines, repeated, totalOf } from "../rules/order-totals.js";
import { sold } from "../rules/product-sales.js";
import { catalog, item, stockErrors } from "./catalog.js";
import { users } from "./users.js";

/** A hundred lines of a thousand of the dearest product fit. */
const orderTotal = () => money({ precision: 15 });

const owned = { read: anyOf(owner("customer"), role("support")) };

const order = entity(
  {
    customer: id("users.user").immutable(),
    status: enumeration("placed", "paid", "shipped", "delivered", "cancelled").default("placed"),
    total: orderTotal().immutable(),
    deliverTo: json<DeliveryAddress>(deliveryAddressSchema).personal(),
    cancelledAt: timestamp().optional(),
    lines: many("orderLine", "order"),
    payments: many("payment", "order"),
  },
  {
    description: "What a customer bought in one go. The address is kept as it was when the order was placed.",
    rows: 100_000_000,
    indexes: [by("customer", "-createdAt"), by("status", "-createdAt"), by("-createdAt")],
    access: owned,
  },
);

const orderLine = entity(
  {
    order: reference("order", { onDelete: "cascade" }).immutable(),
    /** The order's customer, kept with each line so that the row itself says who may see it. */
    customer: id("users.user").immutable(),
    product: id("catalog.product").immutable(),
    name: text({ max: 200 }).immutable(),
    unitPrice: money().immutable(),
    quantity: integer({ min: 1, max: 1_000 }).immutable(),
    lineTotal: orderTotal().immutable(),
  },
  {
    description: "One product of an order, with its name and price as they were when it was bought.",
    rows: 1_000_000_000,
    indexes: [by("order", "product").unique(), by("customer", "-createdAt"), by("createdAt", "product")],
    access: owned,
  },
);

const payment = entity(
  {
    order: reference("order").immutable(),
    customer: id("users.user").immutable(),
    state: enumeration("pending", "authorised", "captured", "failed", "voided").default("pending"),
    amount: orderTotal().immutable(),
  },
  {
    description: "What is to be paid for an order, and how far that has come.",
    rows: 100_000_000,
    indexes: [by("customer", "-createdAt"), by("createdAt").where({ state: "pending" })],
    access: owned,
  },
);

const accountNeeded = {
  ACCOUNT_NEEDED: { status: 403, description: "The token belongs to no account of a customer." },
} as const;

/** Checkout, and what customers bought. */
export const orders = service("orders", {
  description: "Orders, their lines and their payments.",
  entities: { order, orderLine, payment },
  uses: { catalog, users },
  webhooks: { events: ["orderPlaced"], manage: role("integrator"), manageAll: role("support") },
  events: {
    orderPlaced: event(
      {
        order: id("order"),
        customer: id("users.user"),
        total: orderTotal(),
        lines: list(
          object({
            product: id("catalog.product"),
            unitPrice: money(),
            quantity: integer({ min: 1, max: 1_000 }),
            lineTotal: orderTotal(),
          }),
        ),
      },
      { key: "order", description: "A customer bought products; they are out of stock, and not paid yet." },
    ),
  },
})
  .command("placeOrder", {
    description: "Buys products at the catalogue's prices, if there are enough of all of them.",
    access: signedIn,
    input: {
      items: list(item(), { min: 1, max: 100 }),
      /** One of the customer's addresses, or else one that is used only for this order. */
      address: id("users.address").optional(),
      deliverTo: object(deliveryAddress()).optional(),
    },
    output: {
      order: id("order"),
      total: orderTotal(),
      lines: list({
        product: id("catalog.product"),
        name: text(),
        unitPrice: money(),
        quantity: integer(),
        lineTotal: orderTotal(),
      }),
    },
    errors: {
      ...stockErrors,
      ...accountNeeded,
      ADDRESS_NOT_FOUND: { status: 422, description: "The customer has no such address." },
      ADDRESS_UNCLEAR: { status: 422, description: "Give either `address` or `deliverTo`." },
      PRODUCT_REPEATED: { status: 422, description: "A product stands in more than one item." },
    },
    async run({ input, db, call, emit, actor, fail }) {
      if (!isAccount(actor)) fail("ACCOUNT_NEEDED");
      const twice = repeated(input.items);
      if (twice.length > 0) fail("PRODUCT_REPEATED", `In more than one item: ${twice.join(", ")}.`);

      const { address, deliverTo } = input;
      if ((address === null) === (deliverTo === null)) fail("ADDRESS_UNCLEAR");
      const destination =
        address === null ? deliverTo : await call.users.deliveryAddress({ user: actor.id, address });
      if (!destination) return fail("ADDRESS_UNCLEAR");

      const { products } = await call.catalog.reserveStock({ items: input.items });
      const lines = priceLines(input.items, products);
      const total = totalOf(lines);
      const customer = actor.id;
      const order = db.order.add({ customer, total, deliverTo: destination });
      db.orderLine.addMany(lines.map((line) => ({ ...line, customer, order })));
      db.payment.add({ customer, order, amount: total });
      emit.orderPlaced({ order, customer, total, lines: lines.map(({ name: _, ...line }) => line) });
      return { order, total, lines };
    },
  })
  .command("cancelOrder", {
    description: "Cancels an order that has not been paid; its products are in stock again.",
    access: signedIn,
    input: { order: id("order") },
    errors: {
      ORDER_NOT_FOUND: { status: 404, description: "The customer has no such order." },
      ORDER_NOT_CANCELLABLE: {
        status: 409,
        description: "Only an order that is just placed can be cancelled.",
      },
    },
    async run({ input, db, call, actor, now, fail }) {
      const order = await db.order.get(input.order, { lock: "update" });
      if (order?.customer !== actor.id) return fail("ORDER_NOT_FOUND");
      if (order.status !== "placed") fail("ORDER_NOT_CANCELLABLE", `The order is ${order.status}.`);

      const lines = await db.orderLine.find({ where: { order: order.id }, limit: 100 });
      await call.catalog.releaseStock({
        items: lines.map(({ product, quantity }) => ({ product, quantity })),
      });
      await db.order.update(order.id, { status: "cancelled", cancelledAt: now });
      const payments = await db.payment.find({ where: { order: order.id } });
      for (const payment of payments) await db.payment.update(payment.id, { state: "voided" });
    },
  })
  .query("bestSellers", {
    description: "The products of which most were sold.",
    access: anyone,
    input: {
      limit: integer({ min: 1, max: 100 }).default(10),
      since: date().optional(),
    },
    output: {
      products: list({ product: id("catalog.product"), name: text(), sold: integer() }),
    },
    async run({ input, db }) {
      const products = await db.sql<{ product: string; name: string; sold: number }>`
        select order_lines.product,
               max(order_lines.name) as name,
               sum(order_lines.quantity)::integer as sold
          from order_lines
          join orders on orders.id = order_lines.order_id
         where orders.status <> 'cancelled'
           and (${input.since}::date is null or order_lines.created_at >= ${input.since}::date)
         group by order_lines.product
         order by sold desc, order_lines.product
         limit ${input.limit}`;
      return { products };
    },
  })
  .query("mine", {
    description: "How much one has bought.",
    access: signedIn,
    output: {
      orders: integer(),
      open: integer(),
      spent: money({ precision: 20 }),
      lastOrderAt: timestamp().optional(),
    },
    errors: accountNeeded,
    async run({ db, actor, fail }) {
      if (!isAccount(actor)) fail("ACCOUNT_NEEDED");
      const [summary] = await db.sql<{
        orders: number;
        open: number;
        spent: string;
        lastOrderAt: string | null;
      }>`
        select count(*)::integer as orders,
               count(*) filter (where status in ('placed', 'paid', 'shipped'))::integer as open,
               coalesce(sum(total) filter (where status <> 'cancelled'), 0)::numeric(20, 2) as spent,
               max(created_at) as "lastOrderAt"
          from orders
         where customer = ${actor.id}`;
      return summary ?? fail("ACCOUNT_NEEDED");
    },
  })
  .projection("productSale", {
    description: "How much was ordered of each product, whatever became of the orders.",
    fields: {
      product: id("catalog.product"),
      units: bigint({ min: "0" }),
      revenue: money({ precision: 30 }),
    },
    key: "product",
    access: { read: role("manager") },
    indexes: [by("-units"), by("-revenue")],
    rows: 10_000_000,
    events: {
      orderPlaced: ({ data }) =>
        data.lines.map((line) => ({ key: line.product, next: (row) => sold(row, line) })),
    },
  });
