/** What was learned before: patterns that many have found, and designs that this person has made. */
export type { DesignFacts } from "./facts.js";
export {
  type Learned,
  type LearnedDecision,
  type LearnedDesign,
  type LearnedNote,
  type Measurement,
  type Memory,
  whatIsKept,
  whatIsNotKept,
} from "./memory.js";
export * from "./patterns/index.js";
export * from "./recall/index.js";
