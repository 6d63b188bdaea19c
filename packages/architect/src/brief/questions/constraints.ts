import type { AnswerValue } from "../answer/value.js";
import { sayDay, sayNumber } from "../say.js";
import { isKind, peopleIn } from "./known.js";
import { aspect, option, perChoice, quantityIn, sentence, take } from "./parts.js";
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
      const people = amountOf(value, "people");
      const budget = quantityIn(value, "budget")
        ? ` WHILE it runs as expected THE SYSTEM SHALL cost no more than ${amountOf(value, "budget")}.`
        : "";
      return {
        statement: `THE SYSTEM SHALL be ready for its first release on ${amountOf(value, "release")}, built by ${people === "1" ? "1 person" : `${people} people`}.${budget}`,
        priority: "P1",
      };
    },
  },
  {
    id: "constraints.cutover",
    category: "constraints",
    number: 2,
    text: "How does the work move from what is there today to the new system?",
    reason: "The days in which both are true are the days in which most is lost.",
    follows: "Whether data flows both ways for a time, and what the way back is.",
    example: "by-group",
    answer: {
      kind: "choice",
      options: [
        option(
          "at-once",
          "On one day, for everybody",
          ["Never two truths."],
          ["If it fails, it fails for everybody."],
          "Few people, and a weekend without work.",
        ),
        option(
          "by-group",
          "Group by group",
          ["A fault meets few, and is learned from."],
          ["What spans two groups is in both systems."],
          "Departments or places that work by themselves.",
        ),
        option(
          "beside",
          "Both for a time, and compared",
          ["Differences show before it counts."],
          ["Everything is done twice."],
          "Figures that must be right, such as pay.",
        ),
      ],
    },
    asked: {
      because: "it takes the place of something that people work with",
      holds: (facts) => isKind(facts, "internal") || facts.rows("data.import").length > 0,
    },
    recommend: (facts) => {
      const people = peopleIn(facts);
      return people > 0 && people <= 20
        ? take(
            "at-once",
            `You named ${sayNumber(people)} people: they can all be told on one day, and two systems would cost them more than a bad morning.`,
            "scope.users",
          )
        : take(
            "by-group",
            `${people ? `You named ${sayNumber(people)} people` : "It is not known yet how many use it"}: a first group finds what is wrong while the others still work.`,
            ...(people ? ["scope.users"] : []),
          );
    },
    requirement: perChoice("P1", {
      "at-once":
        "WHEN the day of the change has come THE SYSTEM SHALL take everything over within the weekend. IF what was taken over does not add up by its end THEN THE SYSTEM SHALL leave people with what they had.",
      "by-group":
        "WHILE some groups work with it and others do not THE SYSTEM SHALL be the one that counts for its groups alone, and show the others what they need of it.",
      beside:
        "WHILE both are in use THE SYSTEM SHALL be compared with the old one every day, and count only after 4 weeks without a difference that nobody can explain.",
    }),
  },
  {
    id: "constraints.assumptions",
    category: "constraints",
    number: 3,
    text: "What is taken for granted that others must do or decide, who are they, and by when must it be there?",
    reason: "Most plans fail by something that everybody took for granted.",
    follows: "The assumptions of the brief, and what is asked about each week.",
    example:
      "We assume that the payment provider's contract is signed by purchasing before 2027-02-01; without it we release with invoices only.",
    answer: {
      kind: "text",
      aspects: [
        aspect(
          'What is taken for granted - or "none", where nothing is?',
          /\b(none|nothing|no assumptions?)\b/i,
          /(\S+\s+){5,}\S+/,
        ),
        aspect(
          "By when must it be there, or what happens without it?",
          /\b(none|nothing|no assumptions?)\b/i,
          /\b(by|before|until|till|without|otherwise|if not|else|from|in|within|after|since|at the latest|deadline|when|while)\b/i,
          /\b\d{4}-\d{2}(-\d{2})?\b/,
        ),
      ],
    },
    asked: {
      because: "others must deliver something: systems that it talks to, or a rule that it must meet",
      holds: (facts) =>
        facts.rows("integration.systems").length > 0 ||
        facts.chosen("security.regulations").some((id) => id !== "none"),
    },
    requirement: (value) => ({
      statement: assumptions(value),
      priority: "P2",
    }),
  },
  {
    id: "constraints.trade-off",
    category: "constraints",
    number: 4,
    text: "What gives way first if not all of it can be ready on the day: features, the date, or the cost?",
    reason: "Something always gives way; if nobody says what, it is quality.",
    follows: "The order in which things are built, and what is said when it gets late.",
    example: "features",
    answer: {
      kind: "choice",
      options: [
        option(
          "features",
          "Features: P1 and P2 come later",
          ["Something works on the day."],
          ["Some wait for what they hoped for."],
          "Nearly always.",
        ),
        option(
          "date",
          "The date: it comes when the musts are done",
          ["Nothing half done."],
          ["Those who planned with the date must plan anew."],
          "Nothing outside hangs on the date.",
        ),
        option(
          "cost",
          "The cost: more people or more machines",
          ["Date and features stand."],
          ["People who come late slow others down at first."],
          "A date that law or a season sets.",
        ),
      ],
    },
    asked: {
      because: "some of its features may come later",
      holds: (facts) =>
        facts.rows("scope.features").some((row) => row.priority === "P1" || row.priority === "P2"),
    },
    recommend: (facts) => {
      const day = facts.number("constraints.plan", "release");
      return take(
        "features",
        `${day === undefined ? "Whatever the date will be" : `You named ${sayDay(day)} for the first release`}: what is P1 or P2 can follow, and a must cannot be bought by the week.`,
        ...(day === undefined ? [] : ["constraints.plan"]),
      );
    },
    requirement: perChoice("P2", {
      features:
        "IF not everything is ready on the day THEN THE SYSTEM SHALL be released with every P0, and without what is left of P1 and P2.",
      date: "IF a P0 is not ready on the day THEN THE SYSTEM SHALL be released later, with a new date that is told at least 2 weeks ahead.",
      cost: "IF a P0 will not be ready on the day THEN THE SYSTEM SHALL be given more people or machines at least 6 weeks ahead.",
    }),
  },
];

function assumptions(value: AnswerValue): string {
  const text = value.kind === "text" ? sentence(value.text) : "";
  return /^(none|nothing|no )/i.test(text)
    ? "THE SYSTEM SHALL be built without anything that others must do first."
    : `WHILE this holds THE SYSTEM SHALL be built as planned, and be planned anew when it does not: ${text}`;
}
