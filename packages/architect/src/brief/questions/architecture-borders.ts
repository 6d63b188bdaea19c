import { sayNumber } from "../say.js";
import { answered, kindOf, peopleIn, whenKind, whenShared } from "./known.js";
import { option, perChoice, take } from "./parts.js";
import type { Question } from "./question.js";

export const tenancy: Question = {
  id: "architecture.tenancy",
  category: "architecture",
  number: 4,
  text: "How is the data of the organisations that share the system to be kept apart?",
  reason:
    "One query without its condition shows one customer the data of another, and that is told for years.",
  follows:
    "The key that every table has, the access rules in the database, and how one tenant is moved, restored or deleted.",
  example: "rows",
  answer: {
    kind: "choice",
    options: [
      option(
        "rows",
        "In the same tables, each row with its tenant",
        [
          "One schema to migrate, thousands of tenants on one machine.",
          "The database itself can refuse rows of others.",
        ],
        ["A restore of one tenant must be picked out of a backup of all."],
        "Many tenants that are small: nearly always.",
      ),
      option(
        "schema",
        "A schema for each tenant",
        ["One tenant can be dumped and restored by itself."],
        ["Each migration runs once a tenant, and a few hundred are the limit."],
        "Tens of tenants, of which some want fields of their own.",
      ),
      option(
        "database",
        "A database for each tenant",
        ["The strongest border; each can lie in its own place, with its own backup."],
        ["Costs and work grow with every tenant."],
        "Few tenants that are large, or whose contracts ask for it.",
      ),
    ],
  },
  asked: whenShared,
  recommend: (facts) => {
    const people = peopleIn(facts);
    return take(
      "rows",
      `${people ? `You named ${sayNumber(people)} people who use it` : "It is not known yet how many use it"}: rows that the database itself keeps apart carry thousands of organisations at the price of one; a large one can be given a database of its own later.`,
      ...(people ? ["scope.users"] : []),
    );
  },
  requirement: perChoice("P0", {
    rows: "THE SYSTEM SHALL keep the tenant in every row. IF a query asks for rows of another tenant THEN THE SYSTEM SHALL find none, by a rule of the database itself.",
    schema:
      "THE SYSTEM SHALL keep each tenant in a schema of its own, which the role of another tenant cannot read.",
    database:
      "THE SYSTEM SHALL keep each tenant in a database of its own, with a role, a backup and a restore of its own.",
  }),
};

export const consistency: Question = {
  id: "architecture.consistency",
  category: "architecture",
  number: 5,
  text: "How must what lies in two services agree: at once, after each step has been done or undone, or after a while?",
  reason: "A change in two services is not one transaction, and somebody sees it half done.",
  follows:
    "Which services must share a database, where there is a saga, and what a reader may see in between.",
  example: "saga",
  answer: {
    kind: "choice",
    options: [
      option(
        "strong",
        "At once: nobody ever sees one without the other",
        ["Nothing to explain to anybody."],
        ["What must agree has to lie in one service, and so in one database."],
        "Money against money, stock against reservation.",
      ),
      option(
        "saga",
        "Step by step, and each step can be undone",
        ["Services stay apart, and the end is right.", "Where it stands can be shown."],
        ["Each step needs its opposite, and readers see what lies between."],
        "Orders, bookings and other things that take a while anyway.",
      ),
      option(
        "eventual",
        "After a while: each follows the events of the other",
        ["The simplest, and nobody waits for anybody."],
        ["Copies are late by seconds, and by hours when one was away."],
        "Names, search, statistics and other copies.",
      ),
    ],
  },
  asked: {
    because: "it is made of several services",
    holds: (facts) => facts.includes("architecture.style", "services"),
  },
  recommend: (facts) =>
    take(
      "saga",
      `You chose several services, and it is ${kindOf(facts)}: what belongs together goes through steps that can be undone. What may never disagree is better put into one service.`,
      ...answered(facts, "architecture.style", "scope.kind"),
    ),
  requirement: perChoice("P0", {
    strong:
      "WHEN a change concerns what must agree THE SYSTEM SHALL make it in one transaction of one service.",
    saga: "WHEN a change spans services THE SYSTEM SHALL carry out every step exactly once. IF a step cannot be done THEN THE SYSTEM SHALL undo those before it and say so.",
    eventual:
      "WHEN a service changes something that others have a copy of THE SYSTEM SHALL bring every copy up to date in the order of the changes, and show how far behind each is.",
  }),
};

