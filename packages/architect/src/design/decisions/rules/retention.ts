import type { EntityNeed } from "../../needs/index.js";
import { option, type Rule } from "../rule.js";
import { byName, entitiesFrom, fromOf, has, named } from "./known.js";

/** How what is too old, or whose owner asks for it, goes. */
export const retention: Rule = {
  id: "retention",
  question: "How does what may not be kept any longer go?",
  options: [
    option(
      "none",
      "It stays",
      "Keep everything",
      ["Nothing to run, and nothing to be lost by mistake."],
      ["It grows for ever, and is there to be stolen."],
    ),
    option(
      "delete-rows",
      "Rows are deleted once their time is over",
      "Delete rows once their time is over",
      ["A few rows at a time, at night, by an index on their time."],
      [
        "Each deleted row is written and vacuumed once more.",
        "Copies forget later: their own time counts on top.",
      ],
    ),
    option(
      "anonymise",
      "What tells of a person is taken out, what happened stays",
      "Take out what tells of a person, and keep what happened",
      ["Books and sums stay right."],
      ["What is left must not lead back to the person: free text is emptied too."],
    ),
    option(
      "drop-partitions",
      "Partitions are dropped",
      "Drop a partition once its time is over",
      ["Costs nothing, however many rows there were."],
      ["All rows of a span go together."],
    ),
  ],
  looksAt: ["entities", "tenants", "data.deletion"],
  follows: ["partitioning"],
  thresholds: [],
  subjects: ({ needs }) => byName(needs.entities).map(({ name }) => name),
  concerns: ({ needs }, name) =>
    needs.entities.some((one) => one.name === name && (one.keptFor !== undefined || tellsOfPeople(one))),
  judge: ({ needs, settled }, name) => {
    const entities = name === undefined ? needs.entities : needs.entities.filter((one) => one.name === name);
    const ending = entities.filter(({ keptFor }) => keptFor !== undefined);
    const personal = entities.filter(tellsOfPeople);
    const dropped =
      name === undefined ? [] : ending.filter((one) => settled("partitioning", one.name) === "by-time");
    const deletion = fromOf(needs, "data.deletion");
    return {
      least: { says: "Nothing has an end, and nothing tells of people.", from: entitiesFrom(entities) },
      marks: [],
      facts: [
        {
          holds: ending.length > 0 || (personal.length > 0 && has(needs, "data.deletion", "erase")),
          to: "delete-rows",
          says:
            ending.length > 0
              ? `${named(ending)} may be kept for a time only.`
              : `${named(personal)} goes when the person asks for it.`,
          otherwise: "Anything that may be kept for a time only",
          from: [...new Set([...entitiesFrom(ending), ...deletion])],
          hard: true,
        },
        {
          holds: personal.length > 0 && has(needs, "data.deletion", "anonymise"),
          to: "anonymise",
          says: `${named(personal)} tells of people, and what happened has to stay when one of them asks for deletion.`,
          otherwise: "Data of people, whose deletion must leave what happened",
          from: [...new Set([...entitiesFrom(personal), ...deletion])],
          hard: true,
        },
        {
          holds: dropped.length > 0,
          to: "drop-partitions",
          says: `${named(dropped)} lies in partitions by time.`,
          otherwise: "A table in partitions by time",
          from: entitiesFrom(dropped),
        },
      ],
    };
  },
};

function tellsOfPeople({ privacy }: EntityNeed): boolean {
  return privacy === "personal" || privacy === "sensitive";
}
