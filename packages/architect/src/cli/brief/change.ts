import type { Verb } from "../verb.js";

/** `lintel brief change <question>` */
export const change: Verb = {
  name: "change",
  summary:
    "Answer a question anew, and say why: the old answer and the reason are kept, and what has become stale is listed.",
  examples: [
    "lintel brief change performance.load",
    'lintel brief change performance.load --to "concurrent 900, usual 80 rps, peak 400 rps" --reason "Two more shops join."',
    "lintel brief change refunds/feature.behaviour",
  ],
  declare: (command) =>
    command
      .argument("<question>", "its id, such as performance.load; of a feature with its name in front")
      .option("--to <answer>", "the new answer; asked for unless given")
      .option("--reason <text>", "why it changes; asked for unless given"),
  async run(given) {
    return (await import("./change-answer.js")).changeAnswer(given);
  },
};
