import { answered, isKind, kindOf, whenKind } from "./known.js";
import { chosenIn, listed, option, perChoice, take } from "./parts.js";
import type { Question } from "./question.js";
import { amountOf, everyOf } from "./wording.js";

export const paymentSilence: Question = {
  id: "integration.payment",
  category: "integration",
  number: 3,
  text: "What is done when the payment provider does not answer, so that nobody knows whether the card was charged?",
  reason: "It happens every week, and each wrong guess charges somebody twice or ships for nothing.",
  follows: "The states of a payment, the repeats, and the job that finds out how it ended.",
  example: "ask",
  answer: {
    kind: "choice",
    options: [
      option(
        "ask",
        "Ask the provider what became of it, until it is known",
        ["Ends in the truth."],
        ["The order waits meanwhile, for minutes or hours."],
        "The provider can be asked by a key of ours: nearly always.",
      ),
      option(
        "repeat",
        "Send the same again with the same key",
        ["The provider itself sees to it that it counts once."],
        ["Only as good as the provider's promise, which ends after a day or so."],
        "The provider has idempotency keys, and it is tried again soon.",
      ),
      option(
        "cancel",
        "Cancel it, and let the shopper try again",
        ["Simple for us."],
        ["A charge that went through must be paid back, and shows on the statement."],
        "Amounts are small and cancelling is free.",
      ),
    ],
  },
  asked: whenKind("payments", "commerce"),
  recommend: (facts) =>
    take(
      "ask",
      `It is ${kindOf(facts)}: the provider alone knows, so it is asked until it says, and nothing is handed out or paid back before.`,
      ...answered(facts, "scope.kind"),
    ),
  requirement: perChoice("P0", {
    ask: "IF the payment provider does not answer within 10 s THEN THE SYSTEM SHALL keep the payment as undecided and ask what became of it, at first after 30 s and then ever more seldom for 24 h, and tell a person after that.",
    repeat:
      "IF the payment provider does not answer within 10 s THEN THE SYSTEM SHALL send the same request with the same key, up to 5 times within an hour, and then ask what became of it.",
    cancel:
      "IF the payment provider does not answer within 10 s THEN THE SYSTEM SHALL cancel the payment, and pay back within 24 h whatever turns out to have been charged.",
  }),
};

export const reconciliation: Question = {
  id: "integration.reconciliation",
  category: "integration",
  number: 4,
  text: "How often are the books compared with the statements of banks and providers, and how soon must a difference be explained?",
  reason: "Differences that are found after a month can no longer be explained by anybody.",
  follows: "The job that compares, the list of what does not match, and who is told.",
  example: "every 1 day, explained 2 days",
  answer: {
    kind: "quantities",
    parts: [
      { id: "every", title: "Compared every", measure: "duration", least: 60 },
      { id: "explained", title: "A difference is explained within", measure: "duration", least: 60 },
    ],
  },
  asked: whenKind("payments"),
  recommend: (facts) =>
    take(
      "every 1 day, explained 2 days",
      "It is a payment service: statements come once a day, and the people who know are still there two days later.",
      ...answered(facts, "scope.kind"),
    ),
  requirement: (value) => ({
    statement: `WHEN statements of banks and providers are there, every ${everyOf(value, "every")}, THE SYSTEM SHALL compare every entry with them, line by line. IF something does not match THEN THE SYSTEM SHALL list it with both sides, and tell a person if it is not explained within ${amountOf(value, "explained")}.`,
    priority: "P0",
  }),
};

export const webhooks: Question = {
  id: "integration.webhooks",
  category: "integration",
  number: 9,
  text: "How long may a receiver of a webhook take to answer, and for how long is it tried again before it is given up?",
  reason: "Receivers are slow, away for a weekend, and sometimes gone for good.",
  follows: "The repeats, what is kept for those who are away, and how one is told that it was given up.",
  example: "answer 10 s, tried 3 days",
  answer: {
    kind: "quantities",
    parts: [
      { id: "answer", title: "Must answer within", measure: "duration", least: 1, most: 60 },
      { id: "tried", title: "Tried again for", measure: "duration", least: 60 },
    ],
  },
  asked: {
    because: "webhooks are to be offered",
    holds: (facts) => facts.includes("architecture.interfaces", "webhooks"),
  },
  recommend: (facts) =>
    take(
      "answer 10 s, tried 3 days",
      "You chose webhooks: ten seconds are plenty for a receiver that only takes note, and three days outlast a weekend.",
      ...answered(facts, "architecture.interfaces"),
    ),
  requirement: (value) => ({
    statement: `WHEN something happens that a webhook is for THE SYSTEM SHALL send it signed, in order for each receiver. IF the receiver does not answer within ${amountOf(value, "answer")} THEN THE SYSTEM SHALL try again, ever more seldom, for ${amountOf(value, "tried")}, and then stop and tell its owner.`,
    priority: "P1",
  }),
};

