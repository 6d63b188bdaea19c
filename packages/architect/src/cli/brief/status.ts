import type { Verb } from "../verb.js";

/** `lintel brief status` */
export const status: Verb = {
  name: "status",
  summary: "Tell how far the brief is, what is open, and what was made from answers that are others now.",
  examples: ["lintel brief status", "lintel brief status --json | jq '.gaps[].question'"],
  async run({ terminal, text }) {
    const { statusOf, statusText } = await import("../../brief/index.js");
    const { findFolder } = await import("../../project/index.js");
    const { fit, widthOf } = await import("../interview/wrap.js");
    const { requiredBrief } = await import("./required-brief.js");
    const { brief, edits } = requiredBrief(findFolder(process.cwd(), text("blueprint")));
    const told = statusOf(brief, edits);
    terminal.result(told, () => fit(statusText(told), widthOf(process.stdout)));
    return told.state === "confirmed" && told.stale.length === 0 && edits.length === 0 ? 0 : 1;
  },
};
