import type { Architecture } from "../../architecture.js";
import type { Decision, DecisionId } from "../../decisions/index.js";
import { blocks, escapeMarkdown, heading, sayList, section, table } from "../../text/index.js";
import { asked } from "../asked.js";
import { choiceOf, decisionBlock, decisionsOn, decisionTable, recordLink } from "../decision-lines.js";

interface Pattern {
  readonly title: string;
  /** The first is the pattern's own, the others belong to it. */
  readonly ids: readonly DecisionId[];
  /** What the brief asks of it. */
  readonly asks: readonly string[];
}

const all: readonly Pattern[] = [
  { title: "Architecture pattern", ids: ["style"], asks: ["architecture.style"] },
  {
    title: "Communication pattern",
    ids: ["interfaces", "live-updates", "broker", "idempotency"],
    asks: ["architecture.interfaces", "architecture.ordering", "performance.freshness"],
  },
  {
    title: "Data pattern",
    ids: [
      "data-pattern",
      "consistency",
      "tenancy",
      "partitioning",
      "replicas",
      "cache",
      "search",
      "retention",
    ],
    asks: ["architecture.history", "architecture.consistency", "architecture.tenancy", "architecture.search"],
  },
  {
    title: "Deployment pattern",
    ids: ["deployment", "topology", "backup"],
    asks: ["deployment.topology", "deployment.rebuild"],
  },
  {
    title: "Identity and protection",
    ids: ["identity", "encryption"],
    asks: ["security.cards", "security.devices", "security.fields", "feature.security"],
  },
];

/** The patterns at a glance, then each with what decided it. */
export function patterns(architecture: Architecture): string {
  const known = all.filter(({ ids }) => decisionsOn(architecture, ids).length > 0);
  return section(
    heading(2, "Architecture"),
    asked(architecture, [
      "architecture.technologies",
      "architecture.jobs",
      "architecture.buffer",
      "architecture.rollups",
      "architecture.separation",
      "architecture.delivery",
    ]),
    table(
      ["Pattern", "What holds", "Record"],
      known.map((pattern) => {
        const own = ownDecisions(architecture, pattern);
        return [
          `**${pattern.title}**`,
          choicesOf(architecture, own),
          [...new Set(own.map((one) => recordLink(architecture, one)))].filter(Boolean).join(", "),
        ];
      }),
    ),
    ...known.map(({ title, ids, asks }) =>
      section(
        heading(3, title),
        asked(architecture, asks),
        ...ids.map((id) => decisionText(architecture, decisionsOn(architecture, [id]))),
      ),
    ),
  );
}

/** Those of the first question that was settled. */
function ownDecisions(architecture: Architecture, { ids }: Pattern): readonly Decision[] {
  const settled = ids.find((id) => decisionsOn(architecture, [id]).length > 0);
  return settled === undefined ? [] : decisionsOn(architecture, [settled]);
}

/** `One process`, or, where it differs, `Rows that change in place (users, orders); event sourcing (ledger)`. */
function choicesOf(architecture: Architecture, decisions: readonly Decision[]): string {
  const byChoice = new Map<string, string[]>();
  for (const decision of decisions) {
    const subjects = byChoice.get(choiceOf(decision)) ?? [];
    byChoice.set(choiceOf(decision), subjects);
    if (decision.subject !== undefined) subjects.push(subjectName(architecture, decision.subject));
  }
  return [...byChoice]
    .map(([choice, subjects]) =>
      byChoice.size === 1 || subjects.length === 0
        ? escapeMarkdown(choice)
        : `${escapeMarkdown(choice)} (${sayList(subjects)})`,
    )
    .join("; ");
}

function decisionText(architecture: Architecture, decisions: readonly Decision[]): string {
  const [first, ...others] = decisions;
  if (!first) return "";
  if (others.length === 0 && first.subject === undefined) return decisionBlock(architecture, first);
  const whole = decisions.filter(({ subject }) => subject === undefined);
  const parts = decisions.filter(({ subject }) => subject !== undefined);
  const isOfWorkflows = parts.some(({ subject }) => subject?.startsWith("REQ-"));
  return blocks(
    ...whole.map((one) => decisionBlock(architecture, one)),
    decisionTable(architecture, parts, isOfWorkflows ? "Workflow" : "For", (subject) =>
      subjectName(architecture, subject),
    ),
  );
}

/** The name of a feature, or of a service. */
function subjectName({ needs }: Architecture, subject: string): string {
  return escapeMarkdown(needs.features.find(({ id }) => id === subject)?.name ?? subject);
}
