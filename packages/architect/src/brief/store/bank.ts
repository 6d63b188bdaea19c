import { featureQuestions, projectQuestions } from "../questions/index.js";
import type { Question } from "../questions/question.js";

/** The questions that answers may be to. */
export interface Bank {
  readonly project: readonly Question[];
  readonly feature: readonly Question[];
}

export const wholeBank: Bank = Object.freeze({ project: projectQuestions, feature: featureQuestions });
