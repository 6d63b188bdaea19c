import type { Verb } from "../verb.js";

/** `lintel design decisions` */
export const decisions: Verb = {
  name: "decisions",
  summary: "List what is decided, what decided it, and the options that there are; nothing is written.",
  examples: [
    "lintel design decisions",
    "lintel design decisions --json | jq '.decisions[] | {id, subject, chosen, options: [.options[].id]}'",
  ],
  async run(given) {
    return (await import("./list-decisions.js")).listDecisions(given);
  },
};
