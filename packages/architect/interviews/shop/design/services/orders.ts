import {
  anyOf,
  by,
  entity,
  enumeration,
  event,
  id,
  integer,
  list,
  many,
  money,
  notImplemented,
  open,
  owner,
  reference,
  role,
  service,
  signedIn,
  text,
} from "@lintel/runtime";
import { catalog } from "./catalog.js";

/**
 * REQ-DATA-001: personal, 0 now, 180,000 in a year.
 * Kept for 10 years: a job of orders has to anonymise what is older, since a blueprint states no age.
 * REQ-DATA-018: where a person asks for it, fields that are personal() are overwritten, and the row stays.
 * REQ-RULE-A-PLACED-ORDER-KEEPS-ITS-PRICES: WHEN a price changes THE SYSTEM SHALL leave the lines of orders
 * placed before as they are.
 * REQ-RULE-PAID-BACK-NO-MORE-THAN-PAID: IF the amounts paid back for an order would be more than was paid
 * THEN THE SYSTEM SHALL refuse the last of them.
 * REQ-RULE-SHIPPED-ONLY-WHEN-PAID: IF an order is not paid THEN THE SYSTEM SHALL refuse to mark it as
 * shipped.
 */
const order = entity(
  {
    /** Of a guest too: one has a row of its own, without an account. */
    shopper: id("shoppers.shopper"),
    address: text({ max: 500 }).personal(),
    state: enumeration("placed", "paid", "shipped", "delivered", "cancelled").default("placed"),
    /** Amounts. */
    total: money(),
    number: text({ min: 1, max: 64 }).unique(),
    trackingNumber: text({ min: 1, max: 64 }).optional(),
    orderLines: many("orderLine", "order"),
    payments: many("payment", "order"),
  },
  {
    description: "Order: shopper or guest, address, state, amounts.",
    rows: 1_000_000,
    indexes: [by("shopper", "-createdAt"), by("state", "-createdAt"), by("-createdAt")],
    access: { read: anyOf(owner("shopper"), role("order-clerk"), role("packer")) },
  },
);

/**
 * REQ-DATA-001: personal, 0 now, 540,000 in a year.
 * Kept for 10 years: a job of orders has to anonymise what is older, since a blueprint states no age.
 * REQ-DATA-018: where a person asks for it, fields that are personal() are overwritten, and the row stays.
 */
const orderLine = entity(
  {
    order: reference("order", { onDelete: "cascade" }).immutable(),
    /** That of the order, kept here too, so that the row itself says who may see it. */
    shopper: id("shoppers.shopper").immutable(),
    product: id("catalog.product").immutable(),
    /** The number of them. */
    quantity: integer({ min: 1 }).immutable(),
    /** Price at the time. */
    price: money().immutable(),
  },
  {
    description: "Order line: product, number, price at the time.",
    rows: 5_000_000,
    indexes: [by("shopper", "-createdAt")],
    access: { read: anyOf(owner("shopper"), role("order-clerk"), role("packer")) },
  },
);

/**
 * REQ-DATA-001: personal, 0 now, 190,000 in a year.
 * Kept for 10 years: a job of orders has to anonymise what is older, since a blueprint states no age.
 * REQ-DATA-018: where a person asks for it, fields that are personal() are overwritten, and the row stays.
 */
const payment = entity(
  {
    order: reference("order"),
    /** That of the order, kept here too, so that the row itself says who may see it. */
    shopper: id("shoppers.shopper").immutable(),
    amount: money(),
    state: enumeration("pending", "confirmed").default("pending"),
    providerToken: text({ max: 255 }).optional().private(),
  },
  {
    description: "Payment: order, amount, state, the provider's token.",
    rows: 1_000_000,
    indexes: [by("shopper", "-createdAt")],
    access: { read: owner("shopper") },
  },
);

/**
 * REQ-DATA-001: personal, 0 now, 9,000 in a year.
 * Kept for 10 years: a job of orders has to anonymise what is older, since a blueprint states no age.
 * REQ-DATA-018: where a person asks for it, fields that are personal() are overwritten, and the row stays.
 */
const returnEntity = entity(
  {
    /** Ids of order lines: an entity of its own between the two, where more must be known of each. */
    orderLines: list(id("orderLine"), { max: 100 }),
    /** That of the order line, kept here too, so that the row itself says who may see it. */
    shopper: id("shoppers.shopper").immutable(),
    reason: text({ min: 1, max: 1_000 }),
    /** The brief lists no states of it: make it an enumeration once they are known. */
    state: text({ max: 40 }),
    amountPaidBack: money(),
  },
  {
    description: "Return: order lines, reason, state, amount paid back.",
    rows: 50_000,
    indexes: [by("shopper", "-createdAt"), by("-createdAt")],
    access: { read: anyOf(owner("shopper"), role("packer")) },
  },
);

