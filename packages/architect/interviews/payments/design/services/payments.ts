import {
  anyOf,
  by,
  date,
  entity,
  enumeration,
  event,
  id,
  many,
  money,
  notImplemented,
  owner,
  reference,
  role,
  service,
  signedIn,
  text,
} from "@lintel/runtime";
import { ledger } from "./ledger.js";
import { sellers } from "./sellers.js";

/**
 * REQ-DATA-001: sensitive, 0 now, 1,100,000 in a year.
 * Kept for 10 years: a job of payments has to delete what is older, since a blueprint states no age.
 * REQ-RULE-NEVER-PAID-BACK-MORE-THAN-PAID: IF refunds of a payment would be more than its amount THEN THE
 * SYSTEM SHALL refuse the last of them.
 */
const payment = entity(
  {
    orderReference: text({ max: 200 }).personal(),
    amount: money(),
    currency: text({ min: 3, max: 3, pattern: "^[A-Z]{3}$" }),
    state: enumeration("pending", "paid", "disputed", "failed").default("pending"),
    providerToken: text({ max: 255 }).optional().private(),
    refunds: many("refund", "payment"),
    disputes: many("dispute", "payment"),
  },
  {
    description: "Payment: order, amount, currency, state, the provider's token.",
    feed: true,
    rows: 10_000_000,
    indexes: [by("state", "-createdAt"), by("-createdAt")],
    access: { read: role("accountant") },
  },
);

/**
 * REQ-DATA-001: sensitive, 0 now, 210,000 in a year.
 * Kept for 10 years: a job of payments has to delete what is older, since a blueprint states no age.
 */
const payout = entity(
  {
    seller: id("sellers.seller"),
    amount: money(),
    bankReference: text({ max: 100 }),
    /** The brief lists no states of it: make it an enumeration once they are known. */
    state: text({ max: 40 }),
  },
  {
    description: "Payout: seller, amount, bank reference, state.",
    feed: true,
    rows: 2_000_000,
    indexes: [by("seller", "-createdAt"), by("-createdAt")],
    access: { read: anyOf(owner("seller"), role("accountant")) },
  },
);

/**
 * REQ-DATA-001: sensitive, 0 now, 33,000 in a year.
 * Kept for 10 years: a job of payments has to delete what is older, since a blueprint states no age.
 */
const refund = entity(
  {
    payment: reference("payment"),
    amount: money(),
    reason: text({ min: 1, max: 1_000 }).personal(),
    givenBy: text({ max: 255 }).personal(),
  },
  {
    description: "Refund: payment, amount, reason, who gave it.",
    feed: true,
    rows: 200_000,
    access: { read: role("support-agent") },
  },
);

/**
 * REQ-DATA-001: sensitive, 0 now, 2,200 in a year.
 * Kept for 10 years: a job of payments has to delete what is older, since a blueprint states no age.
 */
const dispute = entity(
  {
    payment: reference("payment"),
    reason: text({ min: 1, max: 1_000 }).personal(),
    deadline: date(),
    /** The brief lists no states of it: make it an enumeration once they are known. */
    state: text({ max: 40 }),
    evidence: text({ max: 5_000 }).personal(),
  },
  {
    description: "Dispute: payment, reason, deadline, state, evidence.",
    feed: true,
    rows: 20_000,
    indexes: [by("-createdAt")],
    access: { read: role("support-agent") },
  },
);

/**
 * Keeps payment, payout, refund and dispute, for "Take a payment", "Pay out sellers", "Refund" and "Payouts
 * in other currencies".
 * They change together: refund names payment; dispute names payment; "Pay out sellers" is about both.
 * REQ-ARCH-009: feed: true writes each change into the log, with who asked. The log is kept for a year, the
 * longest there is: name log.archive in production where it has to be known for longer.
 * Later (P2): REQ-FEAT-PAYOUTS-IN-OTHER-CURRENCIES, Payouts in other currencies: Sellers outside the euro are
 * paid in their own currency
 */
