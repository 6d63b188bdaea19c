import { answered, kindOf, whenKind } from "./known.js";
import { option, perChoice, take } from "./parts.js";
import type { Question } from "./question.js";

export const ledger: Question = {
  id: "data.ledger",
  category: "data",
  number: 6,
  text: "In which form is it kept who has how much: as entries on two sides, as a list of movements, or as balances?",
  reason: "A balance that is overwritten cannot be explained, and sooner or later somebody asks.",
  follows: "The tables of accounts and entries, and the proof that nothing came from nowhere.",
  example: "double-entry",
  answer: {
    kind: "choice",
    options: [
      option(
        "double-entry",
        "Every movement on two sides (double entry)",
        ["All accounts add up to zero at every moment, which proves itself.", "Auditors know it."],
        ["Each business event must be mapped to accounts."],
        "Money of others is held or moved: nearly always.",
      ),
      option(
        "entries",
        "A list of movements for each account",
        ["Each balance can be explained."],
        ["Nothing proves that what left one account reached the other."],
        "Credits and points of one kind.",
      ),
      option(
        "balances",
        "A balance that is changed",
        ["The simplest."],
        ["An error cannot be found, only corrected."],
        "Another system keeps the books.",
      ),
    ],
  },
  asked: whenKind("payments"),
  recommend: (facts) =>
    take(
      "double-entry",
      "It is a payment service: with two sides, a missing cent is found by adding up.",
      ...answered(facts, "scope.kind"),
    ),
  requirement: perChoice("P0", {
    "double-entry":
      "WHEN money moves THE SYSTEM SHALL book entries that add up to zero, in one transaction, and never change or delete an entry. WHILE it runs THE SYSTEM SHALL prove once an hour that all entries add up to zero for each currency.",
    entries:
      "WHEN money moves THE SYSTEM SHALL add a movement that is never changed, and prove once an hour that each balance is the sum of its movements.",
    balances:
      "WHEN a balance changes THE SYSTEM SHALL change it in one transaction with what caused it, and compare all balances with the system that keeps the books once a day.",
  }),
};

export const money: Question = {
  id: "data.money",
  category: "data",
  number: 13,
  text: "Where and how is an amount rounded when it is divided, taxed or converted?",
  reason: "Cents that appear or vanish are found by an auditor, or by a customer.",
  follows: "How amounts are kept, where rounding happens, and who gets the last cent.",
  example: "line-half-up",
  answer: {
    kind: "choice",
    options: [
      option(
        "line-half-up",
        "On each line, half up",
        ["What customers see adds up as they see it."],
        ["The sum can differ by cents from tax on the whole."],
        "Invoices that show each line with its tax.",
      ),
      option(
        "total-half-up",
        "On the total only, half up",
        ["The tax is exact on the whole."],
        ["Lines need not add up to the total by eye."],
        "Law or the tax office asks for it.",
      ),
      option(
        "half-even",
        "Half to even, wherever it must be",
        ["No drift over millions of roundings."],
        ["Surprises people who check by hand."],
        "Interest, shares and conversions in great number.",
      ),
    ],
  },
  asked: whenKind("commerce", "payments"),
  recommend: (facts) =>
    facts.includes("scope.kind", "payments")
      ? take(
          "half-even",
          "It is a payment service: over millions of fees and conversions, half to even does not drift.",
          "scope.kind",
        )
      : take(
          "line-half-up",
          `It is ${kindOf(facts)}: what a customer adds up by hand should come to the same.`,
          ...answered(facts, "scope.kind"),
        ),
  requirement: perChoice("P0", {
    "line-half-up":
      "WHEN an amount must be rounded THE SYSTEM SHALL round each line half up to the currency's smallest unit, add up rounded lines only, and keep amounts exactly, never as floating point.",
    "total-half-up":
      "WHEN an amount must be rounded THE SYSTEM SHALL round the total alone, half up to the currency's smallest unit, and keep amounts exactly, never as floating point.",
    "half-even":
      "WHEN an amount must be rounded THE SYSTEM SHALL round half to even to the currency's smallest unit, give what is left over to the last part so that parts add up to the whole, and keep amounts exactly, never as floating point.",
  }),
};

