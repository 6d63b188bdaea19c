import { option, type Rule } from "../rule.js";
import { chosenAt, entitiesFrom, fromOf, has } from "./known.js";

const asked = "architecture.search";

/** How people find what they look for. */
export const search: Rule = {
  id: "search",
  question: "How do people find what they look for?",
  options: [
    option(
      "filters",
      "Filters and sorting",
      "Find by filters and sorting",
      ["An index answers, in the same milliseconds at any size."],
      ["Words within a text are not found."],
    ),
    option(
      "database",
      "Words, in PostgreSQL",
      "Search by words in PostgreSQL",
      ["What was written a moment ago is found.", "Access rules hold for what is found, too."],
      ["No forgiving of slips of the pen to speak of, and ranking is simple."],
    ),
    option(
      "engine",
      "A search engine beside it",
      "Search in an engine beside PostgreSQL",
      ["Forgives slips of the pen, counts by facet, and ranks by what sold or was read."],
      [
        "A second copy of everything that is found: late, to be filled anew, and to be kept to the same access rules.",
      ],
      "Lintel fills no engine by itself: a consumer of the log does.",
    ),
  ],
  looksAt: [asked, "entities", "features"],
  follows: [],
  thresholds: ["rows-searched"],
  judge: ({ needs }) => {
    const open = needs.entities.filter(({ privacy }) => privacy === "public");
    const found = open.length > 0 ? open : needs.entities;
    const rows = Math.max(0, ...found.map(({ inAYear }) => inAYear));
    const byWords = has(needs, asked, "database", "engine");
    const features = needs.features.filter(({ name, what }) => /\b(search|find)/i.test(`${name} ${what}`));
    const isSaid = needs.choice(asked).value.length > 0;
    return {
      least: { says: "Nobody said that words within texts have to be found.", from: fromOf(needs, asked) },
      marks: byWords
        ? [
            {
              threshold: "rows-searched",
              today: rows,
              from: [...entitiesFrom(found), ...fromOf(needs, asked)],
              to: "engine",
            },
          ]
        : [],
      facts: [
        chosenAt(needs, asked, ["database", "engine"], {
          to: "database",
          says: "People look for things by words.",
          otherwise: "People who look for things by words",
          hard: true,
        }),
        {
          holds: !isSaid && features.length > 0,
          to: "database",
          says: `A feature is about finding things: ${features
            .map(({ name }) => name)
            .toSorted()
            .join(", ")}.`,
          otherwise: "A feature that is about finding things by words",
          from: features.map(({ id }) => id).toSorted(),
        },
      ],
    };
  },
  said: ({ needs }) => {
    const { bySomeone, value, from } = needs.choice(asked);
    const [one] = value;
    if (!bySomeone || one === undefined) return undefined;
    return {
      option: one === "none" ? "filters" : one,
      reason: `The brief says so (${from.join(", ")}).`,
      from,
    };
  },
};
