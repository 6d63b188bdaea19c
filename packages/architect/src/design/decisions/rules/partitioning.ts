import type { EntityNeed, Needs } from "../../needs/index.js";
import { type Grounds, type Mark, option, type Rule } from "../rule.js";
import { isCrossed, limit } from "../thresholds.js";
import { isAppended } from "./appended.js";
import { byName, changesASecond, entitiesFrom, loadFrom } from "./known.js";

const day = 86_400;

/** How a table is cut that is too large to be one. */
export const partitioning: Rule = {
  id: "partitioning",
  question: "Is what is large cut into parts, and by what?",
  options: [
    option(
      "none",
      "One table",
      "Keep each entity in one table",
      ["One index answers, and a unique key is a unique key."],
      ["Deleting much of it is work for every row."],
    ),
    option(
      "by-tenant",
      "By organisation",
      "Cut it by organisation",
      ["Each query stays within one part, whose indexes fit into memory."],
      ["A query over all organisations reads every part.", "Unique keys have the organisation in them."],
      "Lintel does not cut tables of entities yet: a migration that is written by hand does.",
    ),
    option(
      "by-time",
      "By time",
      "Cut it by time",
      ["What is too old is dropped as a whole, at no cost.", "What is new, and asked for, stays small."],
      ["Unique keys have the time in them.", "A query without a time reads every part."],
      "Lintel does not cut tables of entities yet: a migration that is written by hand does, and a job that makes and drops partitions.",
    ),
    option(
      "shards",
      "Over several databases",
      "Spread what is large over several databases, by organisation or another key",
      [
        "Each database is small enough to be restored, vacuumed and understood.",
        "The program stays one: it asks which database a key lies in.",
      ],
      [
        "A change that spans two of them is no longer one transaction, and a question over all of them asks each.",
        "Moving a key from one to another is a program of its own.",
      ],
      "Lintel gives a system one database: a deployment for each group of keys, and a router before them, are written beside it.",
    ),
  ],
  looksAt: ["entities", "tenants", "load", "growth", "demand"],
  follows: [],
  thresholds: ["rows-in-one-table", "deleted-a-day", "changes-on-one-database", "bytes-in-one-database"],
  subjects: ({ needs }) => byName(needs.entities).map(({ name }) => name),
  concerns: ({ needs }, name) =>
    needs.entities.some(
      (one) =>
        one.name === name &&
        marksOf(one, needs.tenants !== undefined).some(({ threshold, today }) => isCrossed(threshold, today)),
    ),
  judge: (given, name) => {
    const { needs } = given;
    const entity = needs.entities.find((one) => one.name === name);
    const marks = (entity ? [entity] : [largestOneIn(needs)]).flatMap((one) =>
      one === undefined ? [] : marksOf(one, needs.tenants !== undefined),
    );
    if (entity)
      return {
        least: { says: `It is small enough for one table: ${entity.name}.`, from: entity.from },
        marks,
        facts: [],
        notes: cutsOf(entity),
      };
    return {
      least: {
        says: `A table of up to ${limit("rows-in-one-table")} is one table; what is larger is decided for apart.`,
        from: entitiesFrom(needs.entities),
      },
      marks: [...wholeOf(given), ...marks],
      facts: [],
    };
  },
};

/** What all of the data together asks of one database. */
function wholeOf(given: Grounds): readonly Mark[] {
  const { needs, demand } = given;
  return [
    {
      threshold: "changes-on-one-database",
      today: changesASecond(given),
      from: loadFrom(needs),
      to: "shards",
    },
    {
      threshold: "bytes-in-one-database",
      today: demand.stored.inAYear,
      from: entitiesFrom(needs.entities),
      to: "shards",
    },
  ];
}

/** The largest of those that stay one table. */
function largestOneIn({ entities, tenants }: Needs): EntityNeed | undefined {
  return byName(entities)
    .filter((one) => {
      const marks = marksOf(one, tenants !== undefined);
      return marks.length > 0 && marks.every(({ threshold, today }) => !isCrossed(threshold, today));
    })
    .toSorted((a, b) => b.inAYear - a.inAYear)
    .at(0);
}

function marksOf(entity: EntityNeed, isShared: boolean): readonly Mark[] {
  const { keptFor, inAYear, from, name } = entity;
  const to = isAppended(entity) || keptFor !== undefined ? "by-time" : isShared ? "by-tenant" : undefined;
  const turnedOver = Math.max(day, Math.min(keptFor ?? Number.POSITIVE_INFINITY, 365 * day)) / day;
  return [
    ...(to === undefined
      ? []
      : [{ threshold: "rows-in-one-table" as const, today: inAYear, from, to, of: name }]),
    ...(keptFor === undefined
      ? []
      : [
          {
            threshold: "deleted-a-day" as const,
            today: inAYear / turnedOver,
            from,
            to: "by-time",
            of: name,
          },
        ]),
  ];
}

/** How long a partition by time is, so that there are some dozens of them. */
function cutsOf({ keptFor = 10 * 365 * day }: EntityNeed): readonly string[] {
  const span = keptFor <= 120 * day ? "a day" : keptFor <= 5 * 365 * day ? "a month" : "a quarter";
  return [`By time, a partition is ${span}: some dozens of them, each made before its time comes.`];
}
