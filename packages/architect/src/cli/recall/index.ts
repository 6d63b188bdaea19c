import type { Verb } from "../verb.js";
import { note } from "./note.js";

/** `lintel recall` */
const recallVerb: Verb = {
  name: "recall",
  summary: "Show the earlier designs that are nearest to this one, and what went well or badly with them.",
  examples: [
    "lintel recall",
    "lintel recall --count 10",
    "lintel recall --share on      keep facts of designs across your projects",
    'lintel recall note "Nobody missed the cache." --went well --decision cache',
  ],
  declare: (command) =>
    command
      .option(
        "--share <choice>",
        "on or off: whether facts of your designs are kept across your projects, in the home folder",
      )
      .option("--count <number>", "how many at most, 1 to 100 (default: 3)"),
  async run(given) {
    return (await import("./run-recall.js")).runRecall(given);
  },
};

/** `lintel recall`, and the verbs below it. */
export const recall: Verb = recallVerb;
export const recallVerbs: readonly Verb[] = [note];
