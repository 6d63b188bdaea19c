import { acceptRecommendation } from "./accept-recommendation.js";
import { answerQuestion } from "./answer-question.js";
import { briefStatus } from "./brief-status.js";
import { briefSummary } from "./brief-summary.js";
import { changeAnswer } from "./change-answer.js";
import { explainQuestion } from "./explain-question.js";
import { findPatterns } from "./find-patterns.js";
import { oneAtATime } from "./in-turn.js";
import { nextQuestions } from "./next-questions.js";
import { skipQuestion } from "./skip-question.js";
import { startInterview } from "./start-interview.js";
import type { Project, Tool } from "./tool.js";

export { refusalCodes } from "./refusal.js";
export { readResource, resources } from "./resources.js";
export type { Project, Tool, ToolResult } from "./tool.js";

/** All tools, in the order in which an interview needs them. None of them confirms a brief or concedes a contradiction: a person does. */
export const tools: readonly Tool[] = Object.freeze([
  briefStatus,
  startInterview,
  nextQuestions,
  answerQuestion,
  explainQuestion,
  acceptRecommendation,
  skipQuestion,
  changeAnswer,
  briefSummary,
  findPatterns,
]);

/** The project of a folder, for as long as a server runs. */
export function projectIn(directory: string): Project {
  return Object.freeze({ directory, now: () => new Date().toISOString(), inTurn: oneAtATime() });
}
