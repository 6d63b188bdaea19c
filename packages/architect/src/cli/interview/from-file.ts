import { type Interview, interviewOf, saveBrief, withBriefLock } from "../../brief/index.js";
import { findFolder } from "../../project/index.js";
import { closingOf, showClosing } from "../brief/closing.js";
import { counted } from "../table.js";
import type { ExitCode, Given } from "../verb.js";
import { type FileProblem, readAnswersFile } from "./answers-file.js";
import { beginInterview, openInterview, usualName } from "./open-interview.js";
import { takeAnswers } from "./take-answers.js";
import { widthOf, wrap } from "./wrap.js";

/**
 * Takes answers from a file: all of them, or none where one cannot be taken. With `--partial` those that are clear, and what is vague stays open.
 *
 * @throws ToolError ANSWERS_INVALID; any of the brief's files
 */
export async function fromFile({ terminal, options, text }: Given): Promise<ExitCode> {
  const directory = findFolder(process.cwd(), text("blueprint"));
  const file = await readAnswersFile(text("from") ?? "-");
  const partial = options.partial === true;
  return withBriefLock<ExitCode>(directory, async () => {
    const opened = openInterview(directory, text("feature"));
    for (const edit of opened.edits) terminal.note(() => `Edited by hand: ${edit}`);
    const first = opened.interview ?? beginInterview(file.name ?? usualName(directory));
    const named = file.name === undefined ? first : renamed(first, file.name);
    const { interview, taken, unasked, problems } = takeAnswers(named, file, new Date().toISOString());
    const written = problems.length === 0 || partial;
    if (written) saveBrief(directory, interview.brief);
    const closing = written ? closingOf(interview.brief) : { open: [], next: nextAfter(text("from")) };
    terminal.result({ written, taken, unasked, problems, ...closing }, (paint) =>
      [
        ...problems.map((one) => showProblem(one, file.label, paint("red", "error"))),
        ...unasked.map((id) => `${paint("dim", "not asked")}  ${id}: this project is not asked it`),
        written
          ? `${paint("green", "taken")}  ${counted(taken.length, "answer")} of ${file.label}`
          : `Nothing was written: ${counted(problems.length, "answer")} cannot be taken. With --partial the others are.`,
        written
          ? showClosing(closing, paint, widthOf(process.stdout))
          : `${paint("dim", "next:")} ${closing.next}`,
      ].join("\n"),
    );
    return problems.length === 0 ? 0 : 1;
  });
}

function renamed(interview: Interview, name: string): Interview {
  const { brief, amendment } = interview;
  return brief.name === name ? interview : interviewOf({ ...brief, name }, amendment);
}

function nextAfter(file: string | undefined): string {
  return `Mend these lines, then: lintel interview --from ${file ?? "-"}`;
}

function showProblem({ line, message, remedy }: FileProblem, label: string, error: string): string {
  const width = widthOf(process.stdout);
  return [`${error}  ${label}:${line}`, wrap(message, width, "  "), wrap(`fix: ${remedy}`, width, "  ")].join(
    "\n",
  );
}
