import type { Verb } from "../verb.js";

/** `lintel brief status` */
export const status: Verb = {
  name: "status",
  summary: "Tell how far the brief is, what is open, and what was made from answers that are others now.",
  examples: ["lintel brief status", "lintel brief status --json | jq '.open[].question'"],
  async run({ terminal, text }) {
    const { interviewOf, staleOf, standingOf } = await import("../../brief/index.js");
    const { findFolder } = await import("../../project/index.js");
    const { requiredBrief } = await import("./required-brief.js");
    const { describeStanding, nextOf } = await import("./standing.js");
    const { showStatus } = await import("./show-status.js");
    const { brief, edits } = requiredBrief(findFolder(process.cwd(), text("blueprint")));
    const standing = standingOf(brief);
    const interviews = [undefined, ...Object.keys(brief.amendments)].map((name) => interviewOf(brief, name));
    const open = standing.state === "incomplete" ? standing.gaps : [];
    const stale = staleOf(brief).map(({ derived: { kind, path }, questions }) => ({ kind, path, questions }));
    const progress = interviews.map((one) => ({ amendment: one.amendment ?? null, ...one.progress }));
    const next = nextOf(standing);
    terminal.result(
      { name: brief.name, state: standing.state, progress, open, stale, edits, next },
      (paint) =>
        showStatus({ says: describeStanding(brief, standing), progress, open, stale, edits, next }, paint),
    );
    return standing.state === "confirmed" && stale.length === 0 && edits.length === 0 ? 0 : 1;
  },
};
