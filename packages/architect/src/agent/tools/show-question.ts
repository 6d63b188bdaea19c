import type { z } from "zod";
import type { Answer, Interview, Question } from "../../brief/index.js";
import type { question as shape } from "./shapes.js";

/** A question as an agent puts it to a person. */
export function showQuestion({ answers }: Interview, question: Question): z.input<typeof shape> {
  const { id, category, text, reason, asked, example } = question;
  const given = answers[id];
  return {
    id,
    category,
    text,
    reason,
    ...(asked ? { because: asked.because } : {}),
    example,
    answer: showKind(question),
    state: stateOf(given),
    ...(given && given.said !== "" ? { said: given.said } : {}),
    ...(given?.missing ? { missing: [...given.missing] } : {}),
  };
}

function stateOf(answer: Answer | undefined): z.input<typeof shape>["state"] {
  if (!answer) return "new";
  return answer.value === undefined ? (answer.open ?? "new") : "answered";
}

function showKind({ answer }: Question): z.input<typeof shape>["answer"] {
  switch (answer.kind) {
    case "quantities":
      return {
        kind: answer.kind,
        parts: answer.parts.map(({ id, title, measure, optional }) => ({
          id,
          title,
          measure,
          optional: optional === true,
        })),
      };
    case "choice":
      return {
        kind: answer.kind,
        options: answer.options.map(({ id, title, fits }) => ({ id, title, fits })),
        many: answer.many === true,
        ...(answer.other === undefined ? {} : { other: answer.other }),
      };
    case "text":
      return { kind: answer.kind, aspects: answer.aspects.map(({ ask }) => ask) };
    case "table":
      return {
        kind: answer.kind,
        row: answer.row,
        least: answer.least ?? 1,
        columns: answer.columns.map(({ id, title, cell, optional }) => ({
          id,
          title,
          holds: cell.kind,
          ...(cell.kind === "choice" ? { options: [...cell.options] } : {}),
          optional: optional === true,
        })),
      };
  }
}
