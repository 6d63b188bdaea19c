import { option, type Rule } from "../rule.js";
import { chosenAt, entitiesFrom, named, saidAt } from "./known.js";

/** What is encrypted, and who has the keys. */
export const encryption: Rule = {
  id: "encryption",
  question: "What is encrypted, and who has the keys?",
  options: [
    option(
      "disk",
      "Disks and connections",
      "Encrypt disks, copies and connections",
      ["A disk that is lost, and a line that is tapped, tell nothing.", "Nothing in a query changes."],
      ["Whoever may query the database reads everything."],
    ),
    option(
      "columns",
      "Columns, with a key that the database does not have",
      "Encrypt what is sensitive by column, with keys that lie outside the database",
      [
        "A stolen copy of the database tells nothing of it.",
        "Deleting a key deletes what it protects, in copies too.",
      ],
      [
        "Such a column is found only by an exact value, and not sorted.",
        "Keys have to be kept, changed and copied away, apart from the data.",
      ],
      "Lintel encrypts no columns by itself yet: a command does, with keys from outside the database.",
    ),
    option(
      "client",
      "Before it arrives, with keys of those whose it is",
      "Let clients encrypt before it arrives",
      ["Neither operators nor thieves can read it here."],
      ["It cannot be searched, checked or added up here.", "Whoever loses the key has lost the data."],
    ),
  ],
  looksAt: ["security.fields", "security.isolation", "security.cards", "entities", "regulations"],
  follows: [],
  thresholds: [],
  judge: ({ needs }) => {
    const sensitive = needs.entities.filter(({ privacy }) => privacy === "sensitive");
    return {
      least: {
        says: "Nothing that it keeps was marked as sensitive: who may read it is a matter of access rules.",
        from: entitiesFrom(needs.entities),
      },
      marks: [],
      facts: [
        chosenAt(needs, "security.isolation", ["keys"], {
          to: "client",
          says: "Organisations have keys of their own, which others must not hold.",
          otherwise: "Organisations that have keys of their own",
        }),
        chosenAt(needs, "security.cards", ["through", "vault"], {
          to: "columns",
          says: "Card numbers pass through it.",
          otherwise: "Card numbers that pass through it",
          hard: true,
        }),
        {
          holds: sensitive.length > 0,
          to: "columns",
          says: `What is sensitive must not be read from a stolen copy of the database: ${named(sensitive)}.`,
          otherwise: "Anything that is sensitive",
          from: entitiesFrom(sensitive),
        },
        {
          holds: needs.regulations.value.includes("hipaa"),
          to: "columns",
          says: "HIPAA asks for health data that cannot be read where they are stolen.",
          otherwise: "HIPAA",
          from: needs.regulations.from,
        },
      ],
      notes:
        sensitive.length > 0
          ? [
              "By column goes what tells who somebody is and what they told: names, numbers, free text. What is added up, sorted or compared stays readable: amounts, states, times, references.",
            ]
          : [],
    };
  },
  said: ({ needs }) => saidAt(needs, "security.fields", ["disk", "columns", "client"]),
};
