import type { EntityNeed } from "../../needs/index.js";
import { type Given, option, type Rule } from "../rule.js";
import { isAppended } from "./appended.js";
import { byName, entitiesFrom, fromOf, has, named } from "./known.js";

/** How a service keeps what it knows. */
export const dataPattern: Rule = {
  id: "data-pattern",
  question: "How are the data of a service kept: as they are, with their past, or as events?",
  options: [
    option(
      "crud",
      "Rows as they are now",
      "Keep rows as they are now",
      ["What is read is what was written.", "Everybody knows it, and every tool."],
      ["The past is gone once it is overwritten."],
    ),
    option(
      "audited",
      "Rows, and beside them who changed what",
      "Keep rows, and beside them who changed what and when",
      ["Answers nearly every question about the past.", "Reading stays as simple as without."],
      ["The notes grow with every change, and are personal data themselves."],
      "Lintel writes who asked into the log of an entity with a feed; how long it is kept there is to be said.",
    ),
    option(
      "append-only",
      "Entries that are only added",
      "Keep entries that are only added, never changed",
      [
        "Nobody can change what was; a mistake is reversed by another entry.",
        "The database itself refuses the rest.",
      ],
      ["What holds now is a sum, which has to be kept beside the entries."],
      "In Lintel: an entity that nobody may update or delete, and a projection with the sums.",
    ),
    option(
      "projections",
      "Rows, and read models made from what happened",
      "Keep rows, and make read models from what happened (CQRS)",
      ["A question over millions of rows is one row.", "A read model can be made anew in another form."],
      ["A read model is late by a moment, and has to be watched."],
    ),
    option(
      "event-sourcing",
      "Events, from which the present follows",
      "Keep events, and make the present from them",
      ["The past can be asked anything, and replayed."],
      [
        "Events have to be understood for years, and deletion is hard.",
        "Every question needs a read model of its own.",
      ],
      "Lintel keeps rows: events as the only truth are an entity that is only added to, and projections.",
    ),
  ],
  looksAt: [
    "architecture.history",
    "architecture.rollups",
    "data.ledger",
    "security.audit",
    "entities",
    "series",
    "cut",
  ],
  follows: [],
  thresholds: ["reads-from-sums"],
  subjects: ({ cut }) => byName(cut.services).map(({ name }) => name),
  judge: (given, service) => {
    const { needs } = given;
    const entities = entitiesOf(given, service);
    const appended = entities.filter(isAppended);
    const whole = service === undefined;
    const isLedger = has(needs, "data.ledger", "double-entry", "entries");
    const sums = has(needs, "architecture.rollups", "on-arrival", "scheduled");
    const largest = Math.max(0, ...appended.map(({ inAYear }) => inAYear));
    const from = entitiesFrom(appended);
    return {
      least: {
        says: "Nobody asked what was before, and nothing is summed over millions of rows: rows as they are now are the simplest that works.",
        from: [...fromOf(needs, "architecture.history"), ...entitiesFrom(entities)],
      },
      marks:
        !whole && sums && appended.length > 0
          ? [
              {
                threshold: "reads-from-sums",
                today: largest,
                from: [...from, ...fromOf(needs, "architecture.rollups")],
                to: "projections",
                of: named(appended),
              },
            ]
          : [],
      facts: [
        {
          holds:
            has(needs, "architecture.history", "audit", "events") || has(needs, "security.audit", "writes"),
          to: "audited",
          says: "It has to be known who changed what.",
          otherwise: "A duty to know who changed what",
          from: fromOf(needs, "architecture.history", "security.audit"),
        },
        {
          holds: !whole && isLedger && appended.length > 0,
          to: "append-only",
          says: `Who has how much is kept as entries (${named(appended)}), which nobody may change.`,
          otherwise: "Entries that nobody may change, of which this service keeps some",
          from: [...fromOf(needs, "data.ledger"), ...from],
          hard: true,
        },
        {
          holds: has(needs, "architecture.history", "events") && !isLedger,
          to: "event-sourcing",
          says: "Every change is to be known as an event, from which the present follows.",
          otherwise: "A need for every change as an event, where no ledger has them already",
          from: fromOf(needs, "architecture.history", "data.ledger"),
        },
      ],
    };
  },
};

function entitiesOf({ cut, needs }: Given, service: string | undefined): readonly EntityNeed[] {
  if (service === undefined) return needs.entities;
  return cut.services.find(({ name }) => name === service)?.entities ?? [];
}