export const ordering: Question = {
  id: "architecture.ordering",
  category: "architecture",
  number: 13,
  text: "In which order must those who follow what happens here hear of it: all in one order, in order for each thing, or in any?",
  reason: '"Cancelled" before "placed" is an error in whoever hears it so.',
  follows: "How events are numbered and shared out, and how many can be handled at once.",
  example: "per-entity",
  answer: {
    kind: "choice",
    options: [
      option(
        "global",
        "All of them in one order",
        ["Nothing can be misunderstood."],
        ["One at a time: the slowest follower sets the pace."],
        "Ledgers, and copies that must be exact.",
      ),
      option(
        "per-entity",
        "In order for each order, account or device",
        ["Many things are handled beside each other, each in its order."],
        ["What spans two things may be heard crosswise."],
        "Nearly always.",
      ),
      option(
        "none",
        "In any order",
        ["As many at once as there are hands."],
        ["Each must be understood by itself, and bear being late."],
        "Notices that do not hang together.",
      ),
    ],
  },
  asked: {
    because: "others follow what happens here, by events or webhooks",
    holds: (facts) => facts.includes("architecture.interfaces", "events", "webhooks"),
  },
  recommend: (facts) =>
    take(
      "per-entity",
      "Others follow what happens here: each thing in its order, and different things beside each other, is what loses no meaning and little time.",
      ...answered(facts, "architecture.interfaces"),
    ),
  requirement: perChoice("P0", {
    global:
      "WHEN events are followed THE SYSTEM SHALL give all of them in the order of their commits, without a gap, and again from any position.",
    "per-entity":
      "WHEN events are followed THE SYSTEM SHALL give those of one entity in the order of their commits, without a gap, and again from any position.",
    none: "WHEN events are followed THE SYSTEM SHALL give each at least once, with an id by which a repeat is known.",
  }),
};

export const jobs: Question = {
  id: "architecture.jobs",
  category: "architecture",
  number: 14,
  text: "Which work takes longer than somebody waits for an answer?",
  reason: "Work inside a request dies with it, and holds up whoever comes next.",
  follows:
    "What runs in the background, how its progress is shown, and what happens to it when a machine stops.",
  example: "imports, documents",
  answer: {
    kind: "choice",
    many: true,
    other: "other long work, in a few words",
    options: [
      option(
        "none",
        "None: all is done within a request",
        ["No queue to watch."],
        ["It must stay so as the data grows."],
        "Everything takes less than a second or two.",
        true,
      ),
      option(
        "imports",
        "Taking in files or the data of others",
        ["Nobody waits for it, and it can go on after a fault."],
        ["Half of it may be in when the other half is refused."],
        "Thousands of rows at once.",
      ),
      option(
        "exports",
        "Handing out large sets of data",
        ["Readers are not slowed down."],
        ["The result must be kept, guarded and deleted."],
        "Reports and dumps.",
      ),
      option(
        "documents",
        "Making documents and pictures",
        ["A burst of them waits in line."],
        ["They arrive a little late."],
        "Invoices, labels, previews.",
      ),
      option(
        "messages",
        "Sending mails and messages",
        ["A provider that is away stops nobody."],
        ["A message may come late, and must not come twice."],
        "Whenever people are notified.",
      ),
      option(
        "calculations",
        "Long calculations",
        ["They can be spread and bounded."],
        ["Their result is of the moment when they began."],
        "Plans, scores, month ends.",
      ),
    ],
  },
  asked: whenKind("internal", "other"),
  recommend: (facts) => {
    return take(
      "exports, messages",
      `It is ${kindOf(facts)}: people are notified and lists are handed out in nearly every such system.`,
      ...answered(facts, "scope.kind"),
    );
  },
  requirement: perChoice("P1", {
    none: "WHEN a request is answered THE SYSTEM SHALL have done all of its work.",
    imports:
      "WHEN data is taken in THE SYSTEM SHALL do so in the background, say which rows were refused and why, and take each row once though it is begun again.",
    exports:
      "WHEN a large set of data is asked for THE SYSTEM SHALL make it in the background and hand it out only to who asked, for 7 days.",
    documents:
      "WHEN a document is due THE SYSTEM SHALL make it in the background, once, and again if the machine stopped meanwhile.",
    messages:
      "WHEN a message is due THE SYSTEM SHALL send it in the background, and try again until it was taken or 24 hours are over.",
    calculations:
      "WHEN a long calculation is asked for THE SYSTEM SHALL run it in the background, show its progress, and let it be stopped.",
  }),
};
