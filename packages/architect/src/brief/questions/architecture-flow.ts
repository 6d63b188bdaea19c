import { answered, kindOf, whenKind } from "./known.js";
import { option, perChoice, take } from "./parts.js";
import type { Question } from "./question.js";

export const buffer: Question = {
  id: "architecture.buffer",
  category: "architecture",
  number: 6,
  text: "What happens to messages that come faster than they can be stored, such as after an outage of the network?",
  reason:
    "When a network returns, all devices send at once what they kept, and that is many times the usual load.",
  follows: "Whether there is a queue before the database, how large it is, and what devices are told.",
  example: "queue",
  answer: {
    kind: "choice",
    options: [
      option(
        "queue",
        "They wait in a queue that is kept on disk",
        ["Devices are done at once, and the database works at its pace."],
        ["One more thing to run, and readings are late while it is long."],
        "Devices cannot keep much themselves, or come in waves.",
      ),
      option(
        "batches",
        "They are stored at once, many in one statement",
        ["Nothing between device and table.", "One PostgreSQL takes tens of thousands a second in this way."],
        ["The peak must fit what the database can take."],
        "The peak after an outage is known and bounded.",
      ),
      option(
        "refuse",
        "Devices are told to come again later",
        ["The simplest to run."],
        ["Only for devices that keep readings and obey."],
        "Devices keep hours of readings, and wait for different times.",
      ),
    ],
  },
  asked: whenKind("telemetry"),
  recommend: (facts) =>
    take(
      "batches",
      `It is ${kindOf(facts)}: storing many readings with one statement carries most fleets without a queue beside the database; take a queue where a device can keep nothing.`,
      ...answered(facts, "scope.kind"),
    ),
  requirement: perChoice("P0", {
    queue:
      "WHEN messages come faster than they are stored THE SYSTEM SHALL acknowledge each only after it lies in a queue on disk, and store them in the order of each device.",
    batches:
      "WHEN messages come faster than one by one can be stored THE SYSTEM SHALL store many with one statement, and acknowledge each only after its commit.",
    refuse:
      "IF messages come faster than they are stored THEN THE SYSTEM SHALL refuse them with the time after which to try again, and acknowledge nothing that is not stored.",
  }),
};

export const rollups: Question = {
  id: "architecture.rollups",
  category: "architecture",
  number: 7,
  text: "When are sums and averages over readings worked out: as each arrives, at intervals, or when somebody asks?",
  reason:
    "A year of readings at one a minute is half a million rows a device: too many to add up while somebody waits.",
  follows: "The tables of sums, how late they are, and how a late reading finds its way into them.",
  example: "scheduled",
  answer: {
    kind: "choice",
    options: [
      option(
        "on-arrival",
        "As each reading arrives",
        ["Always up to date."],
        ["Every write costs more, and a late reading changes a sum that was shown."],
        "Limits are watched, and an alarm must come within seconds.",
      ),
      option(
        "scheduled",
        "At intervals, such as each minute",
        ["Cheap, and late readings are taken in at the next turn."],
        ["Late by one interval."],
        "Dashboards and reports: nearly always.",
      ),
      option(
        "on-read",
        "When somebody asks",
        ["Nothing to keep and nothing to be wrong."],
        ["Slow over long spans."],
        "Few ask, and over hours rather than months.",
      ),
    ],
  },
  asked: whenKind("telemetry"),
  recommend: (facts) =>
    take(
      "scheduled",
      `It is ${kindOf(facts)}: sums by interval are cheap, and take late readings in without work for anybody.`,
      ...answered(facts, "scope.kind"),
    ),
  requirement: perChoice("P1", {
    "on-arrival":
      "WHEN a reading is stored THE SYSTEM SHALL bring every sum that it belongs to up to date in the same transaction.",
    scheduled:
      "WHEN an interval of 1 min is over THE SYSTEM SHALL work out its sums within the next, and again those of earlier intervals for which readings came late.",
    "on-read":
      "WHEN sums are asked for THE SYSTEM SHALL work them out from the readings, over no longer a span than its target of latency allows.",
  }),
};

export const contentDelivery: Question = {
  id: "architecture.delivery",
  category: "architecture",
  number: 11,
  text: "How does content reach its readers: asked for at each visit, made into files beforehand, or held at the edge?",
  reason: "It decides how many requests ever reach the database, and how soon a correction is seen.",
  follows:
    "The caches, what each answer says about how long it may be held, and what a publication must clear.",
  example: "edge",
  answer: {
    kind: "choice",
    options: [
      option(
        "api",
        "Asked for at each visit",
        ["A correction is seen at once.", "Each reader may see something of their own."],
        ["Every reader costs a request, also on the worst day."],
        "Readers are signed in, or content changes by the minute.",
      ),
      option(
        "static",
        "Made into files when it is published",
        ["Nothing can break under load.", "Cheap."],
        ["A change to a part of every page makes all of them anew."],
        "Thousands of pages that change a few times a day.",
      ),
      option(
        "edge",
        "Held at the edge, and cleared when it changes",
        ["Readers are served nearby, and the origin sees few of them."],
        ["Clearing must reach every place, and be proved to."],
        "Many readers, and corrections that must be seen within a minute.",
      ),
    ],
  },
  asked: whenKind("content"),
  recommend: (facts) =>
    take(
      "edge",
      `It is ${kindOf(facts)}: most readers see the same, so that few of them need to reach the database.`,
      ...answered(facts, "scope.kind"),
    ),
  requirement: perChoice("P0", {
    api: "WHEN content is asked for THE SYSTEM SHALL answer with what is published at that moment.",
    static:
      "WHEN content is published THE SYSTEM SHALL make every page that shows it anew, and show either all of them or none.",
    edge: "WHEN content is published, corrected or withdrawn THE SYSTEM SHALL clear it from the edge, and try again until every place has confirmed it.",
  }),
};

export const search: Question = {
  id: "architecture.search",
  category: "architecture",
  number: 12,
  text: "How do people find what they look for: by filters, by words in the database, or with a search engine?",
  reason: "A search engine is a second copy of everything, which can be late, wrong or away.",
  follows: "Indexes, and whether there is a second system to feed and to run.",
  example: "database",
  answer: {
    kind: "choice",
    options: [
      option(
        "none",
        "By filters and lists only",
        ["Nothing to add."],
        ["People must know where to look."],
        "Hundreds of things, or codes that everybody knows.",
      ),
      option(
        "database",
        "By words, in the database",
        ["Never late, and under the same access rules.", "Good to millions of rows."],
        ["Ranking and tolerance of typing errors are modest."],
        "Nearly always at first.",
      ),
      option(
        "engine",
        "With a search engine beside it",
        ["Typing errors, facets and ranking that can be tuned."],
        ["One more system to run, to feed and to secure."],
        "Search is how most people buy or read, and somebody tunes it.",
      ),
    ],
  },
  asked: whenKind("content", "commerce"),
  recommend: (facts) =>
    take(
      "database",
      `It is ${kindOf(facts)}: words in the database are never late and need no second system; an engine can be fed from its events later.`,
      ...answered(facts, "scope.kind"),
    ),
  requirement: perChoice("P1", {
    none: "WHEN somebody looks for something THE SYSTEM SHALL offer filters and sorted lists.",
    database:
      "WHEN somebody searches by words THE SYSTEM SHALL find everything that was committed before and that they may see, and nothing else.",
    engine:
      "WHEN something changes THE SYSTEM SHALL have it in the search engine within 10 s. WHILE the engine is away THE SYSTEM SHALL offer filters and lists instead.",
  }),
};
