import type { AnswerValue } from "../answer/value.js";
import type { CategoryId } from "../category.js";
import type { Facts } from "../facts.js";
import type { AnswerKind } from "./answer-kind.js";

export type { AnswerKind, Aspect, Column, Option, QuantityPart } from "./answer-kind.js";

/** A question of the bank. Its id and its number are stable, and never used again for another. */
export interface Question {
  /** `performance.latency`: its category, a point and kebab-case. */
  readonly id: string;
  readonly category: CategoryId;
  /** Of its requirement: 2 in `REQ-PERF-002`. */
  readonly number: number;
  /** A whole, open, specific sentence that ends in a question mark. */
  readonly text: string;
  /** Why it matters, in a sentence. */
  readonly reason: string;
  /** What is decided by the answer, in a sentence. */
  readonly follows: string;
  /** An answer that would do, as a person would type it. */
  readonly example: string;
  readonly answer: AnswerKind;
  /**
   * Whether it is asked, after what was answered before: it may look at questions of earlier categories, and of its own where they stand before
   * it in the bank. Left out where everybody is asked.
   */
  readonly asked?: Condition;
  /** What to take where the person does not know, from the answers so far. Always gives something for a choice. */
  readonly recommend?: (facts: Facts) => Recommendation | undefined;
  /** What the system shall do or be, as requirements: the first bears the question's number. */
  readonly requirement: (value: AnswerValue, facts: Facts) => RequirementText;
}

export interface Condition {
  /** In words, after "Asked because": "it serves devices". */
  readonly because: string;
  readonly holds: (facts: Facts) => boolean;
}

export interface Recommendation {
  /** As it would be answered. */
  readonly answer: string;
  /** Why, naming what it follows from: "You expect 40 requests a second, and one PostgreSQL answers thousands." */
  readonly reason: string;
  /** Ids of the questions whose answers it follows from. */
  readonly from: readonly string[];
}

export interface RequirementText {
  /** EARS: "WHEN 2,000 requests arrive in a second THE SYSTEM SHALL answer 99 % of them within 150 ms." */
  readonly statement: string;
  readonly priority: Priority;
}

export type Priority = "P0" | "P1" | "P2" | "P3";
