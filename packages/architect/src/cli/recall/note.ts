import type { Verb } from "../verb.js";

/** `lintel recall note <text>` */
export const note: Verb = {
  name: "note",
  summary: "Note what went well or badly with the design, for the next one.",
  examples: [
    'lintel recall note "One process was enough for two years." --went well --decision style',
    'lintel recall note "Exports held up the orders." --went badly',
  ],
  declare: (command) =>
    command
      .argument("<text>", "what happened, in one line of 3 to 500 characters")
      .requiredOption("--went <how>", "well or badly")
      .option("--decision <id>", "the decision that it speaks of: style, cache, ..."),
  async run(given) {
    return (await import("./add-note.js")).addNote(given);
  },
};
