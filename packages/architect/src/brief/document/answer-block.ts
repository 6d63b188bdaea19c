import { formatAnswer } from "../answer/format-answer.js";
import type { Answer } from "../brief.js";
import type { Question } from "../questions/question.js";
import { type Line, lines } from "./line.js";
import { code, fenceFor, inline } from "./markdown.js";
import { titlesOf } from "./titles.js";

/** A question and its answer in the form in which it may be typed: read back by `slotsOf`. */
export function answerBlock(
  question: Question,
  key: string,
  answer: Answer | undefined,
  requirement: string | undefined,
): readonly Line[] {
  const text = blockText(question, answer);
  const fence = fenceFor(text);
  return lines(
    key,
    `#### ${code(key)}${requirement === undefined ? "" : ` ${requirement}`}`,
    "",
    inline(question.text),
    "",
    `${fence}answer ${key}`,
    ...(text === "" ? [] : [text]),
    fence,
    ...[...inWords(question, answer), ...notes(answer)].flatMap((note) => ["", note]),
  );
}

/** What stands in the block: a clear answer as it would be typed, another as it was said. */
function blockText(question: Question, answer: Answer | undefined): string {
  if (!answer) return "";
  return guarded(answer.value ? formatAnswer(question, answer.value) : answer.said.trim());
}

/** So that no line of an answer is taken for a mark of a merge. */
function guarded(text: string): string {
  return text.replace(/^(?=\\*(?:<{7}|>{7}|={7}|\|{7}))/gm, "\\");
}

export function unguarded(text: string): string {
  return text.replace(/^\\(?=\\*(?:<{7}|>{7}|={7}|\|{7}))/gm, "");
}

/** Ids of options say little to who does not know the bank. */
function inWords(question: Question, answer: Answer | undefined): readonly string[] {
  const titles = answer?.value && titlesOf(question, answer.value);
  return titles === undefined ? [] : [`In words: ${inline(titles)}.`];
}

function notes(answer: Answer | undefined): readonly string[] {
  if (!answer) return ["*Open: not answered yet.*"];
  const { open, missing = [], accepted } = answer;
  const from =
    accepted && accepted.from.length > 0 ? ` It follows from ${accepted.from.map(code).join(", ")}.` : "";
  return [
    ...(open === "vague"
      ? [`*Open: the answer is not clear yet.* ${missing.map(inline).join(" ")}`.trim()]
      : []),
    ...(open === "unknown" ? ["*Open: nobody knows yet.*"] : []),
    ...(open === "skipped" ? ["*Open: put off.*"] : []),
    ...(accepted ? [`*Recommended and accepted.* ${inline(accepted.reason)}${from}`] : []),
  ];
}
