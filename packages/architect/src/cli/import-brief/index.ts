import type { Verb } from "../verb.js";

/** `lintel import-brief` */
export const importBrief: Verb = {
  name: "import-brief",
  summary:
    "Fill in a brief from a specification of spec-kit, of Kiro or in Markdown: what it says for certain, and from which line.",
  examples: [
    "lintel import-brief specs/001-albums/spec.md",
    "lintel import-brief .kiro/specs",
    'lintel import-brief specs/004-refunds --feature "Refunds"',
    "lintel import-brief docs/requirements.md --dry-run",
  ],
  declare: (command) =>
    command
      .argument("<path>", "a file of Markdown, or a folder with specifications")
      .option("--feature <title>", "fill in an amendment to the brief, for a smaller feature")
      .option("--dry-run", "show what would be taken, and write nothing"),
  async run(given) {
    return (await import("./take-specification.js")).takeSpecification(given);
  },
};
