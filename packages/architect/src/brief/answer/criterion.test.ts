import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readCriterion } from "./criterion.js";

describe("an acceptance criterion", () => {
  it.each([
    [
      "WHEN an order is placed THE SYSTEM SHALL reserve its stock",
      "WHEN an order is placed THE SYSTEM SHALL reserve its stock.",
    ],
    [
      "when an order is placed, the system shall reserve its stock.",
      "WHEN an order is placed THE SYSTEM SHALL reserve its stock.",
    ],
    [
      "- When an order is placed THEN the system must reserve its stock;",
      "WHEN an order is placed THE SYSTEM SHALL reserve its stock.",
    ],
    [
      "IF the card is refused, THEN THE SYSTEM SHALL cancel the order",
      "IF the card is refused THEN THE SYSTEM SHALL cancel the order.",
    ],
    [
      "if the card is refused the API should cancel the order",
      "IF the card is refused THEN THE SYSTEM SHALL cancel the order.",
    ],
    [
      "While a sale runs, when an item sells out, the system shall hide it",
      "WHILE a sale runs, WHEN an item sells out THE SYSTEM SHALL hide it.",
    ],
    [
      "Where invoices are enabled the system will send an invoice",
      "WHERE invoices are enabled THE SYSTEM SHALL send an invoice.",
    ],
    ["The system shall keep orders for 10 years", "THE SYSTEM SHALL keep orders for 10 years."],
    ["The order service must keep orders for 10 years", "THE ORDER SERVICE SHALL keep orders for 10 years."],
    [
      "Whenever stock changes, it has to tell the warehouse",
      "WHEN stock changes THE SYSTEM SHALL tell the warehouse.",
    ],
    ["Users MUST be able to reset their password", "THE SYSTEM SHALL let Users reset their password."],
    [
      "Given a cart with two items, When the shopper pays, Then an order with two lines exists",
      "WHEN the shopper pays, given a cart with two items THE SYSTEM SHALL ensure that an order with two lines exists.",
    ],
    [
      "When the same refund is asked for twice, then it is paid once",
      "WHEN the same refund is asked for twice THE SYSTEM SHALL ensure that it is paid once.",
    ],
    [
      "WHEN 2,000 requests arrive in a second THE SYSTEM SHALL answer them fast, within 150 ms",
      "WHEN 2,000 requests arrive in a second THE SYSTEM SHALL answer them fast, within 150 ms.",
    ],
  ])("%j is kept in the form of EARS", (said, kept) => {
    expect(readCriterion(said)).toEqual({ text: kept });
  });

  it.each([
    ["orders work", /as something that can be tested/],
    ["", /as something that can be tested/],
    ["should it be fast?", /as something that can be tested/],
    ["On failure, the system shall retry the call", /as something that can be tested/],
    ["The system shall work", /to be seen/],
    ["The system shall answer fast", /What does "fast" mean/],
    ["when a user logs in the system shall be secure and user-friendly", /What does "secure" mean/],
    ["The system shall support many users", /What does "many" mean/],
    ["The system shall send the mail soon", /What does "soon" mean/],
    ["The system shall be scalable", /What does "scalable" mean/],
  ])("%j is asked for anew", (said, asks) => {
    expect(readCriterion(said)).toEqual({ missing: expect.stringMatching(asks) });
  });

  it("does not change when it is read again", () => {
    const word = fc.constantFrom(
      ..."when while if then given where the system shall must order is placed , and it users can be able to x 3 . as soon once".split(
        " ",
      ),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 25 }), (words) => {
        const once = readCriterion(words.join(" "));
        if ("text" in once) expect(readCriterion(once.text)).toEqual(once);
      }),
      { numRuns: 3_000 },
    );
  });
});
