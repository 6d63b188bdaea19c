import type { Verb } from "../verb.js";

/** `lintel tests` */
export const tests: Verb = {
  name: "tests",
  summary:
    "Write acceptance tests from the brief and the blueprint; or run them, and keep that they were seen red and then green.",
  examples: [
    "lintel tests",
    "lintel tests --record",
    "lintel tests --record -- acceptance/place-order.test.ts --bail 1",
  ],
  declare: (command) =>
    command
      .argument("[vitest...]", "with --record, after --: what Vitest is told")
      .option("--record", "run the tests, and keep what was seen in ai/memory-bank/test-ledger.json"),
  async run(given) {
    const { record } = await import("./record.js");
    const { write } = await import("./write.js");
    return given.options.record === true ? record(given) : write(given);
  },
};
