import type { Verb } from "../verb.js";

/** `lintel design override <decision> [option]` */
export const override: Verb = {
  name: "override",
  summary: "Decide otherwise than the figures, and say why: it holds, and the rest follows from it.",
  examples: [
    'lintel design override cache shared --reason "We run Redis already."',
    'lintel design override data-pattern cqrs --subject orders --reason "Reports must not slow down orders."',
    "lintel design override cache --remove",
  ],
  declare: (command) =>
    command
      .argument("<decision>", "its id: lintel design decisions lists them")
      .argument("[option]", "the id of the option that is to hold")
      .option("--reason <text>", "why; it stands in the record of the decision")
      .option("--subject <name>", "the service, or the id of the feature, for which it is decided apart")
      .option("--remove", "take the override back: what follows from the figures holds again"),
  async run(given) {
    return (await import("./run-override.js")).runOverride(given);
  },
};
