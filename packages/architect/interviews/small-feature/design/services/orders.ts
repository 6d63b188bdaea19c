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
    state: enumeration("placed", "pending", "paid", "shipped", "delivered", "cancelled").default("placed"),
    /** Amounts. */
    total: money(),
    number: text({ min: 1, max: 64 }).unique(),
    trackingNumber: text({ min: 1, max: 64 }).optional(),
    orderLines: many("orderLine", "order"),
    payments: many("payment", "order"),
    refunds: many("refund", "order"),
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
    indexes: [by("shopper", "-createdAt"), by("state", "-createdAt"), by("-createdAt")],
    access: { read: anyOf(owner("shopper"), role("order-clerk")) },
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
 * REQ-REFUNDS-DATA-001 (refunds): personal, 0 now, 7,500 in a year.
 * Kept for 10 years: a job of orders has to anonymise what is older, since a blueprint states no age.
 * REQ-DATA-018: where a person asks for it, fields that are personal() are overwritten, and the row stays.
 */
const refund = entity(
  {
    order: reference("order"),
    /** That of the order, kept here too, so that the row itself says who may see it. */
    shopper: id("shoppers.shopper").immutable(),
    amount: money(),
    reason: text({ min: 1, max: 1_000 }),
    askedBy: text({ max: 255 }),
    agreedBy: text({ max: 255 }),
    state: enumeration("pending", "confirmed", "paid", "failed", "reported").default("pending"),
    providerToken: text({ max: 255 }).optional().private(),
  },
  {
    description: "Refund: order, amount, reason, who asked, who agreed, state, the provider's token.",
    rows: 50_000,
    indexes: [by("shopper", "-createdAt"), by("state", "-createdAt"), by("-createdAt")],
    access: { read: anyOf(owner("shopper"), role("order-clerk")) },
  },
);

/**
 * Keeps order, order line, payment and 2 more, for "Place an order", "Pay", "Follow an order" and 5 more.
 * They change together: payment names order; refund names order; "Refund an order" is about both.
 * Later (P1): REQ-FEAT-RETURNS, Returns: A shopper announces a return, and is paid back once the packer has
 * checked it
 * Later (P1): REQ-REFUNDS-FEAT-REASONS, Reasons: The clerk picks a reason, and a report counts refunds by
 * reason and month
 * Later (P2): REQ-FEAT-REVIEWS, Reviews: Shoppers rate parts that they bought
 */
export const orders = service("orders", {
  description:
    'Keeps order, order line, payment and 2 more, for "Place an order", "Pay", "Follow an order" and 5 more.',
  entities: { order, orderLine, payment, return: returnEntity, refund },
  uses: { catalog },
  events: {
    orderPlaced: event(
      {
        order: id("order"),
        shopper: id("shoppers.shopper"),
        state: enumeration("placed", "pending", "paid", "shipped", "delivered", "cancelled"),
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
    refundSent: event(
      {
        refund: id("refund"),
        order: id("order"),
        shopper: id("shoppers.shopper"),
        amount: money(),
        reason: text({ min: 1, max: 1_000 }),
        askedBy: text({ max: 255 }),
        agreedBy: text({ max: 255 }),
      },
      {
        key: "refund",
        description:
          "An order clerk pays back an order, whole or in part, by the way it was paid. refundOrder emits it.",
      },
    ),
  },
  webhooks: { events: ["orderPlaced", "paymentPaid", "refundSent"], manage: role("integrator") },
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
      state: enumeration("placed", "pending", "paid", "shipped", "delivered", "cancelled"),
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
      state: enumeration("placed", "pending", "paid", "shipped", "delivered", "cancelled"),
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
  })
  .command("refundOrder", {
    description: "An order clerk pays back an order, whole or in part, by the way it was paid.",
    access: role("order-clerk"),
    input: { order: id("order"), amount: money(), reason: text({ min: 1, max: 1_000 }) },
    output: {
      refund: id("refund"),
      state: enumeration("pending", "confirmed", "paid", "failed", "reported"),
    },
    errors: {
      AMOUNT_MORE_PAID_NOT_PAID: {
        status: 409,
        description: "The amount is more than was paid and is not paid back yet.",
      },
    },
    async run() {
      // - REQ-REFUNDS-FEAT-REFUND-AN-ORDER
      // - WHEN an order clerk refunds an amount THE SYSTEM SHALL send it to the payment provider once and
      //   show it as pending until the provider has answered.
      // - IF the amount is more than was paid and is not paid back yet THEN THE SYSTEM SHALL refuse the
      //   refund and name the amount that is left.
      // - WHEN the provider confirms a refund THE SYSTEM SHALL mark it as paid back and tell the shopper by
      //   mail once.
      // - REQ-REFUNDS-EDGE-REFUND-PRESSED-TWICE: WHEN the same refund is asked for twice THE SYSTEM SHALL pay
      //   back once and give the first answer again.
      // - REQ-REFUNDS-EDGE-TWO-CLERKS-ONE-ORDER: WHEN two refunds together are more than was paid THE SYSTEM
      //   SHALL accept exactly one of them and tell the other clerk what is left.
      // - REQ-REFUNDS-EDGE-REFUSED-AFTER-IT-WAS-ACCEPTED: WHEN a confirmed refund is reported as failed THE
      //   SYSTEM SHALL show it as failed, count its amount as not paid back and tell the clerk who asked for
      //   it.
      // - Other systems: payment provider, mail service.
      throw notImplemented("REQ-REFUNDS-FEAT-REFUND-AN-ORDER");
    },
  })
  .command("twoClerksForLargeRefunds", {
    description: "A refund above 200 EUR needs the agreement of a second order clerk.",
    access: role("job"),
    async run() {
      // - REQ-REFUNDS-FEAT-TWO-CLERKS-FOR-LARGE-REFUNDS
      // - IF a refund is above 200 EUR and no second order clerk has agreed to it THEN THE SYSTEM SHALL send
      //   nothing to the payment provider.
      // - REQ-REFUNDS-EDGE-TWO-CLERKS-ONE-ORDER: WHEN two refunds together are more than was paid THE SYSTEM
      //   SHALL accept exactly one of them and tell the other clerk what is left.
      // - Other systems: payment provider.
      // - Nobody is named who asks for it: a job does, with a token of the role job.
      throw notImplemented("REQ-REFUNDS-FEAT-TWO-CLERKS-FOR-LARGE-REFUNDS");
    },
  });
