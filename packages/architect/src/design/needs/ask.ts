import { categories } from "../../brief/category.js";
import type { Facts } from "../../brief/facts.js";
import { type Interview, questionOf } from "../../brief/index.js";
import { slugOf } from "../../brief/requirement-id.js";
import type { Assumption, Choice } from "./needs.js";

/** An interview as an architect asks it. */
export interface Ask {
  readonly facts: Facts;
  readonly amendment: string | undefined;
  requirementOf(question: string): string;
  /** The prefix of the ids of its requirements: `REQ`, or `REQ-REFUNDS` of an amendment. */
  readonly prefix: string;
  choice(question: string): Choice & { readonly other?: string };
  /** What stands in for an answer: missing where the question is asked of this project, or of everybody. */
  assume(question: string, because: string): Assumption;
}

export function askOf(interview: Interview): Ask {
  const { amendment, facts, answers } = interview;
  const prefix = amendment === undefined ? "REQ" : `REQ-${slugOf(amendment)}`;
  const isAsked = (id: string) => interview.questions.some((question) => question.id === id);
  const requirementOf = (id: string) => {
    const { category, number } = questionOf(interview, id);
    const code = categories.find((one) => one.id === category)?.code ?? category.toUpperCase();
    return `${prefix}-${code}-${String(number).padStart(3, "0")}`;
  };
  const assume = (question: string, because: string): Assumption =>
    isAsked(question) ? { because, missing: question } : { because };
  return Object.freeze({
    facts,
    amendment,
    prefix,
    requirementOf,
    assume,
    choice(question: string) {
      const value = facts.chosen(question);
      if (!facts.isAnswered(question))
        return {
          value,
          from: [],
          bySomeone: false,
          assumed: assume(question, "Nothing was chosen."),
        };
      const answer = answers[question];
      const other = answer?.value?.kind === "choice" ? answer.value.other : undefined;
      return {
        value,
        from: [requirementOf(question)],
        bySomeone: answer?.accepted === undefined,
        ...(other !== undefined && { other }),
      };
    },
  });
}
