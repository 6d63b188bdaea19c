import type { Verb } from "../verb.js";

/** `lintel tests` */
export const tests: Verb = {
  name: "tests",
  summary:
    "Write acceptance tests from the brief and the blueprint; or run them, and keep that they were seen red and then green.",
  examples: [
    "lintel tests",
    "lintel tests --record",
    "lintel tests --record --closed",
    "lintel tests --record -- acceptance/place-order.test.ts --bail 1",
  ],
  declare: (command) =>
    command
      .argument("[vitest...]", "with --record, after --: what Vitest is told")
      .option("--record", "run the tests, and keep what was seen in ai/memory-bank/test-ledger.json")
      .option("--closed", "with --record: close every address, to see tests of the blueprint red"),
  async run(given) {
    const { record } = await import("./record.js");
    const { seeClosed } = await import("./see-closed.js");
    const { write } = await import("./write.js");
    if (given.options.record !== true) return write(given);
    return given.options.closed === true ? seeClosed(given) : record(given);
  },
};
