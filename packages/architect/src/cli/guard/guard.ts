import { InvalidArgumentError } from "commander";
import type { Verb } from "../verb.js";

/** `lintel guard` */
export const guardVerb: Verb = {
  name: "guard",
  summary: "Look at what is staged, and tell what should not be committed.",
  examples: [
    "lintel guard",
    "lintel guard --all --json | jq '.findings[].rule'",
    "lintel guard --range origin/main..HEAD",
  ],
  declare: (command) =>
    command
      .option("--all", "look at everything that is tracked")
      .option(
        "--range <a..b>",
        "look at what the commits of a range changed, and at what they let pass through the history",
        given,
      ),
  async run({ terminal, options, text }) {
    const { guard } = await import("../../practice/guard/index.js");
    const { ToolError } = await import("../../tool-error.js");
    const { formatReport } = await import("./format-report.js");
    const range = text("range");
    if (options.all === true && range !== undefined) {
      throw new ToolError(
        "RANGE_INVALID",
        "--all and --range exclude each other: all that is tracked is in no range.",
        "Leave one of them out.",
        { exitCode: 2 },
      );
    }
    const report = await guard(
      process.cwd(),
      range !== undefined
        ? { kind: "range", range }
        : options.all === true
          ? { kind: "all" }
          : { kind: "staged" },
    );
    terminal.result(report, (paint) => formatReport(report, paint));
    return report.findings.length > 0 ? 1 : 0;
  },
};

function given(value: string): string {
  if (value === "" || value.startsWith("-"))
    throw new InvalidArgumentError("It names two commits, such as origin/main..HEAD.");
  return value;
}
