import { type Line, lines, section } from "../line.js";
import { inline } from "../markdown.js";
import type { View } from "../view.js";
import { verdicts } from "./glance.js";

/** The verdict, why, and what would change it. */
export function authentication({ decision }: View): readonly Line[] {
  const from = "security.authentication";
  const heading = "## Authentication decision";
  if (!decision) return section(heading, lines(from, `*Open*: it is decided by the answer to \`${from}\`.`));
  return section(
    heading,
    lines(from, `**Authentication is ${verdicts[decision.verdict]}.**`),
    lines(from, "Why:", "", ...decision.because.map((reason) => `- ${inline(reason)}`)),
    lines(from, "What would change it:", "", ...decision.wouldChange.map((change) => `- ${inline(change)}`)),
  );
}
