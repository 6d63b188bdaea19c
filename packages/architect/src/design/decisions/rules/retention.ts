import { saySpan } from "../../../brief/say.js";
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
      "Lintel deletes no rows by itself yet: a command that runs each night does.",
    ),
    option(
      "anonymise",
      "What tells of a person is taken out, what happened stays",
      "Take out what tells of a person, and keep what happened",
      ["Books and sums stay right."],
      ["What is left must not lead back to the person: free text is emptied too."],
      "Lintel takes nothing out by itself yet: a command of each service that holds data of people does.",
    ),
    option(
      "drop-partitions",
      "Partitions are dropped",
      "Drop a partition once its time is over",
      ["Costs nothing, however many rows there were."],
      ["All rows of a span go together."],
      "Lintel drops no partitions of entities yet: a job beside it does.",
    ),
  ],
  looksAt: ["entities", "retention", "regulations", "data.deletion"],
  follows: ["partitioning"],
  thresholds: [],
  subjects: ({ needs }) => byName(needs.entities).map(({ name }) => name),
  concerns: ({ needs }, name) =>
    needs.entities.some((one) => one.name === name && (one.keptFor !== undefined || tellsOfPeople(one))),
  judge: ({ needs, settled, fromOf: settledFrom }, name) => {
    const entities = name === undefined ? needs.entities : needs.entities.filter((one) => one.name === name);
    const ending = entities.filter(({ keptFor }) => keptFor !== undefined);
    const personal = entities.filter(tellsOfPeople);
    const endless = personal.filter(({ keptFor }) => keptFor === undefined);
    const dropped =
      name === undefined ? [] : ending.filter((one) => settled("partitioning", one.name) === "by-time");
    const deletion = fromOf(needs, "data.deletion");
    const { retention, regulations } = needs;
    return {
      least: {
        says: "Nothing was said of an end, and nothing tells of people.",
        from: entitiesFrom(entities),
      },
      marks: [],
      facts: [
        {
          holds: ending.length > 0,
          to: "delete-rows",
          says: `It may be kept for a time only: ${spans(ending)}.`,
          otherwise: "Anything that may be kept for a time only",
          from: entitiesFrom(ending),
          hard: true,
        },
        {
          holds: personal.length > 0 && retention !== undefined,
          to: "delete-rows",
          says: retention
            ? `Records are kept for ${saySpan(retention.value.records)} after they were last needed, and who looked at them for ${saySpan(retention.value.looks)}.`
            : "",
          otherwise: "A time for which records are kept",
          from: retention?.from ?? [],
          hard: true,
        },
        {
          holds: personal.length > 0 && has(needs, "data.deletion", "erase"),
          to: "delete-rows",
          says: `It goes when the person asks for it: ${named(personal)}.`,
          otherwise: "People whose data goes when they ask for it",
          from: [...new Set([...entitiesFrom(personal), ...deletion])],
          hard: true,
        },
        {
          holds: endless.length > 0 && regulations.value.includes("gdpr"),
          to: "delete-rows",
          says: `The GDPR (article 5) wants an end for what tells of people, and none was said: ${named(endless)}.`,
          otherwise: "Data of people without an end, under the GDPR",
          from: [...new Set([...regulations.from, ...entitiesFrom(endless)])],
        },
        {
          holds: personal.length > 0 && has(needs, "data.deletion", "anonymise"),
          to: "anonymise",
          says: `What tells of people goes when one of them asks for it, and what happened has to stay: ${named(personal)}.`,
          otherwise: "Data of people, whose deletion must leave what happened",
          from: [...new Set([...entitiesFrom(personal), ...deletion])],
          hard: true,
        },
        {
          holds: dropped.length > 0,
          to: "drop-partitions",
          says: `It lies in partitions by time: ${named(dropped)}.`,
          otherwise: "A table in partitions by time",
          from: dropped.flatMap((one) => settledFrom("partitioning", one.name)),
        },
      ],
      notes:
        dropped.length > 0 && dropped.some(tellsOfPeople)
          ? ["A person who asks for deletion before that is deleted row by row: rarely, and by an index."]
          : [],
    };
  },
};

function tellsOfPeople({ privacy }: EntityNeed): boolean {
  return privacy === "personal" || privacy === "sensitive";
}

/** "order, payment for 10 years; shopper for 3 years". */
function spans(entities: readonly EntityNeed[]): string {
  const bySpan = new Map<number, EntityNeed[]>();
  for (const entity of entities) {
    const span = entity.keptFor ?? 0;
    bySpan.set(span, [...(bySpan.get(span) ?? []), entity]);
  }
  return [...bySpan]
    .toSorted(([a], [b]) => b - a)
    .map(([span, list]) => `${named(list)} for ${saySpan(span)}`)
    .join("; ");
}