/**
 * Keeps order, order line, payment and return, for "Place an order", "Pay", "Follow an order" and 2 more.
 * They change together: payment names order; order line is a part of order; return names order line.
 * Later (P1): REQ-FEAT-RETURNS, Returns: A shopper announces a return, and is paid back once the packer has
 * checked it
 * Later (P2): REQ-FEAT-REVIEWS, Reviews: Shoppers rate parts that they bought
 */
export const orders = service("orders", {
  description:
    'Keeps order, order line, payment and return, for "Place an order", "Pay", "Follow an order" and 2 more.',
  entities: { order, orderLine, payment, return: returnEntity },
  uses: { catalog },
  events: {
    orderPlaced: event(
      {
        order: id("order"),
        shopper: id("shoppers.shopper"),
        state: enumeration("placed", "paid", "shipped", "delivered", "cancelled"),
        total: money(),
        number: text({ min: 1, max: 64 }),
      },
      {
        key: "order",
        description:
          "A shopper orders what is in the cart, as a guest or with an account. placeOrder emits it.",
      },
    ),
    paymentPaid: event(
      {
        payment: id("payment"),
        order: id("order"),
        shopper: id("shoppers.shopper"),
        amount: money(),
        state: enumeration("pending", "confirmed"),
      },
      {
        key: "payment",
        description: "A shopper pays by card or by bank transfer through the payment provider. pay emits it.",
      },
    ),
  },
  webhooks: { events: ["orderPlaced", "paymentPaid"], manage: role("integrator") },
})
  .command("placeOrder", {
    description: "A shopper orders what is in the cart, as a guest or with an account.",
    access: open("Guests do it without an account: REQ-EXP-004."),
    input: {
      address: text({ max: 500 }).personal(),
      lines: list({ product: id("catalog.product"), quantity: integer({ min: 1 }) }, { min: 1, max: 100 }),
    },
    output: {
      order: id("order"),
      state: enumeration("placed", "paid", "shipped", "delivered", "cancelled"),
      number: text({ min: 1, max: 64 }),
    },
    errors: { ITEM_NOT_IN_STOCK: { status: 409, description: "One item is not in stock." } },
    async run() {
      // - REQ-FEAT-PLACE-AN-ORDER
      // - WHEN a shopper places an order THE SYSTEM SHALL reserve all of its items in one transaction and
      //   answer with the order's number.
      // - IF one item is not in stock THEN THE SYSTEM SHALL refuse the order, reserve nothing and name the
      //   item.
      // - WHEN the same order is sent twice with one idempotency key THE SYSTEM SHALL place it once and give
      //   the first answer again.
      // - REQ-EDGE-LAST-PART-TWO-SHOPPERS: WHEN two orders want the last part THE SYSTEM SHALL accept exactly
      //   one and tell the other that the part is sold out.
      // - Takes part: catalog.
      throw notImplemented("REQ-FEAT-PLACE-AN-ORDER");
    },
  })
  .command("pay", {
    description: "A shopper pays by card or by bank transfer through the payment provider.",
    access: signedIn,
    input: { order: id("order") },
    output: { payment: id("payment"), state: enumeration("pending", "confirmed") },
    async run() {
      // - REQ-FEAT-PAY
      // - WHEN the provider confirms a payment THE SYSTEM SHALL mark the order as paid and hand it to the
      //   warehouse within 60 s.
      // - IF an order is not paid within 30 min of being placed THEN THE SYSTEM SHALL cancel it and release
      //   its stock.
      // - REQ-EDGE-PAID-AFTER-IT-WAS-CANCELLED: WHEN a payment is confirmed for a cancelled order THE SYSTEM
      //   SHALL pay it back within 24 h and tell the shopper.
      // - Takes part: catalog.
      // - Other systems: payment provider, warehouse system.
      // - Guests have no token (REQ-EXP-004): decide by what they show that it is theirs.
      throw notImplemented("REQ-FEAT-PAY");
    },
  })
  .query("followOrder", {
    description: "A shopper sees where an order is, from placed to delivered.",
    access: signedIn,
    input: { order: id("order") },
    output: {
      order: id("order"),
      shopper: id("shoppers.shopper"),
      address: text({ max: 500 }),
      state: enumeration("placed", "paid", "shipped", "delivered", "cancelled"),
      total: money(),
      number: text({ min: 1, max: 64 }),
      trackingNumber: text({ min: 1, max: 64 }).optional(),
    },
    errors: {
      ORDER_NOT_FOUND: {
        status: 404,
        description: "There is no such order, or none that the caller may see.",
      },
    },
    async run() {
      // - REQ-FEAT-FOLLOW-AN-ORDER
      // - WHEN a packer marks an order as shipped THE SYSTEM SHALL show its tracking number to its shopper
      //   and send it by mail once.
      // - IF somebody asks for the order of another shopper THEN THE SYSTEM SHALL answer as if it did not
      //   exist.
      // - Other systems: mail service.
      // - Guests have no token (REQ-EXP-004): decide by what they show that it is theirs.
      throw notImplemented("REQ-FEAT-FOLLOW-AN-ORDER");
    },
  });
