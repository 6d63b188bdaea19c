import type { Facts } from "../facts.js";

/** Looks for one contradiction. */
export interface Rule {
  /** kebab-case, stable. */
  readonly code: string;
  /** The rule is applied where all of them are answered. */
  readonly questions: readonly string[];
  /** What is at odds, in a sentence without numbers of a project: for the page of all rules. */
  readonly when: string;
  readonly find: (facts: Facts) => Finding | undefined;
}

export interface Finding {
  readonly says: string;
  /** `deployment.topology: several-zones`; where the answer is a table, what to change in which row. */
  readonly ways: readonly string[];
}