export const payments = service("payments", {
  description:
    'Keeps payment, payout, refund and dispute, for "Take a payment", "Pay out sellers", "Refund" and "Payouts in other currencies".',
  entities: { payment, payout, refund, dispute },
  uses: { ledger, sellers },
  events: {
    paymentTaken: event(
      {
        payment: id("payment"),
        amount: money(),
        currency: text({ min: 3, max: 3, pattern: "^[A-Z]{3}$" }),
        state: enumeration("pending", "paid", "disputed", "failed"),
      },
      {
        key: "payment",
        description: "The marketplace asks for a payment, and hears how it ended. takePayment emits it.",
      },
    ),
    payoutPaidOut: event(
      {
        payout: id("payout"),
        seller: id("sellers.seller"),
        amount: money(),
        bankReference: text({ max: 100 }),
        state: text({ max: 40 }),
      },
      {
        key: "payout",
        description:
          "What sellers earned is paid to their bank accounts on every working day. payOutSellers emits it.",
      },
    ),
    refundPaid: event(
      { refund: id("refund"), payment: id("payment"), amount: money() },
      {
        key: "refund",
        description: "A payment is paid back to the buyer, whole or in part. refund emits it.",
      },
    ),
  },
  log: { keep: "365d" },
  webhooks: { events: ["paymentTaken", "payoutPaidOut", "refundPaid"], manage: role("integrator") },
})
  .command("takePayment", {
    description: "The marketplace asks for a payment, and hears how it ended.",
    access: role("marketplace"),
    input: {
      orderReference: text({ max: 200 }).personal(),
      amount: money(),
      currency: text({ min: 3, max: 3, pattern: "^[A-Z]{3}$" }),
    },
    output: { payment: id("payment"), state: enumeration("pending", "paid", "disputed", "failed") },
    errors: {
      SAME_KEY_ANOTHER_AMOUNT: { status: 409, description: "The same key comes with another amount." },
    },
    async run() {
      // - REQ-FEAT-TAKE-A-PAYMENT
      // - WHEN the marketplace asks for a payment with a new key THE SYSTEM SHALL create exactly one payment
      //   and answer with its id and state.
      // - WHEN a payment ends as paid or failed THE SYSTEM SHALL tell the marketplace by a signed webhook
      //   within 10 s.
      // - IF the same key comes with another amount THEN THE SYSTEM SHALL refuse it and change nothing.
      // - Other systems: payment provider, marketplace.
      throw notImplemented("REQ-FEAT-TAKE-A-PAYMENT");
    },
  })
  .command("payOutSellers", {
    description: "What sellers earned is paid to their bank accounts on every working day.",
    access: signedIn,
    input: { payout: id("payout") },
    errors: {
      PAYOUT_NOT_FOUND: {
        status: 404,
        description: "There is no such payout, or none that the caller may see.",
      },
      SELLER_ACCOUNT_BELOW_ZERO: {
        status: 409,
        description: "A seller's account would be below zero after a payout.",
      },
    },
    async run() {
      // - REQ-FEAT-PAY-OUT-SELLERS
      // - WHEN a working day's payout run starts THE SYSTEM SHALL pay each seller what was released by 06:00
      //   UTC less fees, once.
      // - IF a seller's account would be below zero after a payout THEN THE SYSTEM SHALL not pay it out and
      //   list it for an accountant.
      // - REQ-EDGE-RUN-STOPPED-HALFWAY: WHEN a payout run is begun again THE SYSTEM SHALL pay those who were
      //   not paid, and nobody twice.
      // - REQ-EDGE-DISPUTE-AFTER-PAYOUT: WHEN a payment is disputed after its payout THE SYSTEM SHALL book
      //   its amount against the seller's next payouts and tell the seller.
      // - Takes part: ledger, sellers.
      // - Other systems: bank.
      throw notImplemented("REQ-FEAT-PAY-OUT-SELLERS");
    },
  })
  .command("refund", {
    description: "A payment is paid back to the buyer, whole or in part.",
    access: role("support-agent"),
    input: { payment: id("payment"), amount: money(), reason: text({ min: 1, max: 1_000 }).personal() },
    output: { refund: id("refund") },
    async run() {
      // - REQ-FEAT-REFUND
      // - WHEN a refund is asked for THE SYSTEM SHALL pay back no more than was paid and is not paid back
      //   yet.
      // - WHEN a refund is confirmed THE SYSTEM SHALL take its amount from the seller's account and give the
      //   fee back in the same share.
      // - Takes part: ledger.
      // - Other systems: payment provider.
      throw notImplemented("REQ-FEAT-REFUND");
    },
  });