export const disputes: Question = {
  id: "data.disputes",
  category: "data",
  number: 14,
  text: "What happens to the money while a payer disputes a payment, and who bears it if the payer wins?",
  reason: "A dispute comes weeks later, when the money may be gone.",
  follows: "Reserves, the states of a dispute and their deadlines, and the entries that each step books.",
  example: "held",
  answer: {
    kind: "choice",
    options: [
      option(
        "held",
        "It is taken back from the receiver and held",
        ["Nobody loses what cannot be had back."],
        ["Receivers wait for weeks, and complain."],
        "Receivers are many and not well known.",
      ),
      option(
        "reserve",
        "It is taken from a reserve that receivers leave with us",
        ["Payouts go on as ever."],
        ["The reserve must be worked out and explained."],
        "Receivers have steady sales.",
      ),
      option(
        "outside",
        "The provider settles it; we are only told",
        ["Little to build."],
        ["The books must follow what others decide."],
        "A provider is the one who contracts with receivers.",
      ),
    ],
  },
  asked: whenKind("payments"),
  recommend: (facts) =>
    take(
      "held",
      "It is a payment service: until receivers are known well, money in dispute is best kept where it can be given back.",
      ...answered(facts, "scope.kind"),
    ),
  requirement: perChoice("P0", {
    held: "WHEN a payment is disputed THE SYSTEM SHALL move its amount and the fee from the receiver to a dispute account within 1 h, and move it on only when the dispute is decided.",
    reserve:
      "WHEN a payment is disputed THE SYSTEM SHALL take its amount and the fee from the receiver's reserve. IF the reserve does not suffice THEN THE SYSTEM SHALL stop payouts to the receiver and say why.",
    outside:
      "WHEN the provider reports a step of a dispute THE SYSTEM SHALL book it once, in the order of the steps, and tell the receiver within 1 h.",
  }),
};

export const stock: Question = {
  id: "data.stock",
  category: "data",
  number: 7,
  text: "At which moment does an item belong to a shopper: in the cart, at checkout, or when it is paid?",
  reason: "Too early, and carts that nobody buys empty the shop; too late, and two have paid for one.",
  follows:
    "Where stock is reserved, how long a reservation lives, and what a shopper is told who comes second.",
  example: "checkout",
  answer: {
    kind: "choice",
    options: [
      option(
        "cart",
        "When it is put into the cart, for some minutes",
        ["Whoever has it in the cart gets it."],
        ["Robots can empty the shop without buying."],
        "Tickets and other things of which each is one.",
      ),
      option(
        "checkout",
        "When the order is placed, until it is paid or lapses",
        ["Few reservations, and nobody pays in vain."],
        ["A cart can fail at the last step."],
        "Nearly always.",
      ),
      option(
        "payment",
        "When it is paid",
        ["Nothing to reserve or to release."],
        ["Somebody may have paid for what is gone, and is paid back."],
        "Stock is plenty, or is made to order.",
      ),
    ],
  },
  asked: whenKind("commerce"),
  recommend: (facts) =>
    take(
      "checkout",
      "It is a shop: a reservation from order to payment is short, and nobody pays for what is gone.",
      ...answered(facts, "scope.kind"),
    ),
  requirement: perChoice("P0", {
    cart: "WHEN an item is put into a cart THE SYSTEM SHALL reserve it for 10 min, and for no more than 4 of a kind a shopper.",
    checkout:
      "WHEN an order is placed THE SYSTEM SHALL reserve all of its items in one transaction, or none and name what is missing. IF it is not paid within 30 min THEN THE SYSTEM SHALL release them.",
    payment:
      "WHEN an order is paid THE SYSTEM SHALL take its items out of stock. IF one is gone THEN THE SYSTEM SHALL pay it back within 24 h and tell the shopper.",
  }),
};

export const promotions: Question = {
  id: "data.promotions",
  category: "data",
  number: 16,
  text: "Which reductions of a price are there, and what happens when several hold at once?",
  reason: "Reductions that stack by accident give things away.",
  follows: "How a price is worked out and kept with the order, and what is tested.",
  example: "best-one",
  answer: {
    kind: "choice",
    options: [
      option(
        "none",
        "None: the price is the price",
        ["Nothing to work out."],
        ["Marketing will ask."],
        "A first release.",
      ),
      option(
        "best-one",
        "Several, of which the best for the shopper counts",
        ["Can be explained in a sentence."],
        ["Some wish to combine."],
        "Nearly always.",
      ),
      option(
        "stacking",
        "They stack, in an order that is laid down",
        ["All that marketing can think of."],
        ["Every pair of rules is a case, down to a price below zero."],
        "Somebody owns the rules and their order.",
      ),
    ],
  },
  asked: whenKind("commerce"),
  recommend: (facts) =>
    take(
      "best-one",
      "It is a shop: one reduction an order can be explained, tested and afforded.",
      ...answered(facts, "scope.kind"),
    ),
  requirement: perChoice("P1", {
    none: "WHEN an order is placed THE SYSTEM SHALL keep the price of each item as it was shown.",
    "best-one":
      "WHEN several reductions hold THE SYSTEM SHALL take the one that makes the order cheapest, keep which it was with the order, and never go below zero.",
    stacking:
      "WHEN several reductions hold THE SYSTEM SHALL take them in their order, keep each with the order, and never go below zero.",
  }),
};
