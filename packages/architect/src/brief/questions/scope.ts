import type { TableRow } from "../answer/value.js";
import { type Measure, measures } from "../quantity/quantity.js";
import { aspect, listed, option, perChoice, rowsIn, sentence, take } from "./parts.js";
import { speaksOfSomebody } from "./people.js";
import type { Question } from "./question.js";
import { cell } from "./wording.js";

const everyMeasure = Object.keys(measures) as Measure[];

const goal =
  /\b(goals?|aim\w*|so that|should|shall|must|want\w*|need\w*|in order to|instead|therefore|will|objective|purpose|success|let|lets|enable\w*|allow\w*|reduce\w*|replace\w*|cut|improve\w*)\b/i;

/** What is built, for whom, and how anybody will know that it was worth it. */
export const scope: readonly Question[] = [
  {
    id: "scope.kind",
    category: "scope",
    number: 1,
    text: "What kind of system is it, of those that are named here?",
    reason: "A payment service fails in other ways than a content site, so it must be asked other things.",
    follows: "Which of the later questions you are asked, and what is recommended to you.",
    example: "commerce",
    answer: {
      kind: "choice",
      other: "another kind of system, in a few words",
      options: [
        option(
          "commerce",
          "A shop: a catalogue, stock, orders",
          ["Its parts are well known: catalogue, cart, order, payment, delivery."],
          ["Stock and money must agree, also while the payment provider is away."],
          "It sells goods or services to people who order themselves.",
        ),
        option(
          "payments",
          "Payments: it moves or books money",
          ["Its rules can be stated exactly, and so tested exactly."],
          ["A mistake costs money at once; card data and money laundering rules may apply."],
          "Money is charged, paid out, held or booked on behalf of others.",
        ),
        option(
          "telemetry",
          "Telemetry: it takes in what devices measure",
          ["Mostly writing, in a form that hardly changes."],
          ["It never stops: devices send at night, late, twice and out of order."],
          "Machines, sensors or vehicles send readings and may be told something back.",
        ),
        option(
          "saas",
          "Software as a service: several organisations share it",
          ["One system to run and to improve for all of them."],
          ["One customer's data must never show at another's, and one must not slow the others down."],
          "Organisations sign up, and each sees only what is its own.",
        ),
        option(
          "content",
          "Content: it publishes what editors write",
          ["Mostly reading, and most readers see the same: it can be cached."],
          ["A correction must reach every cache, and one story can draw all readers at once."],
          "Few people write and many read.",
        ),
        option(
          "internal",
          "An internal tool: for the people of one organisation",
          ["The users are known, few, and can be asked."],
          ["It grows out of spreadsheets and exceptions that nobody wrote down."],
          "Only staff use it, with accounts that they have already.",
        ),
        option(
          "health",
          "Health: it keeps records of patients",
          ["The law says much of what it must do."],
          ["Every look at a record counts, and yet nobody may be kept from a record in an emergency."],
          "It holds what is known of people's health.",
        ),
        option(
          "other",
          "Something else",
          ["You are asked only what matters to every backend."],
          ["What is special about it must come from you: nothing here asks for it."],
          "None of the others says the greater part of it.",
        ),
      ],
    },
    recommend: () =>
      take(
        "other",
        "Nothing is known of it yet. With this you are asked what matters to every backend; you can change it at any time.",
      ),
    requirement: perChoice("P0", {
      commerce:
        "THE SYSTEM SHALL show what is on offer, take orders for it, and follow each order until it is delivered, cancelled or returned.",
      payments:
        "THE SYSTEM SHALL move or book money so that every amount can be traced from where it came to where it went.",
      telemetry: "THE SYSTEM SHALL take in what devices measure, keep it, and answer questions about it.",
      saas: "THE SYSTEM SHALL serve several organisations, each of which sees only what is its own.",
      content: "THE SYSTEM SHALL let few people write content and many people read it.",
      internal: "THE SYSTEM SHALL serve the people of one organisation, and nobody else.",
      health:
        "THE SYSTEM SHALL keep records of patients, show them to those who treat them, and account for every look.",
      other: "THE SYSTEM SHALL do what its features say.",
    }),
  },
  {
    id: "scope.problem",
    category: "scope",
    number: 2,
    text: "Who has the problem today, what hurts about it, and what is the first goal of this system?",
    reason: "What does not serve the goal can be left out, and this is where one looks that up.",
    follows: "The overview of the brief, and what counts as a must.",
    example:
      "Shop managers of a bicycle retailer re-type 300 orders a day from e-mails into the warehouse system; one in twenty is wrong. The goal is that shoppers order themselves and the warehouse sees an order within a minute.",
    answer: {
      kind: "text",
      aspects: [
        { ask: "Who has the problem today?", isIn: speaksOfSomebody },
        aspect(
          "What hurts about it today: what goes wrong, takes too long, or cannot be done?",
          /\b(can ?not|can't|cannot|unable|without|no way|nobody|never|not|no longer|too|only|wrong|errors?|mistakes?|mix|manual(ly)?|by hand|e-?mails?|spreadsheets?|paper|phone)\b/i,
          /\b(lose|loses|lost|losing|late|slow|slowly|wait|waits|waiting|miss|misses|missed|missing|fail\w*|nothing|delay\w*|forget\w*|forgotten|outdated|scattered|unclear|unknown|expensive|waste|costs?|takes?|spend|spends|re-?type\w*|copy|copies|copied|twice|hours?|days?|weeks?|complain\w*|risk\w*|outage\w*|break\w*|broken|hard|difficult)\b/i,
        ),
        aspect("What is the first goal: what shall be different once the system is there?", goal),
      ],
    },
    requirement: (value) => ({
      statement: `THE SYSTEM SHALL serve this goal before any other: ${goalIn(value.kind === "text" ? value.text : "")}`,
      priority: "P0",
    }),
  },
  {
    id: "scope.users",
    category: "scope",
    number: 3,
    text: "Who uses the system, what does each kind of user do with it, and how many are they?",
    reason: "Permissions, load and the tests of who may do what all start from here.",
    follows: "The use cases of the brief, and what is expected of concurrency.",
    example:
      "shopper | browses, orders and follows orders | 40,000\nwarehouse clerk | packs and ships orders | 25\nshop manager | keeps the catalogue and its prices | 6",
    answer: {
      kind: "table",
      row: "user",
      columns: [
        { id: "name", title: "User", cell: { kind: "name" } },
        { id: "does", title: "What they do", cell: { kind: "text" } },
        { id: "people", title: "How many", optional: true, cell: { kind: "quantity", measure: "count" } },
      ],
    },
    requirement: (value) => ({
      statement: `THE SYSTEM SHALL serve ${rowsIn(value)
        .map((row) => {
          const people = cell(row, "people");
          return `${cell(row, "name")}${people ? ` (${people})` : ""}: ${cell(row, "does").replace(/[.;]+$/, "")}`;
        })
        .join("; ")}.`,
      priority: "P0",
    }),
  },
  {
    id: "scope.features",
    category: "scope",
    number: 4,
    text: "Which features must it have (P0), which follow later (P1, P2), and which are left out on purpose (P3)?",
    reason:
      "A feature that is not written down is argued about later, and one that is left out on purpose is not missed.",
    follows: "A requirement for each feature, and acceptance tests for each criterion.",
    example:
      "Place an order | A shopper orders what is in the cart | P0 | WHEN a shopper places an order THE SYSTEM SHALL reserve its stock and answer with the order's number; IF an item is out of stock THEN THE SYSTEM SHALL refuse the order and name the item\nReviews | Shoppers rate what they bought | P2\nMarketplace | Others sell through the shop | P3",
    answer: { kind: "table", row: "feature", columns: featureColumns() },
    requirement: (value) => ({ statement: offering(rowsIn(value)), priority: "P0" }),
  },
  {
    id: "scope.metrics",
    category: "scope",
    number: 5,
    text: "Which numbers will show that it is a success, and how is each of them measured?",
    reason: "Without a number nobody can say that the goal was reached, nor that it was missed.",
    follows: "The table of success metrics, and what is watched once it runs.",
    example:
      "Orders without a human touch | 95% | orders shipped without a manual correction, by month | P0\nTime from order to warehouse | 60 s | placed-at against seen-at of the warehouse | P1",
    answer: {
      kind: "table",
      row: "metric",
      columns: [
        { id: "name", title: "Metric", cell: { kind: "name" } },
        { id: "target", title: "Target", cell: { kind: "quantity", measure: everyMeasure } },
        { id: "measuredBy", title: "How it is measured", cell: { kind: "text" } },
        {
          id: "priority",
          title: "Priority",
          cell: { kind: "choice", options: ["P0", "P1", "P2", "P3"] },
        },
      ],
    },
    requirement: (value) => ({
      statement: `WHILE it is in service THE SYSTEM SHALL report, each beside its target: ${rowsIn(value)
        .map((row) => `${cell(row, "name")} (${cell(row, "target")})`)
        .join("; ")}.`,
      priority: "P1",
    }),
  },
];

/** Columns of features, of a project and of a later addition to it. */
export function featureColumns() {
  return [
    { id: "name", title: "Feature", cell: { kind: "name" } },
    { id: "what", title: "What it does", cell: { kind: "text" } },
    {
      id: "priority",
      title: "Priority",
      cell: { kind: "choice", options: ["P0", "P1", "P2", "P3"] },
    },
    { id: "criteria", title: "Acceptance criteria", optional: true, cell: { kind: "criteria" } },
  ] as const;
}

/** The sentences of a problem that say what shall be different; all of them where none does by itself. */
function goalIn(text: string): string {
  const sentences = text.trim().split(/(?<=[.!?])\s+/);
  const [first, ...others] = sentences.filter((one) => goal.test(one));
  return sentence([...(first ? [first] : sentences), ...others].join(" "));
}

/** What is offered when, and what is left out on purpose: of a project or of a later addition to it. */
export function offering(rows: readonly TableRow[]): string {
  const of = (priority: string) =>
    rows.filter((row) => row.priority === priority).map((row) => cell(row, "name"));
  const groups = [
    ["from its first release", of("P0")],
    ["soon after", of("P1")],
    ["later", of("P2")],
  ] as const;
  const offered = groups.flatMap(([when, names]) => (names.length ? `${when}: ${listed(names)}` : []));
  const left = of("P3");
  return `THE SYSTEM SHALL offer ${offered.join("; ") || "nothing yet"}.${
    left.length ? ` Left out on purpose: ${listed(left)}.` : ""
  }`;
}
