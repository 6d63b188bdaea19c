import { findFolder } from "../../project/index.js";
import type { Verb } from "../verb.js";
import { chooseTargets } from "./choose-targets.js";
import { doneLines } from "./done-lines.js";

/** `lintel agent install` */
export const agentInstall: Verb = {
  name: "install",
  summary: "Tell coding agents to gather requirements first. Outside of its own lines it changes nothing.",
  examples: [
    "lintel agent install",
    "lintel agent install --for claude,codex",
    "lintel agent install --check        whether all is in place; for CI",
  ],
  declare: (command) =>
    command
      .option("--for <programs>", "claude, cursor, copilot, codex (default: those in use here, else all)")
      .option("--check", "only say what differs, and fail if anything does")
      .option("--replace", "write anew what was changed by hand of Lintel's own"),
  async run({ terminal, options, text }) {
    const { installAgent } = await import("../../agent/install/index.js");
    const directory = findFolder(process.cwd(), text("blueprint"));
    const chosen = await chooseTargets(text("for"), directory);
    const dry = options.check === true;
    const done = installAgent({ directory, for: chosen, replace: options.replace === true, dry });
    const byHand = chosen.flatMap((target) => (target.byHand ? [target.byHand] : []));
    const isLeft = done.some(({ outcome }) => outcome === "left");
    terminal.result({ for: chosen.map(({ id }) => id), files: done, byHand }, (paint) =>
      [
        doneLines(done, dry, paint),
        ...(isLeft ? ["Mend what is left alone, or give --replace for what is Lintel's own."] : []),
        ...(dry ? [] : byHand),
      ].join("\n\n"),
    );
    const differs = done.some(({ outcome }) => outcome !== "same");
    return (dry ? differs : isLeft) ? 1 : 0;
  },
};
