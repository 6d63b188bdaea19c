import { formatAnswer } from "../answer/format-answer.js";
import type { AnswerValue } from "../answer/value.js";
import type { Answer } from "../brief.js";
import type { Question } from "../questions/question.js";

/** The titles of what was chosen, in one text; undefined of what is no choice. */
export function titlesOf({ answer }: Question, value: AnswerValue): string | undefined {
  if (answer.kind !== "choice" || value.kind !== "choice") return undefined;
  const titles = value.chosen.map((one) => answer.options.find(({ id }) => id === one)?.title ?? one);
  return [...titles, ...(value.other === undefined ? [] : [value.other])].join("; ");
}

/** An answer on one line: of a choice its titles, of all else as it would be typed. */
export function saidShortly(question: Question, answer: Answer | undefined): string {
  if (!answer?.value) return "";
  return titlesOf(question, answer.value) ?? formatAnswer(question, answer.value).replace(/\s*\n\s*/g, "; ");
}
