import { option, type Rule } from "../rule.js";
import { isCrossed, sayIn } from "../thresholds.js";
import { chosenAt, loadFrom, readsASecond } from "./known.js";

/** What holds answers so that the database need not. */
export const cache: Rule = {
  id: "cache",
  question: "What holds answers, so that the database is not asked each time?",
  options: [
    option(
      "none",
      "Nothing",
      "Ask the database each time",
      ["Nothing is stale, and nothing has to be cleared.", "PostgreSQL's own memory is a cache already."],
      ["Each read costs the database a little."],
    ),
    option(
      "in-process",
      "The server's own memory, for seconds",
      "Hold frequent answers in the server's memory for seconds",
      ["No other system, and nothing to fail.", "A change clears it where it happens."],
      ["Each instance has its own, and another may show what is a few seconds old."],
      "Lintel holds no answers by itself yet: it answers `If-None-Match` with 304, and a command can keep what it likes.",
    ),
    option(
      "shared",
      "A cache that instances share (Redis)",
      "Share a cache between instances",
      ["What one instance asked for, all of them have."],
      [
        "Another system to run, to watch and to be without: the database must bear the day on which it is empty.",
        "A round trip of its own, about what a row by its id costs from PostgreSQL.",
      ],
      "Lintel speaks to no shared cache yet: it is written beside it.",
    ),
    option(
      "edge",
      "Caches before it, which hold what is public",
      "Let caches before it hold what is public",
      ["Most readers never reach it."],
      ["Clearing has to reach every place, and be proved to."],
      "Lintel lets nobody hold an answer without asking (`no-cache`): the edge is told for how long by its own rules, and cleared by a webhook.",
    ),
  ],
  looksAt: ["architecture.delivery", "load", "growth", "demand"],
  follows: [],
  thresholds: ["reads-worth-a-cache", "reads-on-one-database", "instances-with-own-caches"],
  judge: (given) => {
    const { needs, demand } = given;
    const reads = readsASecond(given);
    const from = loadFrom(needs);
    const many = isCrossed("instances-with-own-caches", demand.instances);
    return {
      least: {
        says: `The database answers what is read at the most in a year, ${sayIn("a second", reads)}, from its memory; a cache would add only what can be stale.`,
        from,
      },
      marks: [
        { threshold: "reads-worth-a-cache", today: reads, from, to: "in-process" },
        ...(many
          ? [{ threshold: "reads-on-one-database" as const, today: reads, from, to: "shared" }]
          : [
              {
                threshold: "instances-with-own-caches" as const,
                today: demand.instances,
                from,
                to: "in-process",
              },
            ]),
      ],
      figures: [{ threshold: "instances-with-own-caches", today: demand.instances }],
      facts: [
        chosenAt(needs, "architecture.delivery", ["edge", "static"], {
          to: "edge",
          says: "Readers are to be served from places near to them, and most of them see the same.",
          otherwise: "Public answers that are to be held near to readers",
        }),
      ],
    };
  },
};
