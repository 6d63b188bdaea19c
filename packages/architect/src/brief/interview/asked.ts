import type { AnswerValue } from "../answer/value.js";
import type { Answers } from "../brief.js";
import { type CategoryId, categories } from "../category.js";
import { type Facts, factsOf } from "../facts.js";
import type { Question } from "../questions/question.js";

/** Which questions a project is asked, and what is known by their answers alone. */
export interface Asked {
  readonly questions: readonly Question[];
  /** Of the questions that are asked: an answer to one that is not asked any more counts for nothing. */
  readonly facts: Facts;
}

/**
 * Goes through the bank in its order: a question is asked where its condition holds after the answers before it, and as long as its category has room.
 * So what is asked follows from the answers alone, and not from when they were given. `before` are answers that hold already, of a brief that an
 * amendment adds to.
 */
export function askedOf(
  questions: readonly Question[],
  answers: Answers,
  before: { readonly questions: readonly Question[]; readonly answers: Answers } = nothingBefore,
): Asked {
  const counted = new Map<CategoryId, number>();
  const asked: Question[] = [];
  const values: { [question: string]: AnswerValue | undefined } = {};
  for (const question of before.questions) values[question.id] = before.answers[question.id]?.value;
  const facts = factsOf([...before.questions, ...questions], values);
  for (const question of questions) {
    const count = counted.get(question.category) ?? 0;
    if (count >= mostOf(question.category)) continue;
    if (question.asked && !question.asked.holds(facts)) continue;
    counted.set(question.category, count + 1);
    asked.push(question);
    values[question.id] = answers[question.id]?.value;
  }
  return { questions: asked, facts };
}

const nothingBefore = Object.freeze({ questions: [], answers: {} });

function mostOf(id: CategoryId): number {
  return categories.find((category) => category.id === id)?.most ?? 0;
}
