import type { AnswerValue, TableRow } from "./answer/value.js";
import type { Quantity } from "./quantity/quantity.js";
import type { AnswerKind } from "./questions/answer-kind.js";

/**
 * What is known so far: answers that are clear. Asking about a question, a part or an option that is not in the bank throws `RangeError`, so that a
 * slip of the pen is found by whoever runs the rules once.
 */
export interface Facts {
  isAnswered(question: string): boolean;
  /** Ids of the options that were chosen; none where it is open. */
  chosen(question: string): readonly string[];
  /** Whether one of the options was chosen. */
  includes(question: string, ...options: readonly string[]): boolean;
  quantity(question: string, part: string): Quantity | undefined;
  /** In the measure's unit. */
  number(question: string, part: string): number | undefined;
  text(question: string): string | undefined;
  rows(question: string): readonly TableRow[];
}

/** Facts of the answers, for the questions of a bank. */
export function factsOf(
  questions: readonly { readonly id: string; readonly answer: AnswerKind }[],
  answers: { readonly [question: string]: AnswerValue | undefined },
): Facts {
  const known = new Map(questions.map((question) => [question.id, question]));
  const find = (id: string, kind: AnswerKind["kind"]) => {
    const question = known.get(id);
    if (!question) throw new RangeError(`There is no question "${id}".`);
    if (question.answer.kind !== kind)
      throw new RangeError(
        `The question "${id}" is answered with ${question.answer.kind}, not with ${kind}.`,
      );
    return question.answer;
  };
  const chosen = (id: string): readonly string[] => {
    find(id, "choice");
    const value = answers[id];
    return value?.kind === "choice" ? value.chosen : [];
  };
  const quantity = (id: string, part: string): Quantity | undefined => {
    const kind = find(id, "quantities");
    if (kind.kind === "quantities" && !kind.parts.some((one) => one.id === part))
      throw new RangeError(`The question "${id}" has no part "${part}".`);
    const value = answers[id];
    return value?.kind === "quantities" ? value.parts[part] : undefined;
  };
  return Object.freeze({
    isAnswered(id: string) {
      if (!known.has(id)) throw new RangeError(`There is no question "${id}".`);
      return answers[id] !== undefined;
    },
    chosen,
    includes(id: string, ...options: readonly string[]) {
      const kind = find(id, "choice");
      for (const option of options) {
        if (kind.kind === "choice" && !kind.options.some((one) => one.id === option))
          throw new RangeError(`The question "${id}" has no option "${option}".`);
      }
      return chosen(id).some((one) => options.includes(one));
    },
    quantity,
    number: (id: string, part: string) => quantity(id, part)?.value,
    text(id: string) {
      find(id, "text");
      const value = answers[id];
      return value?.kind === "text" ? value.text : undefined;
    },
    rows(id: string) {
      find(id, "table");
      const value = answers[id];
      return value?.kind === "table" ? value.rows : [];
    },
  });
}
