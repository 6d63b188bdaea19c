import { addParts } from "../../brief/answer/add-parts.js";
import { addRows } from "../../brief/answer/add-rows.js";
import type { Question } from "../../brief/questions/question.js";

/**
 * The answers that a typed text may stand for, the likeliest first: by itself, and with what was said before, where that was vague and only what
 * was missing has been added. Numbers stand for the options that were shown.
 */
export function waysToRead(
  question: Question,
  typed: string,
  earlier: string | undefined,
): readonly string[] {
  const { answer } = question;
  const text = answer.kind === "choice" ? namedOptions(answer.options, typed) : typed;
  if (earlier === undefined || earlier.trim() === "") return [text];
  switch (answer.kind) {
    case "quantities":
      return [addParts(answer.parts, earlier, text), text];
    case "text":
      return [`${asSentence(earlier)} ${text}`, text];
    case "table":
      return [addRows(answer.columns, earlier, text) ?? text, text];
    case "choice":
      return [text];
  }
}

function asSentence(text: string): string {
  return text.trim().replace(/[^.!?;:]$/, "$&.");
}

function namedOptions(options: readonly { readonly id: string }[], typed: string): string {
  const numbers = typed.trim().split(/[\s,;]+/);
  const ids = numbers.map((one) => (/^\d{1,3}$/.test(one) ? options[Number(one) - 1]?.id : undefined));
  return ids.every((id) => id !== undefined) ? ids.join(", ") : typed;
}
