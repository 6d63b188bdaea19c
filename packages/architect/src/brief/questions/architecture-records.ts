import { answered, kindOf, whenKind } from "./known.js";
import { option, perChoice, take } from "./parts.js";
import type { Question } from "./question.js";

export const idempotency: Question = {
  id: "architecture.idempotency",
  category: "architecture",
  number: 8,
  text: "By what is it known that a request to order or to pay is a repeat of an earlier one?",
  reason: "A caller that got no answer asks again, and nobody may be charged twice for that.",
  follows: "The key that callers must send, how long it is remembered, and what a repeat is answered.",
  example: "client-key",
  answer: {
    kind: "choice",
    options: [
      option(
        "client-key",
        "By a key that the caller makes",
        ["Says exactly what the caller means.", "Works for every kind of request."],
        ["Callers must make one, and keep it while they repeat."],
        "Nearly always.",
      ),
      option(
        "natural-key",
        "By what the request is about, such as an invoice's number",
        ["Nothing to ask of callers."],
        ["Two honest requests that look alike are taken for one."],
        "Each thing has a number of its own that comes from outside.",
      ),
      option(
        "both",
        "By either",
        ["A caller that forgot its key is still stopped from doubling."],
        ["Two rules, and an answer for when they disagree."],
        "Money moves, and callers cannot be relied on.",
      ),
    ],
  },
  asked: whenKind("payments", "commerce"),
  recommend: (facts) =>
    facts.includes("scope.kind", "payments")
      ? take(
          "both",
          "It is a payment service: a key of the caller, and a number of the payment as the second net.",
          "scope.kind",
        )
      : take(
          "client-key",
          `It is ${kindOf(facts)}: one key a request covers orders and payments alike.`,
          ...answered(facts, "scope.kind"),
        ),
  requirement: perChoice("P0", {
    "client-key":
      "WHEN a request comes again with the same key within 24 h THE SYSTEM SHALL carry it out once and give the first answer again. IF the key is the same and the content is not THEN THE SYSTEM SHALL refuse it.",
    "natural-key":
      "WHEN a request about the same thing comes again THE SYSTEM SHALL carry it out once, by a unique key in the database, and answer with what came of the first.",
    both: "WHEN a request comes again, by its key or by what it is about, THE SYSTEM SHALL carry it out once and give the first answer again. IF key and content disagree THEN THE SYSTEM SHALL refuse it and change nothing.",
  }),
};

export const historyOfChanges: Question = {
  id: "architecture.history",
  category: "architecture",
  number: 9,
  text: "What must be known of the past: only how things are, who changed what, or every change as an event?",
  reason: "A past that was not kept cannot be had later, and somebody will ask.",
  follows: "Whether rows are overwritten, what is kept beside them, and how far back a question can go.",
  example: "audit",
  answer: {
    kind: "choice",
    options: [
      option(
        "none",
        "Only how things are now",
        ["The least to keep."],
        ["Nobody can say how it came to be so."],
        "Nobody will ask.",
      ),
      option(
        "audit",
        "How things are, and beside it who changed what and when",
        ["Answers nearly every question, at a modest price."],
        ["Grows with every change, and is personal data itself."],
        "Staff change what belongs to others: nearly always.",
      ),
      option(
        "events",
        "Every change as an event, from which the present follows",
        ["The past can be asked anything, and replayed."],
        ["Events must be understood for years, and deletion is hard."],
        "The changes are the business: ledgers, bookings, trades.",
      ),
    ],
  },
  asked: whenKind("payments", "health", "internal"),
  recommend: (facts) =>
    take(
      "audit",
      facts.includes("scope.kind", "payments")
        ? "It is a payment service: movements of money are kept in a ledger that only grows, and of all else who changed what and when is what is asked for."
        : `It is ${kindOf(facts)}: people answer for what they change, and nobody needs more than who, what and when.`,
      ...answered(facts, "scope.kind"),
    ),
  requirement: perChoice("P0", {
    none: "WHEN something is changed THE SYSTEM SHALL keep what it is now.",
    audit:
      "WHEN something is changed THE SYSTEM SHALL keep, in the same transaction, who changed it, when, what it was and what it became. IF somebody would change that record THEN THE SYSTEM SHALL refuse it.",
    events:
      "WHEN something happens THE SYSTEM SHALL add an event that is never changed, and be able to work the present out again from the events alone.",
  }),
};

export const separation: Question = {
  id: "architecture.separation",
  category: "architecture",
  number: 10,
  text: "How far is who a patient is to be kept apart from what is known of their health?",
  reason: "A leak of findings without names is an incident; with names it is a disaster.",
  follows: "Which tables lie where, who may join them, and what research and statistics are given.",
  example: "separate",
  answer: {
    kind: "choice",
    options: [
      option(
        "together",
        "Together: one record",
        ["The simplest to use."],
        ["Whoever reads one reads the other."],
        "Everybody who has access treats the patient.",
      ),
      option(
        "separate",
        "In a part of its own, joined only for those who treat",
        ["Billing, support and statistics see no names, or no findings."],
        ["Every join is guarded, and logged."],
        "Nearly always.",
      ),
      option(
        "pseudonyms",
        "Under a pseudonym whose key lies elsewhere",
        ["Can be handed to research."],
        ["Whoever treats needs the key each time, also at night."],
        "Data leaves the house, or is used for more than treatment.",
      ),
    ],
  },
  asked: whenKind("health"),
  recommend: (facts) =>
    take(
      "separate",
      `It is ${kindOf(facts)}: not everybody who works with it treats patients, and a border in the database costs little now.`,
      ...answered(facts, "scope.kind"),
    ),
  requirement: perChoice("P0", {
    together: "WHEN a record is read THE SYSTEM SHALL show it only to whoever has a part in the treatment.",
    separate:
      "THE SYSTEM SHALL keep who a patient is apart from findings. WHEN the two are joined THE SYSTEM SHALL do so only for roles that treat, and note it.",
    pseudonyms:
      "THE SYSTEM SHALL keep findings under a pseudonym, and its key in another place, which gives it out only for treatment and notes each time.",
  }),
};
