import type { Verb } from "../verb.js";

/** `lintel brief confirm` */
export const confirm: Verb = {
  name: "confirm",
  summary: "Show what the brief says, and ask the person at the terminal whether it is what is to be built.",
  examples: ["lintel brief confirm", 'lintel brief confirm --name "Ada Lovelace"'],
  declare: (command) =>
    command.option("--name <name>", "who confirms; asked for, with git's user.name as what is meant"),
  async run(given) {
    return (await import("./confirm-brief.js")).confirmBrief(given);
  },
};
