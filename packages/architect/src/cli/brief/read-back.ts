import type { ExitCode, Verb } from "../verb.js";

/** `lintel brief` */
export const readBack: Verb = {
  name: "brief",
  summary:
    "Read back what was edited in the brief by hand, show what changed, and tell how the brief stands.",
  examples: ["lintel brief", "lintel brief --json", "lintel brief status", "lintel brief confirm"],
  async run({ terminal, text }) {
    const { saveBrief, standingOf, withBriefLock } = await import("../../brief/index.js");
    const { findFolder } = await import("../../project/index.js");
    const { requiredBrief } = await import("./required-brief.js");
    const { describeStanding, nextOf } = await import("./standing.js");
    const directory = findFolder(process.cwd(), text("blueprint"));
    requiredBrief(directory);
    return withBriefLock<ExitCode>(directory, async () => {
      const { brief, edits } = requiredBrief(directory);
      if (edits.length > 0) saveBrief(directory, brief);
      const standing = standingOf(brief);
      const next = nextOf(standing);
      terminal.result({ name: brief.name, edits, state: standing.state, next }, (paint) =>
        [
          ...(edits.length === 0
            ? ["Nothing was edited by hand since the brief was written."]
            : [paint("green", "read back"), ...edits.map((edit) => `  ${edit}`)]),
          describeStanding(brief, standing),
          ...(next === undefined ? [] : [`${paint("dim", "next:")} ${next}`]),
        ].join("\n"),
      );
      return 0;
    });
  },
};
