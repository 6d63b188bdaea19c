import { option, type Rule } from "../rule.js";
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
    ),
    option(
      "by-time",
      "By time",
      "Cut it by time",
      ["What is too old is dropped as a whole, at no cost.", "What is new, and asked for, stays small."],
      ["Unique keys have the time in them.", "A query without a time reads every part."],
    ),
  ],
  looksAt: ["entities", "tenants"],
  follows: [],
  thresholds: ["rows-in-one-table", "deleted-a-day"],
  subjects: ({ needs }) => byName(needs.entities).map(({ name }) => name),
  judge: ({ needs }, name) => {
    const entity = needs.entities.find((one) => one.name === name);
    const largest = Math.max(0, ...needs.entities.map(({ inAYear }) => inAYear));
    if (!entity)
      return {
        least: {
          says: `A table of up to 50,000,000 rows is one table (the largest has ${largest.toLocaleString("en-US")} in a year); what is larger is decided for apart.`,
          from: entitiesFrom(needs.entities),
        },
        marks: [],
        facts: [],
      };
    const { keptFor, inAYear, from } = entity;
    const deleted = keptFor === undefined ? 0 : (inAYear / Math.max(day, Math.min(keptFor, 365 * day))) * day;
    const isInTime = isAppended(entity) || keptFor !== undefined;
    const cut = isInTime ? "by-time" : needs.tenants ? "by-tenant" : undefined;
    return {
      least: { says: `${name} is small enough for one table.`, from },
      marks: [
        ...(cut === undefined
          ? []
          : [{ threshold: "rows-in-one-table" as const, today: inAYear, from, to: cut, of: name ?? "" }]),
        ...(keptFor === undefined
          ? []
          : [{ threshold: "deleted-a-day" as const, today: deleted, from, to: "by-time", of: name ?? "" }]),
      ],
      facts: [],
    };
  },
};
