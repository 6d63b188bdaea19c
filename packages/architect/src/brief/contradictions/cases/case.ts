import type { Values } from "../../scenario.js";

/** Answers of the shop that are others: some with which a rule finds just this, and some that come near to it. */
export interface Case {
  readonly found: Values;
  /** Each by itself is found by no rule at all. */
  readonly near: readonly Values[];
  /** What the finding says, in part. */
  readonly says?: string;
}
