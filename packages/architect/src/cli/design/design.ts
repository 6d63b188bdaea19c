import type { Verb } from "../verb.js";

/** `lintel design` */
export const design: Verb = {
  name: "design",
  summary:
    "Design the backend from its confirmed brief: decisions, a blueprint to begin with, and docs/architecture. What a person edited is never overwritten.",
  examples: [
    "lintel design",
    "lintel design --dry-run",
    "lintel design --apply",
    "lintel design --apply --keep services/orders.ts",
    "lintel design --documents",
    "lintel design --json | jq '.decisions[] | {id, chosen}'",
  ],
  declare: (command) =>
    command
      .option("--apply", "take what is proposed for files that were drafted before; edits are merged")
      .option("--keep <files...>", "with --apply: files that stay as they are, whatever is proposed for them")
      .option("--documents", "render docs/architecture again, and touch nothing else")
      .option("--dry-run", "show what would be done, and write nothing"),
  async run(given) {
    return (await import("./run-design.js")).runDesign(given);
  },
};
