import type { EntityNeed, Needs } from "../../needs/index.js";
import { type Mark, option, type Rule } from "../rule.js";
import { isCrossed, limit } from "../thresholds.js";
import { isAppended } from "./appended.js";
import { byName, entitiesFrom } from "./known.js";

const day = 86_400;

/** How a table is cut that is too large to be one. */
export const partitioning: Rule = {
  id: "partitioning",
  question: "Is a table cut into partitions, and by what?",
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
  ],
  looksAt: ["entities", "tenants"],
  follows: [],
  thresholds: ["rows-in-one-table", "deleted-a-day"],
  subjects: ({ needs }) => byName(needs.entities).map(({ name }) => name),
  judge: ({ needs }, name) => {
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
      marks,
      facts: [],
    };
  },
};

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
