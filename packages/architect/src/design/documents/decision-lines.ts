import type { Architecture } from "../architecture.js";
import type { Decision, DecisionId, Reason } from "../decisions/index.js";
import { pathOf } from "../records/index.js";
import { blocks, escapeMarkdown, link, list, provisional, refs, table, withRefs } from "../text/index.js";

/** Those of the decisions, in the order of the ids and within each in their own. */
export function decisionsOn({ decisions }: Architecture, ids: readonly DecisionId[]): readonly Decision[] {
  return ids.flatMap((id) => decisions.filter((decision) => decision.id === id));
}

/** Those for one service, or for the workflow of a feature. */
export function decisionsFor({ decisions }: Architecture, subject: string): readonly Decision[] {
  return decisions.filter((decision) => decision.subject === subject);
}

/** What holds, in the words of its option: "One process with inner borders". */
export function choiceOf({ options, chosen }: Decision): string {
  return options.find(({ id }) => id === chosen)?.title ?? chosen;
}

/** A link to the record of a decision, `[ADR 7](decisions/0007-run-it-as-one-process.md)`; empty where it is not written down. */
export function recordLink({ records = [] }: Architecture, { id, subject }: Decision): string {
  const kept = records.filter(({ decision }) => decision.id === id && decision.subject === subject);
  const record = kept.find(({ status }) => status === "accepted") ?? kept.at(-1);
  if (!record) return "";
  return link(`ADR ${record.number}`, pathOf(record));
}

/** A decision for the whole system: the question, what holds, what decided it and what would change it. */
export function decisionBlock(architecture: Architecture, decision: Decision): string {
  const record = recordLink(architecture, decision);
  return blocks(
    `**${escapeMarkdown(decision.question)}** ${sentence(escapeMarkdown(choiceOf(decision)))}${record === "" ? "" : ` ${record}`}`,
    list([...decision.because.map(reasonLine), ...overrideLine(decision), ...changeLine(decision, record)]),
    provisional(decision.missing),
  );
}

/** The same question for several services or workflows: a row for each. `subject` titles the first column, `nameOf` writes it. */
export function decisionTable(
  architecture: Architecture,
  decisions: readonly Decision[],
  subject: string,
  nameOf: (subject: string) => string,
): string {
  const [first] = decisions;
  if (!first) return "";
  const open = decisions.flatMap(({ missing }) => missing);
  return blocks(
    `**${escapeMarkdown(first.question)}**`,
    table(
      [subject, "Choice", "Because", "Record"],
      decisions.map((decision) => [
        nameOf(decision.subject ?? ""),
        escapeMarkdown(choiceOf(decision)),
        [...decision.because.slice(0, 2).map(reasonLine), ...overrideLine(decision)].join(" "),
        recordLink(architecture, decision),
      ]),
    ),
    provisional(open),
  );
}

/** Questions that were settled for the whole system, each in a row: for a page that is about something else. */
export function decisionRows(architecture: Architecture, decisions: readonly Decision[]): string {
  return table(
    ["Question", "What holds", "From", "Record"],
    decisions.map((decision) => [
      `${escapeMarkdown(decision.question)}${decision.subject === undefined ? "" : ` (${escapeMarkdown(decision.subject)})`}`,
      escapeMarkdown(choiceOf(decision)),
      refs(requirementsOfDecision(decision)),
      recordLink(architecture, decision),
    ]),
  );
}

/** A reason with the requirements that say so, which are named behind it alone. */
export function reasonLine({ says, from }: Reason): string {
  const plain = from.reduce((text, id) => text.replace(` (${id})`, ""), says);
  return withRefs(sentence(escapeMarkdown(plain)), from);
}

/** Thresholds that are told here; the record has all of them. */
const mostThresholds = 3;

function changeLine({ wouldChange, chosen, options }: Decision, record: string): readonly string[] {
  const own = options.find(({ id }) => id === chosen)?.title ?? chosen;
  const others = wouldChange.filter(
    ({ says }) => !says.includes(`it would be "${own}"`) && !says.startsWith("A brief that leaves it open"),
  );
  const shown = others.slice(0, mostThresholds).map(reasonLine);
  if (shown.length === 0) return [];
  const more = others.length - shown.length;
  const rest = more > 0 && record !== "" ? ` ${record} has ${more} more.` : "";
  return [`What would change it: ${shown.join(" ")}${rest}`];
}

/** Ids of the requirements that a decision comes from. */
export function requirementsOfDecision({ because }: Decision): readonly string[] {
  return [...new Set(because.flatMap(({ from }) => from))].sort();
}

function overrideLine({ override, chosen, calculated, options }: Decision): readonly string[] {
  // What the brief says is the first of the reasons then.
  if (!override || override.byBrief) return [];
  const other = options.find(({ id }) => id === calculated)?.title ?? calculated;
  const figures =
    chosen === calculated ? "" : ` The figures alone come to: ${sentence(escapeMarkdown(other))}`;
  return [`A person decided it: ${sentence(escapeMarkdown(override.reason))}${figures}`];
}

/** Begins with a capital letter and ends in a full stop, whatever it began with and ended in. */
export function sentence(text: string): string {
  const trimmed = text.trim().replace(/^\p{Ll}(?=[\p{L}\s])/u, (first) => first.toUpperCase());
  return trimmed === "" || /[.!?。！？]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}

/** The requirements behind a row of a table. */
export function refsCell(from: readonly string[]): string {
  return refs(from);
}
