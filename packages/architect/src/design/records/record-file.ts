import type { Decision, Reason, ScoredOption } from "../decisions/index.js";
import type { DocumentFile } from "../documents/document.js";
import { blocks, escapeMarkdown, heading, list, provisional, section, withRefs } from "../text/index.js";
import { type DecisionRecord, nameOf, pathOf } from "./record.js";

/** A record as a file in the form of MADR (Markdown architectural decision records, adr.github.io/madr). */
export function recordFile(record: DecisionRecord, all: readonly DecisionRecord[]): DocumentFile {
  const { number, status, date, decision } = record;
  const path = pathOf(record);
  const markdown = blocks(
    `---\nstatus: ${status}\ndate: ${date}\n---`,
    `# ${number}. ${escapeMarkdown(decision.title)}`,
    ...standing(record, all),
    section(heading(2, "Context and problem statement"), escapeMarkdown(decision.question)),
    section(
      heading(2, "Decision drivers"),
      listOr(decision.because.map(reasonText), "None: it is the simplest, and nothing speaks against it."),
    ),
    section(
      heading(2, "Considered options"),
      list(decision.options.map((option) => optionText(option, decision))),
    ),
    section(heading(2, "Decision outcome"), ...outcome(decision)),
    section(
      heading(3, "Consequences"),
      listOr(decision.consequences.map(escapeMarkdown), "None beyond the choice itself."),
    ),
    section(
      heading(3, "What would change it"),
      listOr(decision.wouldChange.map(reasonText), "Nothing in sight."),
    ),
    section(heading(2, "Pros and cons of the options"), ...decision.options.map(prosAndCons)),
    section(
      heading(2, "History"),
      list([
        `${date}: decided.`,
        ...record.history.map((event) => `${event.date}: ${escapeMarkdown(event.says)}`),
      ]),
    ),
  );
  return Object.freeze({ path, text: `${markdown}\n` });
}

/** What a reader must know before anything else. */
function standing(record: DecisionRecord, all: readonly DecisionRecord[]): readonly string[] {
  const { supersedes, supersededBy, status, decision } = record;
  const to = (number: number) => {
    const other = all.find((one) => one.number === number);
    return other ? `[${number}. ${escapeMarkdown(other.decision.title)}](${nameOf(other)})` : String(number);
  };
  return [
    status === "accepted" ? provisional(decision.missing) : "",
    status === "withdrawn" ? "**Withdrawn**: this is not decided any more." : "",
    supersedes === undefined ? "" : `Comes after ${to(supersedes)}.`,
    supersededBy === undefined ? "" : `Followed by ${to(supersededBy)}.`,
  ];
}

function outcome({ options, chosen, calculated, override }: Decision): readonly string[] {
  const titleOf = (id: string) => escapeMarkdown(options.find((option) => option.id === id)?.title ?? id);
  const scoreOf = (id: string) => options.find((option) => option.id === id)?.score ?? 0;
  const choice = `Chosen: **${titleOf(chosen)}**`;
  if (!override) return [`${choice}, which meets what is needed best: ${scoreOf(chosen)} of 100.`];
  const figures =
    calculated === chosen
      ? "The figures alone come to the same."
      : `The figures alone come to ${titleOf(calculated)}: ${scoreOf(calculated)} of 100, and ${scoreOf(chosen)} for this one.`;
  const who = override.byBrief ? "" : ", because a person decided so";
  return [`${choice}${who}. ${escapeMarkdown(override.reason)}`, figures];
}

function optionText({ id, title, score, ruledOut }: ScoredOption, { chosen }: Decision): string {
  const mark = ruledOut ? `ruled out. ${reasonText(ruledOut)}` : `${score} of 100`;
  return `${escapeMarkdown(title)}: ${mark}${id === chosen ? " (chosen)" : ""}`;
}

function prosAndCons({ title, pros, cons }: ScoredOption): string {
  const points = [
    ...pros.map((pro) => `Good: ${escapeMarkdown(pro)}`),
    ...cons.map((con) => `Bad: ${escapeMarkdown(con)}`),
  ];
  return section(heading(3, title), listOr(points, "Nothing of note."));
}

function reasonText({ says, from }: Reason): string {
  return withRefs(escapeMarkdown(says), from);
}

function listOr(lines: readonly string[], none: string): string {
  return lines.length === 0 ? none : list(lines);
}
