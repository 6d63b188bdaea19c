import { quantityIn } from "./parts.js";
import type { Question } from "./question.js";
import { amountOf } from "./wording.js";

/** What it must be done with, and by when. */
export const constraints: readonly Question[] = [
  {
    id: "constraints.plan",
    category: "constraints",
    number: 1,
    text: "When is the first release due, how many people build it, and what may running it cost a month?",
    reason: "Scope, date and people cannot all be fixed: what does not fit is better seen now.",
    follows: "How much of the list of features is a must, and which way of running it can be afforded.",
    example: "release 2027-06-01, people 4, budget 900 EUR a month",
    answer: {
      kind: "quantities",
      parts: [
        { id: "release", title: "First release", measure: "date" },
        { id: "people", title: "People who build it", measure: "count", least: 1 },
        { id: "budget", title: "Cost of running it", measure: "money", optional: true, least: 0 },
      ],
    },
    requirement: (value) => {
      const budget = quantityIn(value, "budget")
        ? ` WHILE it runs as expected THE SYSTEM SHALL cost no more than ${amountOf(value, "budget")}.`
        : "";
      return {
        statement: `THE SYSTEM SHALL be ready for its first release on ${amountOf(value, "release")}, built by ${amountOf(value, "people")} people.${budget}`,
        priority: "P1",
      };
    },
  },
];
