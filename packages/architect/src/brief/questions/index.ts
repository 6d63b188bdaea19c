import type { Question } from "./question.js";

/** The bank: what a whole project may be asked, in the order in which it is asked. */
export const projectQuestions: readonly Question[] = [];
/** What is asked of a smaller feature in a project whose brief is there. */
export const featureQuestions: readonly Question[] = [];
