import { sayNumber } from "../say.js";
import { answered, kindOf } from "./known.js";
import { chosenIn, listed, option, take } from "./parts.js";
import type { Question } from "./question.js";
import { acceptance, audits, fleet, reviews, sandbox, testData } from "./testing-by-kind.js";
import { amountOf } from "./wording.js";

const kindsOfTest: { readonly [id: string]: string } = {
  unit: "unit tests of the rules",
  integration: "integration tests on a real database",
  "end-to-end": "end-to-end tests over the API",
  load: "load tests at the peak that is expected",
  security: "security tests of every access rule",
  fault: "fault tests that kill and cut what it depends on",
};

/** How anybody knows that it works. */
export const testing: readonly Question[] = [
  {
    id: "testing.coverage",
    category: "testing",
    number: 1,
    text: "What share of the code must the tests run through before a change may be merged?",
    reason: "It is a floor, not a goal: it finds what nobody thought of testing.",
    follows: "The check that stands before every merge.",
    example: "85% of lines",
    answer: {
      kind: "quantities",
      parts: [{ id: "lines", title: "Lines", measure: "share", least: 0, most: 100 }],
    },
    recommend: (facts) => {
      const rules = facts.chosen("security.regulations").filter((id) => id !== "none");
      return rules.length
        ? take(
            "90% of lines",
            `You named ${listed(rules)}: an auditor asks how changes are kept from breaking things, and more than 90 % buys little.`,
            "security.regulations",
          )
        : take(
            "80% of lines",
            `It is ${kindOf(facts)} under no rule that was named: 80 % finds whole parts that nobody tested, and the rest is better spent on the awkward cases.`,
            ...answered(facts, "scope.kind", "security.regulations"),
          );
    },
    requirement: (value) => ({
      statement: `IF a change leaves less than ${amountOf(value, "lines")} of the lines run through by tests THEN THE SYSTEM SHALL not be released with it.`,
      priority: "P1",
    }),
  },
  {
    id: "testing.kinds",
    category: "testing",
    number: 2,
    text: "Which kinds of test must pass before a release?",
    reason: "Each finds faults that the others cannot see.",
    follows: "What the pipeline runs, and how long a release takes.",
    example: "unit, integration, end-to-end, load",
    answer: {
      kind: "choice",
      many: true,
      options: [
        option(
          "unit",
          "Unit: rules by themselves",
          ["Thousands in a second.", "Say exactly which rule is wrong."],
          ["Do not see what happens between the parts."],
          "Wherever there is a rule or a calculation.",
        ),
        option(
          "integration",
          "Integration: with a real database",
          ["See constraints, transactions and queries as they are."],
          ["Slower, and need a database to run on."],
          "Wherever data is kept.",
        ),
        option(
          "end-to-end",
          "End to end: over the API, as a caller does it",
          ["See what users see."],
          ["Say that something is wrong, seldom where."],
          "The few ways that must never break.",
        ),
        option(
          "load",
          "Load: at the peak, and beyond",
          ["Show whether the numbers of this brief hold."],
          ["Need time and a machine like the real one."],
          "There is a peak, or a promise about latency.",
        ),
        option(
          "security",
          "Security: every rule of access, tried from outside",
          ["Find what a reader of the code overlooks."],
          ["Must be written anew for each rule."],
          "There is something that not everybody may see.",
        ),
        option(
          "fault",
          "Fault: the database, the network and others are killed or cut",
          ["Show that nothing is lost that was acknowledged."],
          ["The hardest to write."],
          "Something must not be lost, doubled or half done.",
        ),
      ],
    },
    recommend: (facts) => {
      const peak = facts.number("performance.load", "peak") ?? 0;
      const systems = facts.rows("integration.systems").length;
      const isGuarded = facts
        .chosen("security.authentication")
        .some((id) => !["none", "anonymous"].includes(id));
      const since = [
        {
          id: "load",
          if: peak >= 50,
          because: `a peak of ${sayNumber(peak)} requests a second`,
          from: "performance.load",
        },
        {
          id: "security",
          if: isGuarded,
          because: "data that not everybody may see",
          from: "security.authentication",
        },
        {
          id: "fault",
          if: systems > 0,
          because: `${systems} ${systems === 1 ? "other system that" : "other systems, each of which"} will be away one day`,
          from: "integration.systems",
        },
      ].filter((one) => one.if);
      return take(
        ["unit", "integration", "end-to-end", ...since.map((one) => one.id)].join(", "),
        since.length
          ? `Beside the three that every backend needs, you have ${listed(since.map((one) => one.because))}.`
          : "These are the three that every backend needs, and nothing that you said asks for more yet.",
        ...since.map((one) => one.from),
      );
    },
    requirement: (value) => ({
      statement: `WHEN it is released THE SYSTEM SHALL have passed ${listed(chosenIn(value).map((id) => kindsOfTest[id] ?? id))}.`,
      priority: "P1",
    }),
  },
  sandbox,
  fleet,
  testData,
  acceptance,
  audits,
  reviews,
];
