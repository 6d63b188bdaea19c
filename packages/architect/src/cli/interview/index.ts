import type { Verb } from "../verb.js";

/** `lintel interview` */
export const interview: Verb = {
  name: "interview",
  summary:
    "Gather what the backend is required to do, question by question. Stop at any time: it goes on from there.",
  examples: [
    "lintel interview",
    'lintel interview --feature "Refunds"',
    "lintel interview --from answers.yaml",
    "cat answers.yaml | lintel interview --from - --partial",
  ],
  declare: (command) =>
    command
      .option("--feature <title>", "a smaller feature of a project whose brief is there: an amendment to it")
      .option("--from <file>", "take the answers from a YAML file, or from standard input with -")
      .option("--partial", "with --from: take what is clear, also where other answers are not")
      .option("--batch <number>", "how many questions come together, 1 to 20", "6"),
  async run(given) {
    if (given.text("from") === undefined) return (await import("./at-terminal.js")).atTerminal(given);
    return (await import("./from-file.js")).fromFile(given);
  },
};
