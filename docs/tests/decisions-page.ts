import { reachOf } from "../../packages/architect/src/design/decisions/reach.js";
import type { Rule } from "../../packages/architect/src/design/decisions/rule.js";
import {
  limit,
  type Threshold,
  type ThresholdName,
} from "../../packages/architect/src/design/decisions/thresholds.js";

/** The page of everything that an architect settles, as `docs/reference/decisions.md` has it. */
export function decisionsPage(
  rules: readonly Rule[],
  thresholds: { readonly [name: string]: Threshold },
): string {
  const named = Object.entries(thresholds);
  return [
    "# Decisions",
    "",
    `What \`lintel design\` settles: ${rules.length} questions, each a pure function of the brief, in this order: what is settled first may decide what comes after it.`,
    "This page is written from the code, and a test compares the two.",
    "",
    "- Options stand from the least to the most. Each fact asks for at least one of them, and the least that all are content with is taken: so more of a",
    "  figure never comes to less of an answer. Its score is 90, each step beyond it has 20 less, and what a fact rules out has 0.",
    "- A figure asks for more once it is across its threshold; the threshold itself lies on the side of the less.",
    "- What the brief says itself holds against the figures, and a person's override, with a reason, against both. What the figures come to is shown beside it.",
    '- "May move with" names every fact that can change the answer, also by way of an earlier decision, the demand or the cut. No other fact can, and a test varies each.',
    "- Where a fact is open, a careful value stands in, and the decision names the question: it is provisional.",
    "",
    ...rules.flatMap((rule) => section(rule, rules)),
    "## Thresholds",
    "",
    "| threshold | what is compared | with | why | source |",
    "|---|---|---|---|---|",
    ...named.map(
      ([name, { measure, side, reason, source }]) =>
        `| \`${name}\` | ${measure} | ${side} ${limit(name as ThresholdName)} | ${reason} | ${source} |`,
    ),
    "",
  ].join("\n");
}

function section(rule: Rule, rules: readonly Rule[]): readonly string[] {
  const { id, part, question, options, follows, thresholds } = rule;
  return [
    `## \`${id}\`${part === undefined ? "" : `, \`${part}\``}`,
    "",
    `**${question}**`,
    "",
    "| option | what it is | for it | against it |",
    "|---|---|---|---|",
    ...options.map(
      ({ id, title, pros, cons, beside }) =>
        `| \`${id}\` | ${title} | ${pros.join(" ")} | ${[...cons, ...(beside ? [beside] : [])].join(" ")} |`,
    ),
    "",
    `- May move with: ${codes(reachOf(rule, rules))}.`,
    ...(follows.length > 0 ? [`- Follows from: ${codes(follows)}.`] : []),
    `- Thresholds: ${
      thresholds.length > 0
        ? thresholds.map((name) => `[\`${name}\`](#thresholds) (${limit(name)})`).join(", ")
        : "none: facts hold or not"
    }.`,
    ...(rule.subjects
      ? ["- Decided once for all, and apart for what it comes out otherwise for, or somebody said so."]
      : []),
    "",
  ];
}

function codes(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(", ");
}
