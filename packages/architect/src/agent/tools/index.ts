import { acceptRecommendation } from "./accept-recommendation.js";
import { answerQuestion } from "./answer-question.js";
import { briefStatus } from "./brief-status.js";
import { briefSummary } from "./brief-summary.js";
import { changeAnswer } from "./change-answer.js";
import { designStatus } from "./design-status.js";
import { explainTool } from "./explain.js";
import { explainQuestion } from "./explain-question.js";
import { findPatterns } from "./find-patterns.js";
import { oneAtATime } from "./in-turn.js";
import { nextQuestions } from "./next-questions.js";
import { recallDesigns } from "./recall-designs.js";
import { skipQuestion } from "./skip-question.js";
import { startInterview } from "./start-interview.js";
import type { Project, Tool } from "./tool.js";

export { refusalCodes } from "./refusal.js";
export { readResource, resources, resourceTemplates } from "./resources.js";
export type { Project, Tool, ToolResult } from "./tool.js";

/** All tools, in the order in which an interview needs them. None of them confirms a brief, concedes a contradiction, overrides a decision or agrees to what is kept: a person does. */
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
  designStatus,
  explainTool,
  recallDesigns,
  findPatterns,
]);

/** The project of a folder, for as long as a server runs. */
export function projectIn(directory: string): Project {
  return Object.freeze({ directory, now: () => new Date().toISOString(), inTurn: oneAtATime() });
}