export const limits: Question = {
  id: "integration.limits",
  category: "integration",
  number: 10,
  text: "How many requests a second may one caller send, and how many at once in a burst?",
  reason: "One caller with a loop in its program must not stop all others.",
  follows: "The limits at the door, and the headers that tell a caller where it stands.",
  example: "caller 20 per second, burst 60",
  answer: {
    kind: "quantities",
    parts: [
      { id: "caller", title: "One caller", measure: "rate", least: 0 },
      { id: "burst", title: "In a burst", measure: "count", least: 1 },
    ],
  },
  asked: {
    because: "callers whom you do not know, or programs of others, call it",
    holds: (facts) => facts.includes("integration.callers", "anonymous", "api-keys", "client-credentials"),
  },
  recommend: (facts) =>
    facts.includes("integration.callers", "anonymous")
      ? take(
          "caller 10 per second, burst 50",
          "Anybody may call: a page loads some dozens of things at once and then little.",
          "integration.callers",
        )
      : take(
          "caller 50 per second, burst 100",
          "Programs of others call: fifty a second moves four million things a day, and stops a loop.",
          ...answered(facts, "integration.callers"),
        ),
  requirement: (value) => ({
    statement: `IF one caller sends more than ${amountOf(value, "caller")}, or ${amountOf(value, "burst")} at once, THEN THE SYSTEM SHALL refuse what is beyond and say when to try again, while others are served as before.`,
    priority: "P1",
  }),
};

const ways: { readonly [id: string]: string } = {
  mail: "mail",
  sms: "SMS",
  push: "push messages",
  chat: "a chat tool of the house",
};

export const notifications: Question = {
  id: "integration.notifications",
  category: "integration",
  number: 11,
  text: "By which ways are people told of what happened while they were not looking?",
  reason: "A message cannot be taken back, and one that comes twice is remembered.",
  follows: "The providers, what is sent once and what is gathered, and how people turn it off.",
  example: "mail",
  answer: {
    kind: "choice",
    many: true,
    options: [
      option(
        "none",
        "None: people look for themselves",
        ["Nothing to send."],
        ["People miss things."],
        "A tool that is open all day.",
        true,
      ),
      option(
        "mail",
        "Mail",
        ["Everybody has it."],
        ["Late, and lands in spam unless the sender is set up well."],
        "Nearly always.",
      ),
      option(
        "sms",
        "SMS",
        ["Seen within minutes, without an application."],
        ["Costs by the message, and can be read by others."],
        "Codes, alarms, appointments.",
      ),
      option(
        "push",
        "Push messages",
        ["At once, and free."],
        ["Only for those who installed and allowed it."],
        "There is a mobile application.",
      ),
      option(
        "chat",
        "A chat tool of the house",
        ["Where people work already."],
        ["Bound to that tool."],
        "Internal tools and operations.",
      ),
    ],
  },
  asked: whenKind("saas", "health", "commerce", "internal", "other"),
  recommend: (facts) => {
    if (isKind(facts, "internal"))
      return take("mail, chat", "It is an internal tool: people are reached where they work.", "scope.kind");
    return facts.includes("experience.consumers", "mobile")
      ? take(
          "mail, push",
          "You named mobile applications: push for what is urgent, mail for what is kept.",
          "experience.consumers",
        )
      : take(
          "mail",
          `It is ${kindOf(facts)} without a mobile application: mail reaches everybody.`,
          ...answered(facts, "scope.kind", "experience.consumers"),
        );
  },
  requirement: (value) => {
    const chosen = chosenIn(value).flatMap((id) => ways[id] ?? []);
    return {
      statement: chosen.length
        ? `WHEN something happens that concerns somebody THE SYSTEM SHALL tell them once by ${listed(chosen, "or")}, as they have chosen, with nothing sensitive in the message itself.`
        : "WHEN something happens that concerns somebody THE SYSTEM SHALL show it to them at their next look.",
      priority: "P1",
    };
  },
};
