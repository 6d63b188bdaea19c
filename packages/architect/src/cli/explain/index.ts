import type { Verb } from "../verb.js";

/** `lintel explain` */
export const explain: Verb = {
  name: "explain",
  summary: "Tell where something comes from, what depends on it, and what would change it.",
  examples: [
    "lintel explain REQ-PERF-002",
    "lintel explain orders",
    "lintel explain table order_lines",
    "lintel explain adr 7",
    "lintel explain style",
    "lintel explain performance.load",
    "lintel explain system.md --json | jq '.explanation.dependents'",
  ],
  declare: (command) =>
    command.argument(
      "<subject...>",
      "a requirement, a name of the blueprint, a decision, a record, a question or a document",
    ),
  async run(given) {
    return (await import("./explain-subject.js")).explainSubject(given);
  },
};
