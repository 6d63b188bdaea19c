import { findFolder } from "../../project/index.js";
import type { Verb } from "../verb.js";
import { chooseTargets } from "./choose-targets.js";
import { doneLines } from "./done-lines.js";

/** `lintel agent remove` */
export const agentRemove: Verb = {
  name: "remove",
  summary: "Take away what `lintel agent install` wrote, and nothing else.",
  examples: ["lintel agent remove", "lintel agent remove --for cursor"],
  declare: (command) =>
    command
      .option("--for <programs>", "claude, cursor, copilot, codex (default: all)")
      .option("--replace", "also what was changed by hand of Lintel's own"),
  async run({ terminal, options, text }) {
    const { removeAgent, targets } = await import("../../agent/install/index.js");
    const directory = findFolder(process.cwd(), text("blueprint"));
    const given = text("for");
    const chosen = given === undefined ? targets : await chooseTargets(given, directory);
    const done = removeAgent({ directory, for: chosen, replace: options.replace === true, dry: false });
    terminal.result({ for: chosen.map(({ id }) => id), files: done }, (paint) =>
      doneLines(done, false, paint),
    );
    return done.some(({ outcome }) => outcome === "left") ? 1 : 0;
  },
};
