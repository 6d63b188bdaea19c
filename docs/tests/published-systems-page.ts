import { briefOf } from "../../packages/architect/src/brief/scenario.js";
import { demandOf } from "../../packages/architect/src/design/capacity/index.js";
import { cutOf } from "../../packages/architect/src/design/cut/index.js";
import {
  type Decision,
  decisionFor,
  decisionsOf,
} from "../../packages/architect/src/design/decisions/index.js";
import { needsOf } from "../../packages/architect/src/design/needs/index.js";
import type { PublishedBrief } from "./published-brief.js";
import { publishedBriefs } from "./published-briefs.js";
import { type Comparison, comparisons } from "./published-comparisons.js";

/** What Lintel decides for a published system, and what is compared. */
export interface Compared {
  readonly brief: PublishedBrief;
  readonly rows: readonly { readonly comparison: Comparison; readonly decision: Decision }[];
}

export function compared(): readonly Compared[] {
  return publishedBriefs.map((brief) => {
    const needs = needsOf(briefOf(brief.values));
    const decisions = decisionsOf({ needs, cut: cutOf(needs), demand: demandOf(needs) });
    return {
      brief,
      rows: (comparisons[brief.name] ?? []).map((comparison) => {
        const decision = decisionFor(decisions, comparison.id, comparison.subject);
        if (!decision) throw new TypeError(`Nothing was decided of ${comparison.id}.`);
        return { comparison, decision };
      }),
    };
  });
}

/** The page, as `docs/explanation/published-systems.md` has it. */
export function publishedSystemsPage(): string {
  const all = compared();
  return [
    "# Published systems",
    "",
    `What Lintel's figures come to for ${all.length} systems whose scale is public, beside what they run. It is a test of its judgement, not of theirs: each of them knows more about itself`,
    "than any brief says. The briefs are code ([published-briefs.ts](../tests/published-briefs.ts)), and a test compares this page with what is decided for them.",
    "",
    "What is not public has to be taken for a brief, and stands beside the figures. Where an outcome hangs on what was taken, it proves little.",
    "",
    "## What was learnt",
    "",
    "- **People make services, data do not.** Notion, GitHub, Slack and Discord kept one program when one database was too small for them, and spread the data. At first Lintel took more data and more changes",
    '  than one database bears as a reason for services. It no longer does: that is the option "over several databases" of [partitioning](../reference/decisions.md), and services are asked for by the number of people alone.',
    "- **One program carries more people than the books say.** The threshold is 50, after Stack Overflow's team of 2022. Wikipedia, GitHub and Slack show that it can be far more, at the price of tools that a new project does not have.",
    "- **One database carries more than one thinks.** Let's Encrypt ran on one that is written to, Stack Overflow on one for each of two groups of sites. Lintel comes to one for both.",
    "- **What it cannot see.** That keys are worth a border of their own (Let's Encrypt). That a message may be forgotten once it was delivered (WhatsApp). How large texts are (Wikipedia). What part of the requests changes something: it goes by the kind of system.",
    "- **Where it is the wrong tool.** Above a few hundred thousand open connections, or for one table of tens of billions of rows with one question, others serve better, and the numbers show it.",
    "",
    ...all.flatMap(section),
  ].join("\n");
}

function section({ brief, rows }: Compared): readonly string[] {
  const { name, year, figures, taken, sources } = brief;
  return [
    `## ${name}, ${year}`,
    "",
    `${figures}`,
    "",
    `Taken: ${taken}`,
    "",
    "| question | Lintel | they | difference |",
    "|---|---|---|---|",
    ...rows.map(({ comparison: { id, subject, runs, comment }, decision: { options, calculated } }) => {
      const title = options.find((one) => one.id === calculated)?.title ?? calculated;
      return `| ${id}${subject === undefined ? "" : ` (${subject})`} | ${title} | ${runs} | ${comment} |`;
    }),
    "",
    `Sources: ${sources.map(({ title, url }) => `[${title}](${url})`).join("; ")}.`,
    "",
  ];
}
