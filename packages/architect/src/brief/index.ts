export { formatAnswer } from "./answer/format-answer.js";
export type { Reading } from "./answer/reading.js";
export { type AtOdds, atOdds } from "./at-odds.js";
export { type AuthenticationDecision, authenticationDecision } from "./authentication.js";
export {
  type Amendment,
  type Answer,
  type Answers,
  type Brief,
  type Change,
  type Confirmation,
  type Derived,
  emptyBrief,
} from "./brief.js";
export { type Gap, gapsOf } from "./completeness.js";
export {
  confirm,
  digestOf,
  digestsOfAnswers,
  type Standing,
  staleOf,
  standingOf,
} from "./confirmation.js";
export type { Contradiction } from "./contradictions/index.js";
export { renderBrief, summarise } from "./document/index.js";
export * from "./interview/interview.js";
export { readName } from "./name.js";
export type { Question } from "./questions/question.js";
export { type Requirement, requirementsOf } from "./requirements.js";
export { type Status, statusOf, statusText } from "./status.js";
export { briefFiles, openBrief, type Stored, saveBrief, withBriefLock } from "./store/index.js";
