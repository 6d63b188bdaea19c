import type { Verb } from "../verb.js";

/** `lintel brief show` */
export const show: Verb = {
  name: "show",
  summary: "Print the brief: the whole document, or what a person confirms of it.",
  examples: ["lintel brief show | less", "lintel brief show --summary", "lintel brief show --json"],
  declare: (command) => command.option("--summary", "only what is put to a person before it is confirmed"),
  async run({ terminal, options, text }) {
    const { renderBrief, requirementsOf, summarise } = await import("../../brief/index.js");
    const { findFolder } = await import("../../project/index.js");
    const { requiredBrief } = await import("./required-brief.js");
    const { brief } = requiredBrief(findFolder(process.cwd(), text("blueprint")));
    terminal.result({ brief, requirements: requirementsOf(brief) }, () =>
      (options.summary === true ? summarise(brief) : renderBrief(brief)).trimEnd(),
    );
    return 0;
  },
};
