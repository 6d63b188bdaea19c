import type { Brief } from "./brief.js";
import type { CategoryId } from "./category.js";
import type { Priority } from "./questions/question.js";

/** Something that the system shall do or be. Designs, tests and proofs refer to it by its id. */
export interface Requirement {
  /**
   * `REQ-PERF-002` of a question, by its number; `REQ-FEAT-PLACE-ORDER` of a row of `scope.features`, by its name; an amendment's questions
   * have the amendment's name in front: `REQ-REFUNDS-DATA-003`. The same for the same answers, whatever was asked or changed in between.
   */
  readonly id: string;
  readonly category: CategoryId;
  /** The question that it comes from. */
  readonly question: string;
  readonly amendment?: string;
  readonly statement: string;
  readonly priority: Priority;
  /** Acceptance criteria in the form of EARS; `REQ-FEAT-PLACE-ORDER/2` is the second. */
  readonly criteria: readonly string[];
}

/** What a brief asks for, in the order of the bank; of answers that count. */
export function requirementsOf(brief: Brief): readonly Requirement[] {
  throw new TypeError(`Nothing derives requirements of ${brief.name} yet.`);
}
