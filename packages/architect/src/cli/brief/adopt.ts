import type { Verb } from "../verb.js";

/** `lintel brief adopt` */
export const adopt: Verb = {
  name: "adopt",
  summary:
    "Draft the brief of a backend that is there already from its blueprint; the interview asks the rest.",
  examples: ["lintel brief adopt", "lintel brief adopt --json | jq '.open[]'"],
  async run(given) {
    return (await import("./adopt-project.js")).adoptProject(given);
  },
};
